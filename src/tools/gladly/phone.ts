import { Failure } from '../../failure.js';

/** Spaces, dots, slashes, brackets, dashes and invisible characters that people and documents put into numbers. */
const separators = /[\s.\-/()[\]\u00ad\u2010-\u2015\u2212\u200b-\u200f\u202a-\u202e\u2060]/g;

/** In characters: no number with all its spaces and brackets is longer. */
const maxLength = 64;

/**
 * Brings a phone number as people type it into E.164, the only form that Gladly takes in searches, SMS, tasks and items
 * (gladly.md, k): `+1 (555) 019-8472`, `tel:+1-555-019-8472` and `0047 21 89 85 66` are understood.
 * @throws Failure `invalid_input` when the country code is missing or it is no phone number
 */
export function e164(typed: string, argument: string): string {
  if (typed.length > maxLength) throw notAPhoneNumber(typed, argument);
  const compactNumber = typed
    .trim()
    .replace(/^tel:/i, '')
    // The trunk zero of "+44 (0)20 …" is not dialled from abroad.
    .replace(/^(\s*(?:\+|00)\s*\d{1,3}[\s.-]*)\(0\)/, '$1')
    .replace(separators, '')
    .replace(/^00/, '+');
  if (/^\+[1-9]\d{6,14}$/.test(compactNumber)) return compactNumber;
  if (/^\d{3,}$/.test(compactNumber)) {
    throw new Failure('invalid_input', `The phone number "${typed}" in ${argument} has no country code.`, {
      hint: 'Put + and the country code in front, as in +15550198472 or +4721898566. Do not guess the country: ask.',
    });
  }
  throw notAPhoneNumber(typed, argument);
}

const notAPhoneNumber = (typed: string, argument: string): Failure =>
  new Failure('invalid_input', `"${typed.slice(0, maxLength)}" in ${argument} is not a phone number.`, {
    hint: 'Give + with the country code and digits only, without an extension: +15550198472.',
  });
