import { createHash, randomBytes } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  type ElicitRequestFormParams,
  type InputRequiredResult,
  inputRequired,
  isSpecType,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Arguments } from '../api/route.js';
import type { Interruption } from '../calls/runner.js';
import { type Confirmable, declined } from '../calls/unconfirmed.js';
import type { Config } from '../config/index.js';
import { needsConfirmation } from '../tools/effect.js';
import { newerEraRevision } from './server-info.js';

/** Signed state of a question of the newer era, which its answer brings back: the call's digest, and a nonce for one use. */
interface QuestionState {
  digest: string;
  nonce: string;
}

/** How long a person may take to answer, in seconds. */
const answerSeconds = 600;

/**
 * Asks the person before a call deletes or sends something, as the mode says. In the older protocol era the client is
 * asked while the call waits; in the newer one the question is an `input_required` result, and the answer comes with a
 * repeat of the call. An answer counts only for the tool and arguments of its question, within ten minutes, once.
 */
export class Confirmation {
  readonly #mode: Config['confirm'];
  readonly #codec = createRequestStateCodec<QuestionState>({ key: randomBytes(32), ttlSeconds: answerSeconds });
  /** Nonces of the questions without an answer, and when each expires (milliseconds since 1970). */
  readonly #openNonces = new Map<string, number>();

  constructor(mode: Config['confirm']) {
    this.#mode = mode;
  }

  /**
   * Undefined when the call may go on, else the question to put to the person.
   * @param question makes the text of the question; called only when somebody is asked
   * @throws Failure `declined` when nobody said yes, or somebody must be asked and cannot be
   */
  async ask(
    tool: Confirmable,
    args: Arguments,
    question: () => Promise<string>,
    { server }: McpServer,
    ctx: ServerContext,
  ): Promise<Interruption | undefined> {
    if (this.#mode === 'never' || !needsConfirmation(tool)) return undefined;
    const envelope = ctx.mcpReq.envelope as Record<string, unknown> | undefined;
    // The connection's era counts, even when a single call claims another.
    const isNewerEra = (server.getNegotiatedProtocolVersion() ?? '') >= newerEraRevision;
    const capabilities = isNewerEra ? envelope?.[CLIENT_CAPABILITIES_META_KEY] : server.getClientCapabilities();
    // Capabilities that cannot be read do not mean that the client cannot ask, so the call must not go ahead.
    if (!isSpecType.ClientCapabilities(capabilities)) {
      throw declined(
        'This client has not said in a known form what it can do, so nobody could be asked; nothing was sent.',
      );
    }
    const digest = digestOf(tool, args);
    if (isNewerEra && (await this.#closeAnsweredQuestion(ctx, digest))) {
      checkAnswer(ctx.mcpReq.inputResponses?.confirm);
      return undefined;
    }
    if (!canAsk(capabilities)) {
      if (this.#mode === 'auto') return undefined;
      throw declined('This server must ask a person first, but this client cannot ask; nothing was sent.');
    }
    const form = formFor(tool, await question());
    if (isNewerEra) return { question: await this.#inputRequired(form, digest) };
    checkAnswer(await elicit(server, form, ctx));
    return undefined;
  }

  async #inputRequired(form: ElicitRequestFormParams, digest: string): Promise<InputRequiredResult> {
    const now = Date.now();
    for (const [nonce, until] of this.#openNonces) if (until < now) this.#openNonces.delete(nonce);
    const nonce = randomBytes(12).toString('base64url');
    this.#openNonces.set(nonce, now + answerSeconds * 1000);
    return inputRequired({
      requestState: await this.#codec.mint({ digest, nonce }),
      inputRequests: { confirm: inputRequired.elicit(form) },
    });
  }

  /** Closes the open question about exactly this tool and these arguments. @returns whether the call answers it */
  async #closeAnsweredQuestion(ctx: ServerContext, digest: string): Promise<boolean> {
    const state = ctx.mcpReq.requestState<string>();
    if (typeof state !== 'string' || ctx.mcpReq.inputResponses?.confirm === undefined) return false;
    try {
      const questionState = await this.#codec.verify(state, ctx);
      return questionState.digest === digest && this.#openNonces.delete(questionState.nonce);
    } catch {
      return false;
    }
  }
}

const digestOf = (tool: Confirmable, args: Arguments): string =>
  createHash('sha256')
    .update(JSON.stringify([tool.name, args]))
    .digest('base64url');

/** Whether the client can show a form: one that declares `elicitation` without a mode can (MCP 2025-11-25, elicitation). */
function canAsk({ elicitation }: { elicitation?: unknown }): boolean {
  return typeof elicitation === 'object' && elicitation !== null && ('form' in elicitation || !('url' in elicitation));
}

const formFor = ({ title }: Confirmable, message: string): ElicitRequestFormParams => ({
  message,
  requestedSchema: {
    type: 'object',
    properties: { confirm: { type: 'boolean', title, description: 'Yes: do it now.' } },
    required: ['confirm'],
  },
});

async function elicit(
  server: McpServer['server'],
  form: ElicitRequestFormParams,
  ctx: ServerContext,
): Promise<unknown> {
  try {
    return await server.elicitInput(form, { signal: ctx.mcpReq.signal, timeout: answerSeconds * 1000 });
  } catch (cause) {
    // Nobody gets this failure when the call was cancelled: it has ended already (commands/running-calls.ts).
    throw declined('The client failed to ask the person, so no answer was given; nothing was sent.', cause);
  }
}

/** @throws Failure `declined` unless the person said yes */
function checkAnswer(answer: unknown): void {
  const { action, content } = (answer ?? {}) as { action?: unknown; content?: { confirm?: unknown } };
  if (action === 'accept' && content?.confirm === true) return;
  if (action === 'decline' || (action === 'accept' && content?.confirm === false)) {
    throw declined('The person said no; nothing was sent.');
  }
  throw declined('No answer was given; nothing was sent.');
}
