import * as prompts from './prompts.js';

/** Ctrl-C, Escape, or "no" at the end. */
export class Left extends Error {
  override readonly name = 'Left';
}

/** @throws Left when the person breaks off */
export async function answer<T>(asked: Promise<T | typeof prompts.CANCEL_SYMBOL>): Promise<T> {
  const given = await asked;
  if (prompts.isCancel(given)) throw new Left();
  return given;
}
