import type { Socket } from 'node:net';

/**
 * Guard for nodejs/undici#5360. When a connection ends or breaks while nobody reads its answer (the disk is slower than
 * the vendor), the parser of undici 7 is paused, and undici throws an assertion where nobody can catch it: the process
 * ends. It is mended in undici 8, which needs Node 22; this file goes with Node 20.
 *
 * This is the only place that touches what undici keeps for itself; test/http/undici-5360.test.ts shows the crashes.
 */
export function guardAgainst5360<S extends Socket>(socket: S): S {
  socket.prependListener('end', () => {
    const parser = parserOf(socket);
    // Everything that came has been parsed; of a message of a known length it remains to be seen that it is complete.
    parser?.resume();
    // A body without a length is paused again by that; undici ends it itself and needs the parser to be running.
    if (!parser?.paused || !parser.ptr) return;
    parser.llhttp.llhttp_resume(parser.ptr);
    parser.paused = false;
  });
  return socket.prependListener('error', () => {
    const parser = parserOf(socket);
    // Else undici takes what came of a body without a length for the whole, although the connection broke.
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
