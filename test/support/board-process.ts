import { spawn } from 'node:child_process';
import { cleanEnv, nodeArguments } from './server-process.js';

export interface BoardProcess {
  /** The address of the board with its key. */
  address: string;
  /** Sends a request as the board's page does; `headers` replace those of the page. */
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<{ status: number; text: string }>;
  /** Sends SIGINT, or the given signal, and returns the exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
  /** The exit code. */
  ended: Promise<number | null>;
}

/** Starts `puzzel-mcp board` without opening a browser. */
export async function startBoardProcess(env: Record<string, string>, args: string[] = []): Promise<BoardProcess> {
  const child = spawn(process.execPath, [...nodeArguments, 'board', '--no-open', ...args], { env: cleanEnv(env) });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  let printed = '';
  const address = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk;
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//.exec(printed) ?? [];
      if (found) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((code) => reject(new Error(`the board ended with ${code}: ${printed}`)));
  });
  const { origin } = new URL(address);
  return {
    address,
    post: async (path, body, headers = {}) => {
      const answer = await fetch(address + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, ...headers },
        body: JSON.stringify(body),
      });
      return { status: answer.status, text: await answer.text() };
    },
    stop: (signal = 'SIGINT') => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}
