import * as z from 'zod';
import { Failure } from '../../failure.js';
import { object, text } from '../arguments.js';

/** Options of which a customer chooses one. Gladly documents the characters of an id; the longest id and label differ by tool. */
export const choices = (about: string, { id, label }: { id?: { max: number }; label: { max: number } }) =>
  z
    .array(object({ id: text('letters, digits, -, _', id), label: text('label', label) }))
    .refine(({ length }) => length >= 1 && length <= 10, 'must be 1 to 10 choices')
    .refine(
      (list) => list.every((choice) => /^[\w-]+$/.test(choice.id)),
      'every id must consist of letters, digits, - and _',
    )
    .refine((list) => new Set(list.map((choice) => choice.id)).size === list.length, 'no two ids may be the same')
    .meta({ description: about });

/**
 * The arguments, unchanged. They are checked because Gladly would send some messages without their content.
 * @param membersByType the members of `content` that each type needs, as the vendor documents them
 * @throws Failure `invalid_input` that names the members that are missing
 */
export function checkedContent<T extends { content: object }>(
  args: T,
  type: string | undefined,
  membersByType: Record<string, readonly string[]>,
): T {
  const filledMembers = Object.entries(args.content).filter(([, value]) =>
    Array.isArray(value) ? value.length > 0 : value !== '',
  );
  const missingMembers = (membersByType[type ?? ''] ?? []).filter(
    (name) => !filledMembers.some(([filled]) => filled === name),
  );
  if (missingMembers.length === 0) return args;
  throw new Failure('invalid_input', `${type} needs content.${missingMembers.join(' and content.')}.`, {
    hint: 'Give it and call again. Nothing was sent.',
  });
}
