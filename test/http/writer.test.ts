import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash, randomInt } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { filled, readBytes, spare } from '../../src/http/reads.js';
import { Writer } from '../../src/http/writer.js';

const mebibyte = 1024 * 1024;
/** Noise that never repeats: a byte out of its place changes the digest. */
const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16)).update(Buffer.alloc(48 * mebibyte));
const digest = createHash('sha256').update(noise).digest('hex');

/** The threads that were given something to write. */
const threads = () => new Set(vi.mocked(Worker.prototype.postMessage).mock.contexts as Worker[]);
const runningThreads = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;

let folder: string;
let before: number;
const opened: FileHandle[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-writer-'));
  before = runningThreads();
  vi.spyOn(Worker.prototype, 'postMessage');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(opened.splice(0).map((file) => file.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function writerOf(name: string): Promise<Writer> {
  const file = await open(join(folder, name), 'wx');
  opened.push(file);
  return new Writer(file);
}

/** Octets as they may come: in memory of their own, or in memory that threads share, of which one read may be several pieces. */
async function writeNoise(writer: Writer, between = async () => {}): Promise<void> {
  for (let at = 0; at < noise.length; ) {
    const read = noise.subarray(at, at + randomInt(1, readBytes));
    const memory = randomInt(2) === 0 ? spare() : undefined;
    const octets = memory ? filled(memory, read.copy(memory)) : Buffer.from(read);
    const cut = randomInt(octets.length);
    for (const piece of [octets.subarray(0, cut), octets.subarray(cut)]) await writer.write(piece);
    at += octets.length;
    await between();
    // Not faster than a thread starts.
    if (at > 18 * mebibyte && threads().size === 0) await sleep(20);
  }
}

async function digestOf(name: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(folder, name)), hash);
  return hash.digest('hex');
}

describe('a writer', () => {
  it('keeps every byte in its place, of several files at once, with one thread that ends with the last', async () => {
    const names = ['a', 'b', 'c'];
    await Promise.all(
      names.map(async (name) => {
        const writer = await writerOf(name);
        await writeNoise(writer);
        await writer.end();
        await writer.settle();
      }),
    );
    for (const name of names) expect(await digestOf(name)).toBe(digest);
    expect(threads().size).toBe(1);
    await vi.waitFor(() => expect(runningThreads()).toBe(before));
  });

  it('starts no thread for a small file', async () => {
    const writer = await writerOf('small');
    await writer.write(noise.subarray(0, 10 * mebibyte));
    await writer.end();
    await writer.settle();
    expect((await stat(join(folder, 'small'))).size).toBe(10 * mebibyte);
    expect(threads().size).toBe(0);
  });

  it('is settled when nothing is being written any more, though more was to come', async () => {
    const writer = await writerOf('left');
    const [file] = opened;
    const write = file?.writev.bind(file);
    let [begun, done] = [0, 0];
    vi.spyOn(file as FileHandle, 'writev').mockImplementation(async (octets) => {
      begun += 1;
      await sleep(50);
      const written = await write?.(octets);
      done += 1;
      return written as { bytesWritten: number; buffers: Buffer[] };
    });
    void writer.write(noise.subarray(0, 10 * mebibyte));
    await sleep(75);
    await writer.settle();
    expect(begun).toBeGreaterThan(1);
    expect(done).toBe(begun);
    expect((await stat(join(folder, 'left'))).size).toBeLessThan(10 * mebibyte);
  });

  it('says what the disk says, whoever writes', async ({ skip }) => {
    for (const [size, byThread] of [
      [8, 0],
      [32, 1],
    ] as const) {
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', folder], { stdio: 'ignore' });
      } catch {
        return skip('this machine may not mount a tmpfs');
      }
      try {
        const writer = await writerOf('full');
        const written = writeNoise(writer).then(() => writer.end());
        await expect(written).rejects.toMatchObject({ code: 'ENOSPC' });
        await writer.settle();
        expect(threads().size).toBe(byThread);
        await opened.pop()?.close();
      } finally {
        execFileSync('umount', [folder]);
      }
    }
    await vi.waitFor(() => expect(runningThreads()).toBe(before));
  });

  it('fails when its thread dies at work, and does without one that dies between', async () => {
    const post = vi.mocked(Worker.prototype.postMessage).mockImplementation(function (this: Worker) {
      void this.terminate();
    });
    const unlucky = await writerOf('unlucky');
    await expect(writeNoise(unlucky).then(() => unlucky.end())).rejects.toMatchObject({
      code: 'ERR_WORKER_NOT_RUNNING',
    });
    await unlucky.settle();
    post.mockRestore();

    vi.spyOn(Worker.prototype, 'postMessage');
    const lucky = await writerOf('lucky');
    let died = false;
    await writeNoise(lucky, async () => {
      const [thread] = threads();
      if (!thread || died) return;
      died = true;
      // What it has been given is written by then.
      await sleep(100);
      await thread.terminate();
    });
    await lucky.end();
    await lucky.settle();
    expect(died).toBe(true);
    expect(await digestOf('lucky')).toBe(digest);
  });
});
