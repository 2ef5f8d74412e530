import type { Socket } from 'node:net';

/**
 * Guard for nodejs/undici#5360. When a connection ends while nobody reads its answer (the disk is slower than the
 * vendor), the parser of undici 7 is paused, and undici throws an assertion where nobody can catch it: the process ends.
 * It is mended in undici 8, which needs Node 22; this file goes with Node 20. So the parser is woken before undici hears
 * of the end: everything that came has been through it by then.
 *
 * This is the only place that touches what undici keeps for itself; test/http/undici-5360.test.ts shows the crash.
 */
export function guardAgainst5360<S extends Socket>(socket: S): S {
  return socket.prependListener('end', () => {
    const key = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'parser');
    const parser: unknown = key && Reflect.get(socket, key);
    if (!isParser(parser) || !parser.paused) return;
    parser.llhttp.llhttp_resume(parser.ptr);
    parser.paused = false;
  });
}

/** What undici 7 keeps at a socket. */
interface Parser {
  paused: boolean;
  ptr: number;
  llhttp: { llhttp_resume: (parser: number) => void };
}

const isParser = (value: unknown): value is Parser =>
  typeof value === 'object' && value !== null && 'paused' in value && 'ptr' in value && 'llhttp' in value;
