import { type AnswerSource, answerData } from '../api/answer-data.js';
import { isSuccessCode, saysRefused, saysSuccess } from '../api/refusals.js';
import type { AnsweredBy } from '../api/route-resolver.js';
import { statusFailure } from '../api/status.js';
import { isFilled, vendorWords, withLowerCaseNames, wordsOf } from '../api/vendor-words.js';
import { Failure } from '../failure.js';
import type { HttpAnswer } from '../http/request.js';
import { isObject, jsonIn, looksLikeJson, scalarText } from '../json.js';

/** What wraps the answers of ContactCentre5; `code` 0 means success, id and message may be missing. */
interface Envelope {
  result?: unknown;
  code: number | string | null;
  id?: unknown;
  message?: unknown;
}

/**
 * Who answered: an envelope, or JSON or a file with a status of success, comes from the operation, and so does a 404 with
 * an error code in ServiceStack's `responseStatus` (inferred): then a record is missing, not the route.
 */
export function answeredBy(answer: { status: number; text: string; file?: unknown }): AnsweredBy {
  const { status, text, file } = answer;
  // Only refusals are parsed here, since data may be long.
  if (file !== undefined || (status < 300 && looksLikeJson(text))) return 'operation';
  const body = looksLikeJson(text) ? jsonIn(text) : undefined;
  const { errorcode } = withLowerCaseNames(withLowerCaseNames(body).responsestatus);
  if (envelopeIn(body) !== undefined || (status === 404 && isFilled(errorcode))) return 'operation';
  return status === 404 || status === 405 ? 'router' : 'unknown';
}

/**
 * The envelope with its names in lower case. A code that is no number, text or null counts only when all members are those
 * of an envelope; otherwise the value is data.
 */
function envelopeIn(value: unknown): Envelope | undefined {
  if (!isObject(value)) return undefined;
  const members = withLowerCaseNames(value);
  const { code } = members;
  if (code === null || typeof code === 'number' || typeof code === 'string') return { ...members, code };
  const isEnvelopeOnly = Object.keys(members).every((name) => ['code', 'id', 'message', 'result'].includes(name));
  return code !== undefined && isEnvelopeOnly ? { ...members, code: JSON.stringify(code) } : undefined;
}

/** Code 0 is success. With an empty code, a message without a result is a refusal, unless its words say success. */
function isSuccess({ code, message, result }: Envelope): boolean {
  if (code === null || code === '')
    return (result ?? undefined) !== undefined || !isFilled(message) || saysSuccess(scalarText(message));
  return isSuccessCode(code);
}

/**
 * The data of an answer, dates in Puzzel's form (dates.ts). A write without data gives its envelope (`code`, `id`,
 * `message`), or null without a body. Not every operation uses the envelope: other JSON is data as it is.
 * @throws Failure for a status other than 2xx, a refusal, a body that is not JSON and a read without a body
 */
export async function unwrap(answer: HttpAnswer, isRead: boolean): Promise<unknown> {
  if (answer.status < 200 || answer.status > 299) throw refusal(answer);
  const data = await answerData(answer, answerSource, !isRead);
  if (data === undefined) return null;
  const envelope = envelopeIn(data);
  if (envelope === undefined) {
    if (saysRefused(data, isRead ? 'read' : 'write') || (data === false && !isRead)) throw refusal(answer);
    return data;
  }
  const { result, ...rest } = envelope;
  if (!isSuccess(envelope)) throw envelopeRefusal(envelope, answer.status);
  // The envelope says that the operation was carried out, but its result says that nothing was done.
  if (!isRead && (result === false || (isObject(result) && saysRefused(result, 'write')))) {
    throw statusFailure('Puzzel', answer, wordsOf(result === false ? rest : result));
  }
  if (isRead) return result ?? null;
  return holdsData(result) ? result : rest;
}

/** Whether the result of a write is data. `true` and whatever is empty say no more than the code does. */
const holdsData = (result: unknown): boolean => typeof result === 'number' || (isFilled(result) && result !== true);

/** The refused answer as a Failure, with Puzzel's own code and message. */
export const refusal = (answer: HttpAnswer): Failure => statusFailure('Puzzel', answer, vendorWords(answer));

function envelopeRefusal(envelope: Envelope, status: number): Failure {
  const { code } = envelope;
  const { message = 'no message', details } = wordsOf(envelope);
  return new Failure('upstream', `Puzzel answered with code ${code}: ${message}`, {
    status,
    code: code ?? undefined,
    details,
    hint: 'Puzzel refused this for a reason of its own: read the message, correct the call, then try again.',
  });
}

const answerSource: AnswerSource = { vendor: 'Puzzel', setting: 'PUZZEL_API_URL' };
