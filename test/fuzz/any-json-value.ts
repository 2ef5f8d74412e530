import fc, { type Arbitrary } from 'fast-check';
import { anyText } from '../support/any-text.js';

/** Names that mean something to JavaScript or to the vendors' envelopes. */
const specialName = fc.constantFrom(
  ...['__proto__', 'constructor', 'toString', 'valueOf', 'toJSON', 'length', 'then', 'hasOwnProperty'],
  ...['id', 'code', 'result', 'message', 'errors', 'entries', 'content', 'type', 'status', 'meta', 'attr', 'detail'],
);
const specialText = fc.constantFrom(
  ...['', '\ud800', '\u0000', '\u202e', '/Date(1767016200000-0000)/', '/Date(99999999999999999)/', '/Date(--1)/'],
  ...['9'.repeat(400), 'x'.repeat(150_000), '<script>', 'CLOSED', 'moved', 'invalid_state', '%zz', '2026-01-01'],
);
const specialNumber = fc.constantFrom(0, -0, 1e308, -1, 2 ** 53, 2 ** 63, 1e21, 401, 0.1);

/** Any JSON value, with a preference for what has broken programs before. */
export const anyJsonValue: Arbitrary<unknown> = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(anyText(), specialText, fc.double({ noNaN: true }), specialNumber, fc.boolean(), fc.constant(null)),
    fc.array(tie('any'), { maxLength: 5 }),
    fc.array(fc.tuple(fc.oneof(specialName, fc.string()), tie('any')), { maxLength: 6 }).map(objectOf),
  ),
})).any;

/** An object in which `__proto__` is a member like any other, as JSON.parse makes it. */
function objectOf(members: [string, unknown][]): unknown {
  const made = {};
  for (const [name, value] of members) {
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
}
