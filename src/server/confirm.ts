import { createHash, randomBytes } from 'node:crypto';
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Config } from '../config/index.js';
import { Failure } from '../failure.js';
import type { Arguments } from '../http/route.js';
import { type Callable, needsConfirmation } from '../tools/define.js';
import { mayAsk } from './question.js';

interface Question {
  digest: string;
  nonce: string;
}

const lifeSeconds = 600;

/**
 * Asks the person before anything is deleted or sent, in both protocol eras from one handler: the SDK turns the
 * `input_required` result into an elicitation where the client speaks the older era. An answer counts only for the
 * tool and arguments that it was asked for, within ten minutes, once.
 */
export class Confirmation {
  readonly #mode: Config['confirm'];
  readonly #codec = createRequestStateCodec<Question>({ key: randomBytes(32), ttlSeconds: lifeSeconds });
  readonly #open = new Map<string, number>();

  constructor(mode: Config['confirm']) {
    this.#mode = mode;
  }

  /**
   * Undefined when the call may go on, else the question to put to the person.
   * @param question says what to ask
   * @throws Failure `declined` when the person said no, or when nobody can be asked and must be
   */
  async check(
    tool: Callable,
    args: Arguments,
    question: () => Promise<string>,
    server: Server,
    ctx: ServerContext,
  ): Promise<InputRequiredResult | undefined> {
    if (!mayAsk(this.#mode, tool)) return undefined;
    const digest = createHash('sha256')
      .update(JSON.stringify([tool.name, args]))
      .digest('base64url');
    const answer = ctx.mcpReq.inputResponses?.confirm;
    if (answer !== undefined && (await this.#isOurs(ctx, digest))) {
      if (isYes(answer)) return undefined;
      throw declined('The person said no; nothing was sent.');
    }
    if (!canAsk(server, ctx)) {
      if (this.#mode === 'auto') return undefined;
      throw declined('This server must ask a person first, but this client cannot ask; nothing was sent.');
    }
    return this.#ask(tool, await question(), digest);
  }

  async #ask(tool: Callable, message: string, digest: string): Promise<InputRequiredResult> {
    const now = Date.now();
    for (const [nonce, until] of this.#open) if (until < now) this.#open.delete(nonce);
    const nonce = randomBytes(12).toString('base64url');
    this.#open.set(nonce, now + lifeSeconds * 1000);
    return inputRequired({
      requestState: await this.#codec.mint({ digest, nonce }),
      inputRequests: {
        confirm: inputRequired.elicit({
          message,
          requestedSchema: {
            type: 'object',
            properties: { confirm: { type: 'boolean', title: tool.title, description: 'Yes: do it now.' } },
            required: ['confirm'],
          },
        }),
      },
    });
  }

  async #isOurs(ctx: ServerContext, digest: string): Promise<boolean> {
    const state = ctx.mcpReq.requestState<string>();
    if (typeof state !== 'string') return false;
    try {
      const question = await this.#codec.verify(state, ctx);
      return question.digest === digest && this.#open.delete(question.nonce);
    } catch {
      return false;
    }
  }
}

/** The same refusal for callers that cannot ask at all (the command line). */
export function refuseUnasked(mode: Config['confirm'], tool: Callable): void {
  if (mode === 'always' && needsConfirmation(tool)) {
    throw declined(
      'PUZZEL_MCP_CONFIRM=always wants a person to be asked, which is not possible here; nothing was sent.',
    );
  }
}

function declined(message: string): Failure {
  return new Failure('declined', message, { hint: 'Do not try again unless the person asks for it.' });
}

function isYes(answer: unknown): boolean {
  const { action, content } = answer as { action?: unknown; content?: { confirm?: unknown } };
  return action === 'accept' && content?.confirm === true;
}

/** Form elicitation: declared per request in the newer era, at `initialize` in the older one. */
function canAsk(server: Server, ctx: ServerContext): boolean {
  const envelope = ctx.mcpReq.envelope as Record<string, unknown> | undefined;
  const declaredNow = envelope?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
  const elicitation = (declaredNow ?? server.getClientCapabilities())?.elicitation as
    | Record<string, unknown>
    | undefined;
  return elicitation !== undefined && ('form' in elicitation || !('url' in elicitation));
}
