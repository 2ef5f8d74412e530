import type { Socket } from 'node:net';
import { limits } from '../limits.js';

/** The beginning of an interim response; 101 is left out, since it ends HTTP. */
const interimStart = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r]/;
/** A beginning shorter than this is completed from it before it is tested. */
const exampleHead = 'HTTP/1.1 100 ';
const headEnd = Buffer.from('\r\n\r\n');
const noBytes: Buffer = Buffer.alloc(0);

/** In undici a 101 fails an assertion, and to word that error Node reads the whole bundle, which takes seconds. */
const upgradeStart = /^HTTP\/1\.[01] 101/;
const unaskedUpgrade = () =>
  Object.assign(new Error('an unasked 101 Switching Protocols'), { code: 'UNASKED_UPGRADE' });

/**
 * The length of `HTTP/1.1 `, with which every response begins. These bytes are passed on as they come, so that undici knows
 * that an answer has begun (client.ts), and are therefore left out of the response that follows an interim one.
 */
const sharedBytes = 9;

/**
 * Takes interim responses (1xx) out of what a socket receives: a client ignores those that it did not ask for
 * (RFC 9110, 15.2), while undici ends the connection at a `100 Continue`. They come only before an answer, so only what is
 * read first after a write is searched.
 */
export function withoutInterimResponses<S extends Socket>(socket: S): S {
  const read = socket.read.bind(socket);
  let [bytesWritten, isBeforeAnswer] = [-1, false];
  /** The beginning of a response that may be an interim one, and how many bytes of it were passed on. */
  let [beginning, passedBytes] = [noBytes, 0];
  socket.read = (size?: number): unknown => {
    for (;;) {
      const chunk: unknown = read(size);
      if (!Buffer.isBuffer(chunk)) return chunk;
      if (socket.bytesWritten !== bytesWritten) [bytesWritten, isBeforeAnswer] = [socket.bytesWritten, true];
      if (!isBeforeAnswer) return chunk;
      const bytes = afterInterim(beginning.length === 0 ? chunk : Buffer.concat([beginning, chunk]));
      if (upgradeStart.test(headOf(bytes))) {
        socket.destroy(unaskedUpgrade());
        return null;
      }
      isBeforeAnswer = bytes.length === 0 || (mayStartInterim(bytes) && bytes.length <= limits.headerBytes);
      const next = bytes.subarray(passedBytes, isBeforeAnswer ? sharedBytes : undefined);
      [beginning, passedBytes] = isBeforeAnswer ? [bytes, passedBytes + next.length] : [noBytes, 0];
      if (next.length > 0) return next;
    }
  };
  return socket;
}

const headOf = (bytes: Buffer): string => bytes.toString('latin1', 0, exampleHead.length);

/** Whether an incomplete beginning could become an interim response. */
const mayStartInterim = (bytes: Buffer): boolean => interimStart.test(headOf(bytes) + exampleHead.slice(bytes.length));

/** What follows the complete interim responses at the beginning. */
function afterInterim(bytes: Buffer): Buffer {
  let rest = bytes;
  while (interimStart.test(headOf(rest))) {
    const end = rest.indexOf(headEnd);
    if (end < 0) break;
    rest = rest.subarray(end + headEnd.length);
  }
  return rest;
}
