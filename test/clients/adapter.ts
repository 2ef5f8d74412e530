import type { Era } from '../support/wire-schemas.js';

/** How a client starts the server. */
export interface Start {
  command: string;
  args: string[];
  env: Record<string, string>;
}

export interface Listed {
  name: string;
  /** The input schema as this library hands it to a model. */
  schema: Record<string, unknown>;
}

/** What the caller gets: an answer of the tool (a refusal too, where the library hands it over), or what it throws. */
export type Outcome =
  | { kind: 'answered'; text: string; links: string[]; structured?: unknown }
  | { kind: 'thrown'; message: string };

export interface Call {
  signal?: AbortSignal;
  onProgress?: (progress: number) => void;
}

export interface Session {
  list: () => Promise<Listed[]>;
  call: (name: string, args: Record<string, unknown>, options?: Call) => Promise<Outcome>;
  close: () => Promise<void>;
}

/** What a library may be unable to do; the tests then assert what happens instead. */
export const abilities = ['cancel', 'progress', 'ask', 'callUnlisted', 'passMisspelt'] as const;
export type Ability = (typeof abilities)[number];

/** One client library, behind the little that the scenarios need of it. */
export interface ClientAdapter {
  /** As people know it. */
  name: string;
  /** The npm package. */
  library: string;
  era: Era;
  /** Why it cannot. */
  cannot: Partial<Record<Ability, string>>;
  /** What else its users should know; for the matrix. */
  note?: string;
  /** @param answer a person's answer to a question, where the library can put one; undefined: the client says it cannot ask */
  connect: (start: Start, answer?: (question: string) => boolean) => Promise<Session>;
}

interface Content {
  type: string;
  text?: unknown;
  uri?: unknown;
}

/** The outcome in an MCP tool result. */
export const answered = (content: readonly Content[], structured?: unknown): Outcome => ({
  kind: 'answered',
  text: content.map(({ text }) => (typeof text === 'string' ? text : '')).join(''),
  links: content.flatMap(({ type, uri }) => (type === 'resource_link' ? [String(uri)] : [])),
  ...(structured !== undefined && { structured }),
});

export const thrown = (error: unknown): Outcome => ({
  kind: 'thrown',
  message: error instanceof Error ? error.message : String(error),
});

/** What an elicitation is answered with. */
export const elicited = (yes: boolean) =>
  yes ? { action: 'accept' as const, content: { confirm: true } } : { action: 'decline' as const };
