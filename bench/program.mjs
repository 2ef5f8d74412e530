// Runs a Node program that reads and writes lines of JSON. No client library is used, so that its cost is in no figure.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Time limit for an answer in milliseconds, long enough for a slow machine. */
const answerTimeoutMs = 180_000;

export class Program {
  #child;
  #partialLine = [];
  #requests = new Map();
  #nextId = 1;
  #stderr = '';
  #exited;

  /** When it was started, by `performance.now()`. */
  startedAt = performance.now();

  constructor(args, { env, cwd }) {
    this.#child = spawn(process.execPath, args, { env, cwd });
    this.#child.stdout.on('data', (chunk) => this.#receive(chunk));
    this.#child.stderr.on('data', (chunk) => {
      this.#stderr += chunk;
    });
    this.#child.stdin.on('error', () => {});
    this.#exited = new Promise((resolve) => this.#child.on('exit', () => resolve(performance.now())));
    this.#exited.then(() => {
      for (const { reject } of this.#requests.values()) reject(new Error(`It ended early. ${this.#stderr}`));
    });
  }

  get pid() {
    return this.#child.pid;
  }

  /** Sends a request; resolves to the result and the time at which its last byte arrived, before it was parsed. */
  ask(method, params) {
    const id = this.#nextId++;
    const answer = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No answer to ${method}. ${this.#stderr}`)), answerTimeoutMs);
      const endingTimer = (callback) => (value) => {
        clearTimeout(timer);
        callback(value);
      };
      this.#requests.set(id, { resolve: endingTimer(resolve), reject: endingTimer(reject) });
    });
    this.#child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return answer;
  }

  async initialize() {
    await this.ask('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1' },
    });
    this.#child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  }

  /** @returns the milliseconds from `from` until the answer arrived */
  async list(from = performance.now()) {
    const { result, at } = await this.ask('tools/list', {});
    if (!(result.tools.length > 0)) throw new Error('It lists no tools.');
    return at - from;
  }

  /** @returns the result, and the milliseconds until it arrived; throws on a tool error */
  async call(name, args = {}) {
    const from = performance.now();
    const { result, at } = await this.ask('tools/call', { name, arguments: args });
    if (result.isError) throw new Error(`${name}: ${result.content[0]?.text}`);
    return { result, ms: at - from };
  }

  /** Ends its input. @returns the milliseconds until the process was gone */
  async end() {
    const from = performance.now();
    this.#child.stdin.end();
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    const at = await this.#exited;
    clearTimeout(killer);
    return at - from;
  }

  #receive(chunk) {
    const at = performance.now();
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.#partialLine.push(chunk.subarray(start, end));
      start = end + 1;
      const line = Buffer.concat(this.#partialLine).toString('utf8');
      this.#partialLine = [];
      if (line !== '') this.#settle(JSON.parse(line), at);
    }
    if (start < chunk.length) this.#partialLine.push(chunk.subarray(start));
  }

  #settle({ id, method, result, error }, at) {
    const request = method === undefined ? this.#requests.get(id) : undefined;
    if (!request) return;
    this.#requests.delete(id);
    if (error) request.reject(new Error(error.message));
    else request.resolve({ result, at });
  }

  /** MiB of memory now, and its peak. Only Linux reports them; elsewhere NaN. */
  memory() {
    const status = textOf(`/proc/${this.pid}/status`);
    const mebibytes = (name) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
    return { now: mebibytes('VmRSS'), peak: mebibytes('VmHWM') };
  }

  /** Milliseconds of processor time so far, of all its threads. Only Linux reports them; elsewhere NaN. */
  cpu() {
    const tasks = entriesOf(`/proc/${this.pid}/task`);
    if (tasks.length === 0) return Number.NaN;
    return (
      tasks.reduce(
        (sum, task) => sum + Number.parseInt(textOf(`/proc/${this.pid}/task/${task}/schedstat`) || '0', 10),
        0,
      ) / 1e6
    );
  }
}

function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function entriesOf(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
