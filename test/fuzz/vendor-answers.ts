import type { ServerResponse } from 'node:http';
import fc, { type Arbitrary } from 'fast-check';
import { anyText } from '../support/any-text.js';

/** An HTTP answer, or the end of the connection instead of one. */
export interface VendorAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
  /** Ends the connection after the header (`body`), or before it (`answer`). */
  dies?: 'body' | 'answer' | undefined;
}

/** Sends the answer. */
export function write(response: ServerResponse, { status, headers, body, dies }: VendorAnswer): void {
  if (dies === 'answer') {
    response.destroy();
    return;
  }
  response.writeHead(status, headers);
  if (dies === 'body') {
    response.write(body);
    setImmediate(() => response.destroy());
  } else {
    response.end(body);
  }
}

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
export const anyJson: Arbitrary<unknown> = fc.letrec<{ any: unknown }>((tie) => ({
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

const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}0${close.repeat(depth)}`;

/** Bodies as the vendors wrap them, with anything inside. */
const wrapped: Arbitrary<unknown> = fc.oneof(
  fc.record(
    { result: anyJson, code: fc.oneof(fc.constant(0), anyJson), id: anyJson, message: anyJson },
    { requiredKeys: ['code'] },
  ),
  fc.record({
    errors: fc.oneof(anyJson, fc.array(fc.record({ attr: anyJson, code: anyJson, detail: anyJson, meta: anyJson }))),
  }),
  fc.array(fc.record({ id: anyJson, status: anyJson, content: anyJson, createdAt: anyJson, type: anyJson }), {
    maxLength: 60,
  }),
);

const manyNames = fc.integer({ min: 1, max: 30_000 }).map((count) => {
  const members = Array.from({ length: count }, (_, index) => `"member${index}":${index}`);
  return `{"code":0,"result":{${members.join(',')}}}`;
});

const body: Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: wrapped.map((value) => JSON.stringify(value)) },
  { weight: 4, arbitrary: anyJson.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 400 }) },
  { weight: 2, arbitrary: anyText() },
  { weight: 1, arbitrary: fc.string().map((text) => `\ufeff${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '<html></html>', 'null', '{"code":0', 'a,b\n"1', '{"a":1}\n{"b"') },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((depth) => nested(depth, '[', ']')) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 20_000 }).map((depth) => `{"code":0,"result":${nested(depth, '{"a":', '}')}}`),
  },
  { weight: 1, arbitrary: manyNames },
  { weight: 1, arbitrary: anyJson.map((value) => `{"n":12345678901234567890,"v":${JSON.stringify(value)}}`) },
);

/** Text that is valid in a header. */
const headerText = fc.oneof(
  fc.stringMatching(/^[\x20-\x7e\xa0-\xff]{0,60}$/).map((text) => text.trim()),
  fc.constantFrom(
    'http://',
    '//',
    'https://[',
    '%',
    '/api/v1/customers/%zz',
    '/api/v1/customer-profiles/new-id',
    '9'.repeat(500),
  ),
);

const headers: Arbitrary<Record<string, string>> = fc.record(
  {
    'content-type': fc.oneof(
      fc.constantFrom('application/json', 'text/csv', 'text/html', 'audio/wav', 'application/jsonl', ''),
      headerText,
    ),
    'content-encoding': fc.oneof(fc.constantFrom('gzip', 'br', 'deflate', 'identity'), headerText),
    'content-disposition': fc.oneof(
      headerText,
      headerText.map((name) => `attachment; filename="${name}"`),
    ),
    location: headerText,
    'retry-after': headerText,
    'ratelimit-limit': headerText,
    'x-ratelimit-reset': headerText,
    ratelimit: headerText,
    'gladly-limited-data': headerText,
  },
  { requiredKeys: [] },
);

const status = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(200, 200, 200, 201, 202, 204, 301, 303, 400, 401, 403, 404, 405, 409, 422, 429),
  },
  { weight: 2, arbitrary: fc.integer({ min: 200, max: 599 }) },
);

/** Anything that a server can say over HTTP. */
export const vendorAnswer: Arbitrary<VendorAnswer> = fc.record({
  status,
  headers: fc.oneof(fc.constant({ 'content-type': 'application/json' }), headers),
  body,
  dies: fc.oneof(
    { weight: 12, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom('body' as const, 'answer' as const) },
  ),
});
