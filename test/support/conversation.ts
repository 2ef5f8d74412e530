import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../src/json.js';
import { type Era, wireSchemas } from './wire-schemas.js';

interface Message {
  id?: string | number;
  method?: string;
  params?: Record<string, unknown> & { _meta?: Record<string, unknown> };
  result?: unknown;
  error?: { code: number };
}

/** A request of the client that is not answered yet. */
interface PendingRequest {
  method: string;
  era: Era;
  progressToken: unknown;
  /** The value of the last notification. */
  progress: number;
}

const versionKey = 'io.modelcontextprotocol/protocolVersion';

/**
 * Checks the messages of a client and the server against the protocol's schemas, line by line: the envelope, each result by
 * its request, notifications, the server's own requests; and that every answer has its request.
 */
export class Conversation {
  /** What the server wrote in violation of the protocol. */
  readonly problems: string[] = [];
  /** The methods of both sides' messages; answers as `answer METHOD`, progress that reaches its total as `complete progress`. */
  readonly methods: string[] = [];
  readonly eras = new Set<Era>();
  readonly #pending = new Map<string | number, PendingRequest>();

  fromClient(line: string): void {
    const message = read(line);
    if (message === undefined) return;
    const { id, method, params } = message;
    if (method === undefined) return;
    this.methods.push(method);
    if (id === undefined) return;
    // The newer era names its version in every request, the older one only in initialize.
    const era: Era = params?._meta?.[versionKey] === '2026-07-28' ? '2026-07-28' : '2025-11-25';
    this.#pending.set(id, { method, era, progressToken: params?._meta?.progressToken, progress: -1 });
  }

  fromServer(line: string): void {
    const message = read(line);
    const found = message === undefined ? ['no JSON object'] : this.#problemsOf(message);
    this.problems.push(...found.map((problem) => `${problem} in ${line.slice(0, 300)}`));
  }

  #problemsOf(message: Message): string[] {
    const { id, method } = message;
    if (method !== undefined) {
      this.methods.push(method);
      const era = this.eras.has('2026-07-28') ? '2026-07-28' : '2025-11-25';
      const { request, notification } = wireSchemas[era];
      const own = wireSchemas[era].message(message);
      if (id !== undefined) return [...own, ...request(message)];
      return [
        ...own,
        ...notification(message),
        ...(method === 'notifications/progress' ? this.#progress(message) : []),
      ];
    }
    const request = id === undefined ? undefined : this.#pending.get(id);
    if (request === undefined || id === undefined) {
      // A line that is no message is answered with an error without an id.
      const unasked = id === undefined && message.error ? [] : ['an answer that nobody waits for'];
      return [...wireSchemas['2025-11-25'].message(message), ...unasked];
    }
    this.#pending.delete(id);
    this.methods.push(`answer ${request.method}`);
    const schemas = wireSchemas[request.era];
    if (message.error !== undefined) return schemas.message(message);
    this.eras.add(request.era);
    return [...schemas.message(message), ...schemas.result(request.method, message.result)];
  }

  /** Progress is allowed only for a request under way that asked for it, and has to rise. */
  #progress({ params }: Message): string[] {
    const request = [...this.#pending.values()].find(({ progressToken }) => progressToken === params?.progressToken);
    if (request === undefined || request.progressToken === undefined) return ['progress that nobody asked for'];
    const progress = Number(params?.progress);
    const rising = progress > request.progress;
    request.progress = progress;
    if (progress === params?.total) this.methods.push('complete progress');
    return rising ? [] : ['progress that does not rise'];
  }
}

function read(line: string): Message | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return isObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** The conversations that tee.mjs records in a folder. Each line is checked once, however often `conversations` is called. */
export class WireLogs {
  readonly #folder: string;
  readonly #read = new Map<string, { conversation: Conversation; bytes: number }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  conversations(): Conversation[] {
    return readdirSync(this.#folder).map((file) => {
      const { conversation, bytes } = this.#read.get(file) ?? { conversation: new Conversation(), bytes: 0 };
      const written = readFileSync(join(this.#folder, file)).subarray(bytes);
      const whole = written.subarray(0, written.lastIndexOf('\n') + 1);
      for (const entry of whole.toString('utf8').split('\n').filter(Boolean)) {
        const { from, line } = JSON.parse(entry) as { from: 'client' | 'server'; line: string };
        if (from === 'client') conversation.fromClient(line);
        else conversation.fromServer(line);
      }
      this.#read.set(file, { conversation, bytes: bytes + whole.length });
      return conversation;
    });
  }
}
