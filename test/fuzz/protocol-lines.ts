import fc, { type Arbitrary } from 'fast-check';
import { modernMeta } from '../support/server-process.js';
import { anyJsonValue } from './any-json-value.js';

const meta = modernMeta();

/** Messages that a client is likely to send, mostly valid. Numeric ids are below 1,000,000, where those of the test's own calls begin. */
const likelyMessage: Arbitrary<Record<string, unknown>> = fc
  .record({
    id: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.string(), fc.constantFrom(0, -1, 1.5, null)),
    shape: fc.constantFrom<Record<string, unknown>>(
      { method: 'ping' },
      { method: 'tools/list', params: {} },
      { method: 'tools/list', params: { cursor: 'x', _meta: meta } },
      { method: 'server/discover', params: { _meta: meta } },
      { method: 'tools/call', params: { name: 'list_all_puzzel_queues', arguments: {} } },
      { method: 'tools/call', params: { name: 'list_all_gladly_agents', arguments: { limit: '3' }, _meta: meta } },
      { method: 'tools/call', params: { name: 'no_such_tool', arguments: [] } },
      { method: 'resources/templates/list' },
      { method: 'logging/setLevel', params: { level: 'debug' } },
      { method: 'notifications/cancelled', params: { requestId: 1 } },
      { method: 'notifications/initialized' },
      { method: 'initialize', params: { protocolVersion: '1999-01-01', capabilities: {}, clientInfo: {} } },
      { result: {} },
      { error: { code: -1, message: 'from the client' } },
    ),
    hasId: fc.boolean(),
  })
  .map(({ id, shape, hasId }) => ({ jsonrpc: '2.0', ...(hasId && { id }), ...shape }));

/** A likely message with one member replaced, added or removed; `path` has its index, then those of the members that lead to it. */
const changedMessage: Arbitrary<unknown> = fc
  .tuple(likelyMessage, fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 4 }), anyJsonValue, fc.boolean())
  .map(([message, path, value, isRemoved]) => {
    const copy = structuredClone(message);
    let place: Record<string, unknown> = copy;
    for (const step of path.slice(1)) {
      const inner = Object.values(place)[step];
      if (typeof inner === 'object' && inner !== null) place = inner as Record<string, unknown>;
    }
    const name = Object.keys(place)[path[0] ?? 0] ?? 'unheardOf';
    if (isRemoved) delete place[name];
    else place[name] = value;
    return copy;
  });

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value) ?? 'undefined');

/** A likely message with some bytes overwritten or its end cut off, but without a newline, which would make two lines of it. */
const damagedLine = fc
  .tuple(likelyMessage, fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }), fc.nat(400))
  .map(([message, changes, end]) => {
    const bytes = bytesOf(message);
    for (const [at, byte] of changes) if (at < bytes.length && byte !== 10) bytes[at] = byte;
    return bytes.subarray(0, Math.max(1, end));
  });

/** One line on standard input, without its newline. */
export const protocolLine: Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: likelyMessage.map(bytesOf) },
  { weight: 6, arbitrary: changedMessage.map(bytesOf) },
  { weight: 4, arbitrary: damagedLine },
  { weight: 1, arbitrary: fc.array(likelyMessage, { maxLength: 4 }).map(bytesOf) },
  { weight: 1, arbitrary: anyJsonValue.map(bytesOf) },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes.filter((b) => b !== 10))),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((depth) => nestedMessage(depth)) },
);

/** A call whose arguments nest an object and a list that many times. */
export function nestedMessage(depth: number, id = 1): Buffer {
  const value = `${'{"a":['.repeat(depth)}${']}'.repeat(depth)}`;
  const params = `{"name":"list_all_puzzel_queues","arguments":${value}}`;
  return Buffer.from(`{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":${params}}`);
}
