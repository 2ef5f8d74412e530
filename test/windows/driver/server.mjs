// The server as a client on Windows starts it: a process with three pipes, spoken to line by line.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The variables that Windows itself sets for every process, and none of the person who runs the tests. */
export function environment(plan, env = {}) {
  const kept = ['SystemRoot', 'SystemDrive', 'ComSpec', 'PATH', 'PATHEXT', 'windir', 'NODE_OPTIONS'];
  const system = Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  return {
    ...system,
    USERPROFILE: plan.home,
    APPDATA: `${plan.home}\\AppData\\Roaming`,
    LOCALAPPDATA: `${plan.home}\\AppData\\Local`,
    TEMP: `${plan.home}\\AppData\\Local\\Temp`,
    TMP: `${plan.home}\\AppData\\Local\\Temp`,
    ...env,
  };
}

/**
 * All files of a folder, by their path in it, except those that Node makes: from 22 on it keeps compiled code in the folder for
 * temporary files (docs/nodes.md).
 */
export function filesBelow(folder) {
  const isOurs = (name) => !name.includes('node-compile-cache') && statSync(join(folder, name)).isFile();
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).filter(isOurs) : [];
}

const clientInfo = { name: 'windows-test', version: '1' };

/** The `_meta` of every request of the newest revision. */
export const newestMeta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': clientInfo,
  'io.modelcontextprotocol/clientCapabilities': {},
};

export class Server {
  lines = [];
  stderr = '';
  #waiting = new Map();
  #last = 0;

  constructor(
    plan,
    { args = [], env = {}, cwd = plan.home, command = process.execPath, leadingArguments = [plan.server] } = {},
  ) {
    this.child = spawn(command, [...leadingArguments, ...args], {
      cwd,
      env: environment(plan, env),
      windowsHide: true,
    });
    this.exit = new Promise((resolve) => this.child.on('close', (code, signal) => resolve({ code, signal })));
    this.child.on('error', (error) => {
      this.stderr += String(error);
    });
    this.child.stdin.on('error', () => {});
    this.child.stderr.setEncoding('utf8').on('data', (text) => {
      this.stderr += text;
    });
    // readline would hide a carriage return, and carriage returns are part of the findings.
    let rest = '';
    this.child.stdout.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines) this.#take(line);
    });
    void this.exit.then(() => {
      for (const resolve of this.#waiting.values()) resolve({ ended: true, stderr: this.stderr });
    });
  }

  #take(line) {
    this.lines.push(line);
    const message = JSON.parse(line);
    if (message.method !== undefined) return;
    this.#waiting.get(message.id)?.(message);
    this.#waiting.delete(message.id);
  }

  write(text) {
    this.child.stdin.write(text);
  }

  notify(method, params) {
    this.write(`${JSON.stringify({ jsonrpc: '2.0', method, ...(params && { params }) })}\n`);
  }

  /** The whole answer to a request: a promise that also has the request's `id`. */
  request(method, params, { lineEnd = '\n' } = {}) {
    this.#last += 1;
    const id = this.#last;
    const answer = new Promise((resolve) => this.#waiting.set(id, resolve));
    this.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, ...(params && { params }) })}${lineEnd}`);
    return Object.assign(answer, { id });
  }

  async initialize(protocolVersion = '2025-11-25', options) {
    const answer = await this.request('initialize', { protocolVersion, capabilities: {}, clientInfo }, options);
    this.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}${options?.lineEnd ?? '\n'}`);
    return answer;
  }

  call(name, args = {}, meta) {
    return this.request('tools/call', { name, arguments: args, ...(meta && { _meta: meta }) });
  }

  async end() {
    this.child.stdin.end();
    return { ...(await this.exit), stderr: this.stderr };
  }
}

/** One run of a command: what it printed and how it ended. */
export async function runCommand(plan, args, { env = {}, cwd = plan.home } = {}) {
  const child = spawn(process.execPath, [plan.server, ...args], {
    cwd,
    env: environment(plan, env),
    windowsHide: true,
  });
  child.stdin.end();
  const read = async (stream) => {
    let text = '';
    for await (const chunk of stream.setEncoding('utf8')) text += chunk;
    return text;
  };
  const code = new Promise((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)]);
  return { code: await code, stdout, stderr };
}
