// What all measurements share: the stand-in for the vendors, a temporary folder for everything that is written, and the
// programs that are compared.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { bundleConfig } from '../scripts/program-bundle.mjs';
import { root } from '../scripts/root.mjs';
import { cleanEnvironment, ourEnvironment } from './environment.mjs';
import { Program } from './program.mjs';

/** The names of the programs in the results. */
export const ours = 'puzzel-mcp';
/** The SDK's own server with one tool, bundled like ours. */
export const sdk = 'SDK 2, one tool';
export const direct = 'undici alone';

/** The path that a call requests from the stand-in for the vendors. */
const queuesPath = '/ContactCentre5/12345/queues';

export class Bench {
  folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-bench-'));
  peers = [];
  #vendor;

  static async open() {
    const bench = new Bench();
    bench.#vendor = spawn(process.execPath, [join(root, 'bench/vendor.mjs')], { env: cleanEnvironment() });
    bench.#vendor.stderr.pipe(process.stderr);
    const [port] = await new Promise((resolve) =>
      bench.#vendor.stdout.once('data', (data) => resolve(`${data}`.split('\n'))),
    );
    bench.url = `http://127.0.0.1:${port}`;
    bench.callUrl = bench.url + queuesPath;
    mkdirSync(bench.downloads);
    writeFileSync(join(bench.folder, 'package.json'), '{"type":"module"}');
    await build(bundleConfig(join(root, 'bench/baselines/sdk-server.mjs'), bench.folder));
    return bench;
  }

  get downloads() {
    return join(this.folder, 'downloads');
  }

  startOurs() {
    return this.#start([join(root, 'bin/puzzel-mcp.js')], ourEnvironment(this.url, this.downloads));
  }

  startSdk() {
    return this.#start([join(this.folder, 'sdk-server.js'), this.callUrl]);
  }

  startDirect() {
    return this.#start([join(root, 'bench/baselines/direct.mjs')]);
  }

  /** Every server that can be asked for its list. */
  get servers() {
    return {
      [sdk]: () => this.startSdk(),
      [ours]: () => this.startOurs(),
      ...Object.fromEntries(
        this.peers.map(({ name, args, env }) => [name, () => this.#start(args, cleanEnvironment(env))]),
      ),
    };
  }

  /** @returns what `use` returns; the program is ended in any case */
  async with(program, use) {
    try {
      return await use(program);
    } finally {
      await program.end();
    }
  }

  emptyDownloads() {
    rmSync(this.downloads, { recursive: true, force: true });
    mkdirSync(this.downloads);
  }

  close() {
    this.#vendor.stdin.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  // In the benchmark's own folder, which has no .env.
  #start(args, env = cleanEnvironment()) {
    return new Program(args, { env, cwd: this.folder });
  }
}
