import { createHash, randomBytes } from 'node:crypto';
import type { Arguments } from '../../api/route.js';
import { Failure, type FailureKind } from '../../failure.js';
import { id } from '../arguments.js';
import type { Outcome } from '../define.js';
import { problemsOf } from './problems.js';

/** The argument `id` of a create, URL-safe and at most 50 characters (gladly.md, k). Without it {@link OwnIds} makes one. */
export const ownId = () =>
  id('own id')
    .refine((value) => /^[\w.~-]{0,50}$/.test(value), 'must be 50 characters at most: letters, digits, - and _')
    .optional();

/** Kinds of failures without an answer: whether the create happened is unknown. */
const kindsWithoutAnswer: readonly FailureKind[] = ['timeout', 'network', 'cancelled'];

/** Values of `attr` in Gladly's errors about an id that is taken. */
const idAttributes = ['id', 'newConversationItems'];

/**
 * Ids for creates that accept one, since Gladly has no Idempotency-Key (gladly.md, k). When a create got no answer, its
 * id is kept: the same call then sends it again, and the error `taken` means that the first attempt had worked.
 */
export class OwnIds {
  /** By the digest of a call. */
  readonly #keptIds = new Map<string, string>();

  constructor(readonly maxKeptIds = 200) {}

  /** Sends a create with an id: that of `args`, the one kept for the same call, or a new one. */
  async send(tool: string, args: Arguments, send: (args: Arguments) => Promise<Outcome>): Promise<Outcome> {
    if (args.id !== undefined && args.id !== '') return send(args);
    // A digest, so that no customer's text stays in memory.
    const key = createHash('sha256')
      .update(JSON.stringify([tool, args], withSortedMembers))
      .digest('base64');
    const keptId = this.#keptIds.get(key);
    const id = keptId ?? randomId();
    try {
      const outcome = await send({ ...args, id });
      this.#keptIds.delete(key);
      return outcome;
    } catch (error) {
      if (isOutcomeUnknown(error)) this.#keep(key, id);
      if (keptId !== undefined && isTaken(error, id)) {
        this.#keptIds.delete(key);
        return { data: { id }, hint: 'The earlier attempt, which got no answer, had made it; nothing was made twice.' };
      }
      throw error;
    }
  }

  #keep(key: string, id: string): void {
    this.#keptIds.delete(key);
    this.#keptIds.set(key, id);
    const [oldestKey] = this.#keptIds.keys();
    if (this.#keptIds.size > this.maxKeptIds && oldestKey !== undefined) this.#keptIds.delete(oldestKey);
  }
}

/** A new id in Gladly's own form: 22 URL-safe characters. */
export const randomId = (): string => randomBytes(16).toString('base64url');

function isOutcomeUnknown(error: unknown): boolean {
  if (!(error instanceof Failure)) return true;
  const { kind, status = 500 } = error;
  // After an unreadable answer with a success status the create may have happened; a 408 may come from a proxy.
  const isRefusal = status >= 300 && status < 500 && status !== 408;
  return kindsWithoutAnswer.includes(kind) || (kind === 'upstream' && !isRefusal);
}

/** POST /tasks and task comments document no 409 (gladly.md, k), so the error's code decides, not its status. */
function isTaken(error: unknown, id: string): boolean {
  if (!(error instanceof Failure)) return false;
  return problemsOf(error).some(
    ({ code, attr, meta }) =>
      code === 'taken' && (idAttributes.includes(attr ?? 'id') || meta?.id === id || meta?.existingAnswerId === id),
  );
}

/** For JSON.stringify: members in the order of their names, so that the same arguments make the same text. */
function withSortedMembers(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
