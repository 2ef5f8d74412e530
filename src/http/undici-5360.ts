import type { Socket } from 'node:net';

/**
 * Guard for nodejs/undici#5360. When a connection ends or breaks while nobody reads its answer (the disk is slower than
 * the vendor), the parser of undici 7 is paused, and undici throws an assertion where nobody can catch it: the process
 * ends. It is fixed in undici 8, which needs Node 22; this file can be removed together with Node 20.
 *
 * Only this file touches what is private to undici; test/http/undici-5360.test.ts shows the crashes.
 */
export function guardAgainst5360<S extends Socket>(socket: S): S {
  socket.prependListener('end', () => {
    const parser = parserOf(socket);
    // All bytes have been parsed; once resumed, the parser notices that a message of a known length is complete.
    parser?.resume();
    // A body without a length pauses the parser again; undici ends such a body itself, for which the parser must run.
    if (!parser?.paused || !parser.ptr) return;
    parser.llhttp.llhttp_resume(parser.ptr);
    parser.paused = false;
  });
  return socket.prependListener('error', () => {
    const parser = parserOf(socket);
    // Unless this is set, undici takes a body without a length for complete when the connection breaks.
    if (parser) parser.shouldKeepAlive = true;
  });
}

/** What undici 7 keeps at a socket: `ptr` is null once the parser is gone, `resume` does nothing unless it is paused. */
interface Parser {
  paused: boolean;
  ptr: number | null;
  shouldKeepAlive: boolean;
  resume: () => void;
  llhttp: { llhttp_resume: (parser: number) => void };
}

function parserOf(socket: Socket): Parser | null | undefined {
  const key = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'parser');
  return key && Reflect.get(socket, key);
}
