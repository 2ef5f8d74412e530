import * as z from 'zod';
import { Failure } from '../../failure.js';
import { object, text } from '../arguments.js';

/** Options of which a customer chooses one. Gladly documents the characters of an id; the longest id and label differ by tool. */
export const choices = (about: string, { id, label }: { id?: { max: number }; label: { max: number } }) =>
  z
    .array(object({ id: text('letters, digits, -, _', id), label: text('label', label) }))
    .refine(({ length }) => length >= 1 && length <= 10, 'must be 1 to 10 choices')
    .refine((all) => all.every((one) => /^[\w-]+$/.test(one.id)), 'every id must hold letters, digits, - and _ alone')
    .refine((all) => new Set(all.map((one) => one.id)).size === all.length, 'no two ids may be the same')
    .meta({ description: about });

/**
 * The arguments, unchanged. They are checked because Gladly would send some messages without their content.
 * @param needed the members of `content` that each type needs, as the vendor documents them
 * @throws Failure `invalid_input` that names the members that are missing
 */
export function checkedContent<T extends { content: object }>(
  args: T,
  type: string | undefined,
  needed: Record<string, readonly string[]>,
): T {
  const filled = Object.entries(args.content).filter(([, value]) =>
    Array.isArray(value) ? value.length > 0 : value !== '',
  );
  const missing = (needed[type ?? ''] ?? []).filter((name) => !filled.some(([one]) => one === name));
  if (missing.length === 0) return args;
  throw new Failure('invalid_input', `${type} needs content.${missing.join(' and content.')}.`, {
    hint: 'Give it and call again. Nothing was sent.',
  });
}
