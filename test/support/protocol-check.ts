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
  /** The value of its last progress notification. */
  progress: number;
}

const versionKey = 'io.modelcontextprotocol/protocolVersion';

/**
 * Checks what the server writes in one conversation, line by line, against the protocol's schemas: envelopes, results by
 * their requests, notifications, and the server's own requests; and that every answer has its request.
 */
export class ProtocolCheck {
  /** What the server wrote in violation of the protocol. */
  readonly problems: string[] = [];
  /** The methods of both sides' messages; answers as `answer METHOD`, progress that reaches its total as `complete progress`. */
  readonly methods: string[] = [];
  readonly eras = new Set<Era>();
  readonly #pending = new Map<string | number, PendingRequest>();

  fromClient(line: string): void {
    const message = parse(line);
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
    const message = parse(line);
    const found = message === undefined ? ['no JSON object'] : this.#problemsOf(message);
    this.problems.push(...found.map((problem) => `${problem} in ${line.slice(0, 300)}`));
  }

  #problemsOf(message: Message): string[] {
    const { id, method } = message;
    if (method !== undefined) {
      this.methods.push(method);
      const era = this.eras.has('2026-07-28') ? '2026-07-28' : '2025-11-25';
      const { request, notification } = wireSchemas[era];
      const envelope = wireSchemas[era].message(message);
      if (id !== undefined) return [...envelope, ...request(message)];
      const progress = method === 'notifications/progress' ? this.#progress(message) : [];
      return [...envelope, ...notification(message), ...progress];
    }
    const request = id === undefined ? undefined : this.#pending.get(id);
    if (request === undefined || id === undefined) {
      // A client's line that is no message is answered with an error without an id.
      const isAllowed = id === undefined && message.error !== undefined;
      const problems = wireSchemas['2025-11-25'].message(message);
      return isAllowed ? problems : [...problems, 'an answer that nobody waits for'];
    }
    this.#pending.delete(id);
    this.methods.push(`answer ${request.method}`);
    const schemas = wireSchemas[request.era];
    if (message.error !== undefined) return schemas.message(message);
    this.eras.add(request.era);
    return [...schemas.message(message), ...schemas.result(request.method, message.result)];
  }

  /** What is wrong with progress: it is allowed only for a request under way that asked for it, and has to rise. */
  #progress({ params }: Message): string[] {
    const request = [...this.#pending.values()].find(({ progressToken }) => progressToken === params?.progressToken);
    if (request === undefined || request.progressToken === undefined) return ['progress that nobody asked for'];
    const progress = Number(params?.progress);
    const isRise = progress > request.progress;
    request.progress = progress;
    if (progress === params?.total) this.methods.push('complete progress');
    return isRise ? [] : ['progress that does not rise'];
  }
}

function parse(line: string): Message | undefined {
  try {
    const message: unknown = JSON.parse(line);
    return isObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

/** Checks the conversations that tee.mjs records in a folder. Each line is checked once, however often `checks` is called. */
export class WireLogs {
  readonly #folder: string;
  /** By the name of the file: its check, and how many of its bytes are checked. */
  readonly #files = new Map<string, { check: ProtocolCheck; bytes: number }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** One for each file, brought up to date. */
  checks(): ProtocolCheck[] {
    return readdirSync(this.#folder).map((file) => {
      const { check, bytes } = this.#files.get(file) ?? { check: new ProtocolCheck(), bytes: 0 };
      const unchecked = readFileSync(join(this.#folder, file)).subarray(bytes);
      const whole = unchecked.subarray(0, unchecked.lastIndexOf('\n') + 1);
      for (const entry of whole.toString('utf8').split('\n').filter(Boolean)) {
        const { from, line } = JSON.parse(entry) as { from: 'client' | 'server'; line: string };
        if (from === 'client') check.fromClient(line);
        else check.fromServer(line);
      }
      this.#files.set(file, { check, bytes: bytes + whole.length });
      return check;
    });
  }
}
