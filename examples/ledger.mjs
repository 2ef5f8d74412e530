import { mkdir, open, readFile, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { dirname } from 'node:path';

/**
 * A record of what has been done: a file of JSON lines, one for each event; the newest line of a key counts. Each line
 * is on disk before `note` returns, so it survives a kill or a power cut at any moment. One process at a time.
 */
export class Ledger {
  #entries = new Map();
  #file;
  #path;

  /**
   * @param {string} file
   * @param {boolean} [demo] the demo tenant has a ledger of its own beside it (`leads.demo.jsonl`), since what was done
   *   there is not done for the real tenant
   * @throws when another process that is still alive holds the ledger
   */
  static async open(file, demo = false) {
    const path = demo ? file.replace(/(\.[^./\\]*)?$/, '.demo$1') : file;
    const ledger = new Ledger();
    ledger.#path = path;
    await mkdir(dirname(path), { recursive: true });
    await lock(`${path}.lock`);
    try {
      const text = await readFile(path, 'utf8').catch((error) =>
        error.code === 'ENOENT' ? '' : Promise.reject(error),
      );
      // A last line without a line end was cut off while it was written, so it does not count.
      const wholeLines = text.slice(0, text.lastIndexOf('\n') + 1);
      if (wholeLines.length < text.length) await truncate(path, Buffer.byteLength(wholeLines));
      for (const line of wholeLines.split('\n').filter(Boolean)) {
        const entry = parseLine(line, path);
        ledger.#entries.set(entry.key, entry);
      }
      ledger.#file = await open(path, 'a', 0o600);
    } catch (error) {
      await unlink(`${path}.lock`);
      throw error;
    }
    return ledger;
  }

  get(key) {
    return this.#entries.get(String(key));
  }

  /** The newest entry of each key, oldest key first. */
  newestEntries() {
    return [...this.#entries.values()];
  }

  async note(key, facts) {
    const entry = { key: String(key), ...facts, at: new Date().toISOString() };
    await this.#file.appendFile(`${JSON.stringify(entry)}\n`);
    await this.#file.datasync();
    this.#entries.set(entry.key, entry);
    return entry;
  }

  async close() {
    await this.#file.close();
    await unlink(`${this.#path}.lock`);
  }
}

function parseLine(line, path) {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${path} has a line that is not JSON. Correct or delete it: ${line.slice(0, 80)}`);
  }
}

async function lock(path) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeFile(path, String(process.pid), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const owner = Number(await readFile(path, 'utf8').catch(() => '0'));
      if (attempt > 1 || (await isRunning(owner, path))) {
        throw new Error(`Process ${owner} is using this ledger. If it no longer runs, delete ${path}.`);
      }
      await unlink(path).catch(() => {});
    }
  }
}

/** A killed process leaves its lock behind; so does a power cut, after which another process may have the same id. */
async function isRunning(owner, path) {
  if (owner === process.pid) return false;
  const { mtimeMs } = await stat(path);
  if (mtimeMs < Date.now() - uptime() * 1000) return false;
  try {
    process.kill(owner, 0);
    return owner > 0;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
