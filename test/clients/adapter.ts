import type { Era } from '../support/wire-schemas.js';

/** How a client starts the server. */
export interface Start {
  command: string;
  args: string[];
  env: Record<string, string>;
}

export interface ListedTool {
  name: string;
  /** The input schema as the library hands it to a model. */
  schema: Record<string, unknown>;
}

/** What a call of the library ends with: a tool result, be it data or an error, or an exception. */
export type Outcome =
  | { kind: 'answered'; text: string; links: string[]; structured?: unknown }
  | { kind: 'thrown'; message: string };

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: number) => void;
}

export interface Session {
  list: () => Promise<ListedTool[]>;
  call: (name: string, args: Record<string, unknown>, options?: CallOptions) => Promise<Outcome>;
  close: () => Promise<void>;
}

/** What a library may be unable to do; the tests then assert what happens instead. */
export type Ability = 'cancel' | 'progress' | 'ask' | 'callUnlisted' | 'passMisspelt';

/** One client library, with the few functions that the scenarios need. */
export interface ClientAdapter {
  /** As shown in the matrix. */
  name: string;
  /** The npm package. */
  library: string;
  era: Era;
  /** The abilities that the library lacks, each with the reason. */
  cannot: Partial<Record<Ability, string>>;
  /** What else its users should know; for the matrix. */
  note?: string;
  /** @param answer answers questions in a person's place; without it the client declares no elicitation */
  connect: (start: Start, answer?: (question: string) => boolean) => Promise<Session>;
}

interface Content {
  type: string;
  text?: unknown;
  uri?: unknown;
}

/** The outcome of a call that ended with an MCP tool result. */
export const answeredOutcome = (content: readonly Content[], structured?: unknown): Outcome => ({
  kind: 'answered',
  text: content.map(({ text }) => (typeof text === 'string' ? text : '')).join(''),
  links: content.flatMap(({ type, uri }) => (type === 'resource_link' ? [String(uri)] : [])),
  ...(structured !== undefined && { structured }),
});

export const thrownOutcome = (error: unknown): Outcome => ({
  kind: 'thrown',
  message: error instanceof Error ? error.message : String(error),
});

/** The answer to an elicitation. */
export const elicitResult = (isConfirmed: boolean) =>
  isConfirmed ? { action: 'accept' as const, content: { confirm: true } } : { action: 'decline' as const };
