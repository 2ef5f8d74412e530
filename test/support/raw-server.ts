import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP server that writes any bytes, for answers that no HTTP server would give. */
export interface RawServer {
  url: string;
  port: number;
  /** The head of each request, as it came. */
  heads: string[];
  /** Every connection so far, closed ones too. */
  sockets: Socket[];
  close: () => Promise<void>;
}

/** @param answer is called with each complete head; bodies of requests are not waited for */
export async function rawServer(answer: (socket: Socket, head: string) => void): Promise<RawServer> {
  const heads: string[] = [];
  const sockets: Socket[] = [];
  // With Nagle's algorithm, every second piece of an answer would wait for 40 milliseconds.
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    let head = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      head += chunk;
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      heads.push(head.slice(0, end));
      head = '';
      answer(socket, heads.at(-1) ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    heads,
    sockets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The text of a complete answer; `headers` are whole lines. */
export const rawAnswer = (body: string, headers: string[] = [], status = '200 OK'): string =>
  [`HTTP/1.1 ${status}`, `Content-Length: ${Buffer.byteLength(body, 'latin1')}`, ...headers, '', body].join('\r\n');

/** An answer for `rawServer` that announces all of the bytes, and sends them up to `cutAt`. */
export const binaryAnswer =
  (bytes: Buffer, { encoding, cutAt }: { encoding?: string; cutAt?: number } = {}) =>
  (socket: Socket): void => {
    const encodingLine = encoding === undefined ? '' : `Content-Encoding: ${encoding}\r\n`;
    socket.write(`HTTP/1.1 200 OK\r\n${encodingLine}Content-Length: ${bytes.length}\r\n\r\n`);
    socket.write(bytes.subarray(0, cutAt));
  };

/** Answers a CONNECT as a proxy does: with a tunnel, but to this port on loopback, whichever host is requested. */
export const tunnelTo =
  (port: number) =>
  (socket: Socket): void => {
    socket.removeAllListeners('data');
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.setEncoding('latin1');
      socket.on('data', (chunk: string) => onward.write(Buffer.from(chunk, 'latin1')));
      onward.pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  };
