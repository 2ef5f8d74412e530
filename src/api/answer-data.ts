import { Failure } from '../failure.js';
import type { HttpAnswer } from '../http/request.js';
import { parseJsonInTurns } from '../json.js';

/** Who answered, and the setting that holds its address: for error messages. */
export interface Answerer {
  vendor: string;
  setting: string;
}

/**
 * The JSON of an answer; undefined when its body is empty.
 * @throws Failure `upstream` for anything that is no JSON, or more JSON than is read (limits.ts)
 */
export async function answerData({ text, status }: HttpAnswer, { vendor, setting }: Answerer): Promise<unknown> {
  if (text.trim() === '') return undefined;
  try {
    return await parseJsonInTurns(text);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('upstream', `${vendor} answered ${status}, but not with data that can be read.`, {
      status,
      hint: `Check ${setting}: a login page or a proxy may have answered. After a write, read what became of it.`,
      cause,
    });
  }
}
