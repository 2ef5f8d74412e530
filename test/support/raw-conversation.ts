import { type RawProcess, spawnRaw } from './server-process.js';

export type Message = Record<string, unknown>;

/** A conversation over bare lines with the real program, for messages that no client library would send. */
export interface RawConversation {
  process: RawProcess;
  /** Waits for a message of the server that the test wants; fails when the process ends first. */
  until: (wanted: (message: Message) => boolean) => Promise<Message>;
  /** Ends the input, and returns every message that the server wrote. */
  end: () => Promise<Message[]>;
}

export function rawConversation(env: Record<string, string>, args: string[] = []): RawConversation {
  const process = spawnRaw(env, args);
  const parsed: Message[] = [];
  const messages = () => {
    parsed.push(...process.lines.slice(parsed.length).map((line) => JSON.parse(line) as Message));
    return parsed;
  };
  return {
    process,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = messages().find(wanted);
          if (found === undefined) return;
          process.child.stdout.off('data', look);
          resolve(found);
        };
        process.child.stdout.on('data', look);
        void process.exit.then(() => reject(new Error(`the process ended: ${process.stderr()}`)));
        look();
      }),
    async end() {
      process.child.stdin.end();
      await process.exit;
      return messages();
    },
  };
}
