import { Failure } from '../failure.js';
import { parseJson } from '../http/json.js';
import { type Place, readJson } from '../http/long-list.js';
import type { HttpAnswer } from '../http/request.js';
import { statusFailure } from '../http/status.js';

/** What wraps every ContactCentre5 answer; `code` 0 means success, id and message may be missing. */
export interface Envelope {
  result?: unknown;
  code: number | string;
  id?: unknown;
  message?: unknown;
}

/** The envelope of an answer, or undefined when the body is none: then a router or proxy spoke, not the operation. */
export function envelopeOf(text: string, parse = parseJson): Envelope | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const parsed = parse(text);
    return isEnvelope(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === 'object' && value !== null && 'code' in value && isPlain(value.code);

/** A code that is an object would be data of something else. */
const isPlain = (code: unknown) => code === null || typeof code === 'number' || typeof code === 'string';

/** Where a list of Puzzel's stands, with and without the envelope. */
const places: readonly Place[] = [['result'], ['result', 'entries'], [], ['entries']];

/**
 * The data of an answer, dates as they travel (dates.ts). An operation without data answers its envelope (`code`, `id`, `message`).
 * @param paged only pages of a list will be looked at: a long one stays a LongList
 * @throws Failure for every status but 2xx, for `code` other than 0 and for a body that is not JSON
 */
export function unwrap(answer: HttpAnswer, read: boolean, paged = false): unknown {
  const parse = paged ? (text: string) => readJson(text, places) : parseJson;
  const envelope = envelopeOf(answer.text, parse);
  if (answer.status < 200 || answer.status > 299) throw refusal(answer, envelope);
  if (!envelope) return bare(answer, parse);
  if (Number(envelope.code) !== 0) {
    throw new Failure('upstream', `Puzzel answered with code ${envelope.code}: ${wordsOf(envelope) ?? 'no message'}`, {
      status: answer.status,
      code: envelope.code,
      hint: 'Puzzel refused this for a reason of its own: read the message, correct the call, then try again.',
    });
  }
  const { result, ...rest } = envelope;
  const empty = result === undefined || result === null;
  return empty && !read ? rest : (result ?? null);
}

/** The refused answer as a Failure, with Puzzel's own code and message. */
export function refusal(answer: HttpAnswer, envelope: Envelope | undefined = envelopeOf(answer.text)): Failure {
  return statusFailure('Puzzel', answer, {
    message: envelope ? wordsOf(envelope) : undefined,
    code: envelope?.code,
  });
}

const wordsOf = (envelope: Envelope): string | undefined =>
  typeof envelope.message === 'string' && envelope.message !== '' ? envelope.message : undefined;

/** Not every operation is sure to use the envelope (login does not): other JSON is data as it is. */
function bare(answer: HttpAnswer, parse: typeof parseJson): unknown {
  if (answer.text.trim() === '') return null;
  try {
    return parse(answer.text);
  } catch (cause) {
    throw new Failure('upstream', 'Puzzel answered 200, but not with JSON; nothing can be said about the result.', {
      status: answer.status,
      hint: 'Check PUZZEL_API_URL: a login page or a proxy may have answered. After a write, read what became of it.',
      cause,
    });
  }
}
