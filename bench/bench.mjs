// What all measurements share: the stand-in for the vendors, a folder for everything that is made, and the programs
// that are compared.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { cleanEnvironment, here, ourEnvironment, root } from './environment.mjs';
import { Program } from './program.mjs';

export const ours = 'puzzel-mcp';
export const handWritten = 'hand-written responder';
export const bareSdk = 'SDK 2, one tool';
export const direct = 'undici alone';

/** Where a call leads to at the stand-in. */
const queuesPath = '/ContactCentre5/12345/queues';

/** The tools of the list that is compared. */
const responderTools = 150;

export class Bench {
  folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-bench-'));
  peers = [];
  #vendor;
  #sizes = new Map();

  static async open() {
    const bench = new Bench();
    bench.#vendor = spawn(process.execPath, [here('vendor.mjs')], { env: cleanEnvironment() });
    bench.#vendor.stderr.pipe(process.stderr);
    const [port] = await new Promise((resolve) =>
      bench.#vendor.stdout.once('data', (data) => resolve(`${data}`.split('\n'))),
    );
    bench.url = `http://127.0.0.1:${port}`;
    bench.callUrl = bench.url + queuesPath;
    mkdirSync(bench.downloads);
    // `node_modules` as an ordinary installation would have it.
    symlinkSync(join(root, 'node_modules'), join(bench.folder, 'node_modules'));
    await build({
      entryPoints: [here('baselines/sdk-server.mjs')],
      outfile: bench.#sdkServer,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    return bench;
  }

  get downloads() {
    return join(this.folder, 'downloads');
  }

  get #sdkServer() {
    return join(this.folder, 'sdk-server.mjs');
  }

  /** The real program: the one of this repository, or a copy with another number of tools. */
  startOurs(tools) {
    const place = tools === undefined ? root : this.#sized(tools).place;
    return this.#start([join(place, 'bin/puzzel-mcp.js')], ourEnvironment(this.url, this.downloads));
  }

  startResponder(tools = responderTools) {
    return this.#start([here('baselines/responder.mjs'), this.#sized(tools).listing, this.callUrl]);
  }

  startSdk() {
    return this.#start([this.#sdkServer, this.callUrl]);
  }

  startDirect() {
    return this.#start([here('baselines/direct.mjs')]);
  }

  /** Nothing but Node. */
  startBare() {
    return this.#start(['-e', 'process.stdin.resume().on("end", () => process.exit(0))']);
  }

  /** Every server that can be asked for its list. */
  get servers() {
    return {
      [handWritten]: () => this.startResponder(),
      [bareSdk]: () => this.startSdk(),
      [ours]: () => this.startOurs(),
      ...Object.fromEntries(
        this.peers.map(({ name, args, env }) => [name, () => this.#start(args, cleanEnvironment(env))]),
      ),
    };
  }

  /** @returns what `use` does with the program, which is ended in any case */
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

  // In a folder without a .env.
  #start(args, env = cleanEnvironment()) {
    return new Program(args, { env, cwd: this.folder });
  }

  /** A copy of the built program whose list has so many entries: its first ones, or all of them again under other names. */
  #sized(tools) {
    const made = this.#sizes.get(tools);
    if (made) return made;
    const place = join(this.folder, `tools-${tools}`);
    for (const part of ['bin', 'package.json', 'dist']) {
      cpSync(join(root, part), join(place, part), { recursive: true, filter: (path) => !path.endsWith('.map') });
    }
    const [status, ...entries] = readFileSync(join(root, 'dist/listing.ndjson'), 'utf8').trimEnd().split('\n');
    const outlines = JSON.parse(readFileSync(join(root, 'dist/outlines.json'), 'utf8'));
    const fromStart = Array.from({ length: tools - 1 }, (_, index) => {
      const [again, at] = [Math.floor(index / entries.length), index % entries.length];
      const name = `${outlines[at].name}${again === 0 ? '' : `_${again}`}`;
      return {
        outline: { ...outlines[at], name },
        entry: entries[at].replace(`"name":"${outlines[at].name}"`, () => `"name":"${name}"`),
      };
    });
    const listing = join(place, 'dist/listing.ndjson');
    writeFileSync(listing, `${[status, ...fromStart.map(({ entry }) => entry)].join('\n')}\n`);
    writeFileSync(join(place, 'dist/outlines.json'), JSON.stringify(fromStart.map(({ outline }) => outline)));
    const size = { place, listing };
    this.#sizes.set(tools, size);
    return size;
  }
}
