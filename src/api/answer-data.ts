import { Failure } from '../failure.js';
import { afterWrite } from '../http/network-failure.js';
import type { HttpAnswer } from '../http/request.js';
import { parseJsonInTurns } from '../json.js';

/** The API that an answer came from, and the setting that holds its address: for error messages. */
export interface AnswerSource {
  vendor: string;
  setting: string;
}

/**
 * The JSON of an answer; undefined when its body is empty.
 * @param mayBeEmpty whether an empty body counts as an answer, as it does after a write
 * @throws Failure `upstream` for anything that is no JSON, or more JSON than is read (limits.ts)
 */
export async function answerData(
  { text, status }: HttpAnswer,
  { vendor, setting }: AnswerSource,
  mayBeEmpty: boolean,
): Promise<unknown> {
  const unreadable = (what: string, cause?: unknown) =>
    new Failure('upstream', `${vendor} answered ${status}, but ${what}.`, {
      status,
      hint: `Check ${setting}: a login page or a proxy may have answered. ${afterWrite}`,
      cause,
    });
  if (text.trim() === '') {
    if (mayBeEmpty) return undefined;
    throw unreadable('without any data');
  }
  try {
    return await parseJsonInTurns(text);
  } catch (cause) {
    throw cause instanceof Failure ? cause : unreadable('not with data that can be read', cause);
  }
}
