import type { ServerResponse } from 'node:http';
import fc, { type Arbitrary } from 'fast-check';
import { anyText } from '../support/any-text.js';
import { anyJsonValue } from './any-json-value.js';

/** An HTTP answer, or the end of the connection instead of one. */
export interface VendorAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
  /** Where the connection ends too early. */
  endsEarly?: 'in the body' | 'before the header' | undefined;
}

export function sendAnswer(response: ServerResponse, { status, headers, body, endsEarly }: VendorAnswer): void {
  if (endsEarly === 'before the header') {
    response.destroy();
    return;
  }
  response.writeHead(status, headers);
  if (endsEarly === 'in the body') {
    response.write(body);
    setImmediate(() => response.destroy());
  } else {
    response.end(body);
  }
}

const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}0${close.repeat(depth)}`;

/** Bodies as the vendors wrap them, with anything inside. */
const wrapped: Arbitrary<unknown> = fc.oneof(
  fc.record(
    { result: anyJsonValue, code: fc.oneof(fc.constant(0), anyJsonValue), id: anyJsonValue, message: anyJsonValue },
    { requiredKeys: ['code'] },
  ),
  fc.record({
    errors: fc.oneof(
      anyJsonValue,
      fc.array(fc.record({ attr: anyJsonValue, code: anyJsonValue, detail: anyJsonValue, meta: anyJsonValue })),
    ),
  }),
  fc.array(
    fc.record({
      id: anyJsonValue,
      status: anyJsonValue,
      content: anyJsonValue,
      createdAt: anyJsonValue,
      type: anyJsonValue,
    }),
    {
      maxLength: 60,
    },
  ),
);

const manyMembers = fc.integer({ min: 1, max: 30_000 }).map((count) => {
  const members = Array.from({ length: count }, (_, index) => `"member${index}":${index}`);
  return `{"code":0,"result":{${members.join(',')}}}`;
});

const body: Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: wrapped.map((value) => JSON.stringify(value)) },
  { weight: 4, arbitrary: anyJsonValue.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 400 }) },
  { weight: 2, arbitrary: anyText() },
  { weight: 1, arbitrary: fc.string().map((text) => `\ufeff${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '<html></html>', 'null', '{"code":0', 'a,b\n"1', '{"a":1}\n{"b"') },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((depth) => nested(depth, '[', ']')) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 20_000 }).map((depth) => `{"code":0,"result":${nested(depth, '{"a":', '}')}}`),
  },
  { weight: 1, arbitrary: manyMembers },
  { weight: 1, arbitrary: anyJsonValue.map((value) => `{"n":12345678901234567890,"v":${JSON.stringify(value)}}`) },
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

/** Any HTTP answer of a vendor. */
export const vendorAnswer: Arbitrary<VendorAnswer> = fc.record({
  status,
  headers: fc.oneof(fc.constant({ 'content-type': 'application/json' }), headers),
  body,
  endsEarly: fc.oneof(
    { weight: 12, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom('in the body' as const, 'before the header' as const) },
  ),
});
