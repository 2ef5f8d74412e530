import type { Config } from '../config/index.js';
import { Failure } from '../failure.js';
import { type Deadline, deadline } from '../http/deadline.js';
import type { Redactor } from '../redact.js';
import type { Callable } from '../tools/define.js';
import type { Caller } from './call.js';
import type { PlainCall } from './front-desk.js';
import { reportProgress } from './progress.js';
import { mayAsk } from './question.js';
import type { RequestId } from './requests.js';
import { toolResult } from './results.js';
import type { SavedFiles } from './saved-files.js';

export interface Counter {
  tools: readonly Callable[];
  caller: Caller;
  confirm: Config['confirm'];
  savedFiles: SavedFiles;
  redactor: Redactor;
  /** Takes whole lines of standard output. */
  write: (line: string) => void;
}

interface Running {
  limit: Deadline;
  /** Then nobody wants an answer any more; a call whose time is up gets one. */
  isCancelled: boolean;
}

/**
 * Answers calls that need nothing of the protocol but an answer, and progress while they wait. The SDK's server would
 * give the same answer (test/server/plain-calls.test.ts holds both against each other), but validates every message several
 * times over, which is more than a third of what a call costs.
 */
export class PlainCalls {
  readonly #counter: Counter;
  readonly #tools: ReadonlyMap<string, Callable>;
  readonly #running = new Map<RequestId, Running>();
  #allAnswered: (() => void) | undefined;

  constructor(counter: Counter) {
    this.#counter = counter;
    this.#tools = new Map(counter.tools.map((tool) => [tool.name, tool]));
  }

  /** @returns false for a tool that does not exist or may have to ask a person first */
  take(call: PlainCall): boolean {
    const tool = this.#tools.get(call.name);
    if (!tool || mayAsk(this.#counter.confirm, tool) || this.#running.has(call.id)) return false;
    const running = { limit: deadline(undefined), isCancelled: false };
    this.#running.set(call.id, running);
    void this.#answer(tool, call, running);
    return true;
  }

  /** @returns whether a call of this id was under way; it is not answered any more */
  cancel(id: unknown): boolean {
    const running = this.#running.get(id as RequestId);
    if (running) end(running);
    return running !== undefined;
  }

  abort(): void {
    this.#running.forEach(end);
  }

  /** When every call has been answered. */
  async answered(): Promise<void> {
    if (this.#running.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#allAnswered = resolve;
    });
  }

  async #answer(tool: Callable, { id, arguments: args, progressToken, stamp }: PlainCall, running: Running) {
    const { caller, savedFiles, write } = this.#counter;
    const { limit } = running;
    const report = reportProgress(progressToken, (params) => this.#notify(params));
    try {
      const options = { signal: limit.signal, limit, progress: report.progress, confirm: notAsked };
      const answer = await caller.call(tool, args, options);
      if (running.isCancelled || 'interruption' in answer) return;
      if (answer.file) savedFiles.add(answer.file);
      const { structuredContent: _, ...result } = toolResult(answer);
      const meta = { ...result._meta, ...stamp?._meta };
      const around = JSON.stringify({ ...result, ...stamp, ...(Object.keys(meta).length > 0 && { _meta: meta }) });
      write(
        `{"result":${around.slice(0, -1)},"structuredContent":${answer.json}},"jsonrpc":"2.0","id":${JSON.stringify(id)}}\n`,
      );
    } finally {
      report.done();
      limit.done();
      this.#running.delete(id);
      if (this.#running.size === 0) this.#allAnswered?.();
    }
  }

  #notify(params: object): void {
    // The token is the client's own text.
    const clean = this.#counter.redactor.data(params);
    this.#counter.write(`${JSON.stringify({ method: 'notifications/progress', params: clean, jsonrpc: '2.0' })}\n`);
  }
}

function end(running: Running): void {
  running.isCancelled = true;
  running.limit.abort(new Failure('cancelled', 'The call was cancelled.'));
}

/** Of tools that may have to ask, none comes here. */
const notAsked = async () => undefined;
