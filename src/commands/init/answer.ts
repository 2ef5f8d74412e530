import * as prompts from '@clack/prompts';

/** The person has left the interview: with Ctrl-C, with Escape, or with "no" at the end. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Waits for the answer to a question. @throws Cancelled when the person leaves instead */
export async function answer<T>(question: Promise<T | typeof prompts.CANCEL_SYMBOL>): Promise<T> {
  const value = await question;
  if (prompts.isCancel(value)) throw new Cancelled();
  return value;
}
