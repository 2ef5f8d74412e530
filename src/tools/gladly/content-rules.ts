import * as z from 'zod';
import { Failure } from '../../failure.js';
import { object, text } from '../arguments.js';

/** The options that a customer is offered. Gladly documents the characters of an id, and for each use of them the longest id and label. */
export const choices = (about: string, { id, label }: { id?: { max: number }; label: { max: number } }) =>
  z
    .array(object({ id: text('letters, digits, -, _', id), label: text('label', label) }))
    .refine(({ length }) => length >= 1 && length <= 10, 'must be 1 to 10 choices')
    .refine((all) => all.every((one) => /^[\w-]+$/.test(one.id)), 'every id must hold letters, digits, - and _ alone')
    .refine((all) => new Set(all.map((one) => one.id)).size === all.length, 'no two ids may be the same')
    .meta({ description: about });

/**
 * The arguments unchanged, when their content holds what its type needs: Gladly would send some messages empty.
 * @param needed the members that each type needs, as the vendor documents them
 * @throws Failure `invalid_input` that names what is missing
 */
export function checkedContent<T extends { content: object }>(
  args: T,
  type: string | undefined,
  needed: Record<string, readonly string[]>,
): T {
  const given = Object.entries(args.content).filter(([, value]) =>
    Array.isArray(value) ? value.length > 0 : value !== '',
  );
  const missing = (needed[type ?? ''] ?? []).filter((name) => !given.some(([one]) => one === name));
  if (missing.length === 0) return args;
  throw new Failure('invalid_input', `${type} needs content.${missing.join(' and content.')}.`, {
    hint: 'Give it and call again. Nothing was sent.',
  });
}
