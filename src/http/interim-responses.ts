import type { Socket } from 'node:net';
import { limits } from '../limits.js';

/** The beginning of an interim response; 101 is left out, since it ends HTTP. */
const interim = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r]/;
const exampleHead = 'HTTP/1.1 100 ';
const headEnd = Buffer.from('\r\n\r\n');

/**
 * Takes interim responses (1xx) out of what a socket receives: a client ignores those that it did not ask for
 * (RFC 9110, 15.2), while undici ends the connection at a `100 Continue`. They come only before an answer: in what is read
 * first after something was written.
 */
export function withoutInterimResponses<S extends Socket>(socket: S): S {
  const read = socket.read.bind(socket);
  let written = -1;
  let isBeforeAnswer = false;
  let held: Buffer | undefined;
  socket.read = (size?: number): unknown => {
    for (;;) {
      const chunk: unknown = read(size);
      if (!Buffer.isBuffer(chunk)) return chunk;
      if (socket.bytesWritten !== written) [written, isBeforeAnswer] = [socket.bytesWritten, true];
      if (!isBeforeAnswer) return chunk;
      const rest = afterInterim(held ? Buffer.concat([held, chunk]) : chunk);
      const isUnfinished = mayStartInterim(rest) && rest.length <= limits.headerBytes;
      held = isUnfinished ? rest : undefined;
      if (isUnfinished || rest.length === 0) continue;
      isBeforeAnswer = false;
      return rest;
    }
  };
  return socket;
}

/** Whether an incomplete beginning of at least `HTTP/1.1 1` could become an interim response. */
function mayStartInterim(bytes: Buffer): boolean {
  // Fewer bytes are passed on at once: from the first byte of an answer on, a request is not repeated (client.ts).
  const text = bytes.toString('latin1', 0, exampleHead.length);
  return text.length >= 'HTTP/1.1 1'.length && interim.test(text + exampleHead.slice(text.length));
}

const startsInterim = (bytes: Buffer): boolean => interim.test(bytes.toString('latin1', 0, exampleHead.length));

/** What follows the complete interim responses at the beginning. */
function afterInterim(bytes: Buffer): Buffer {
  let rest = bytes;
  while (startsInterim(rest)) {
    const end = rest.indexOf(headEnd);
    if (end < 0) break;
    rest = rest.subarray(end + headEnd.length);
  }
  return rest;
}
