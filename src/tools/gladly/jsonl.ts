import { createReadStream } from 'node:fs';
import { abortFailure } from '../../http/deadline.js';
import { parseJson } from '../../http/json.js';
import { cutAtWord } from '../../redact.js';

/** Records of a JSON-lines text, and the numbers of the lines that are no JSON; those stay as `{ unreadable }`. */
export interface Lines {
  records: unknown[];
  unreadable: number[];
}

export function parseLines(text: string): Lines {
  const records: unknown[] = [];
  const unreadable: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim();
    if (trimmed === '') continue;
    try {
      records.push(parseJson(trimmed));
    } catch {
      unreadable.push(index + 1);
      records.push({ unreadable: cutAtWord(trimmed, 200) });
    }
  }
  return { records, unreadable };
}

const newline = 0x0a;

/** Number of records in a JSON-lines file and the first of them, at most `most` from its first `bytes`. */
export async function glance(
  path: string,
  { most, bytes, signal }: { most: number; bytes: number; signal: AbortSignal },
): Promise<{ records: number; preview: unknown[] }> {
  let records = 0;
  let atLineStart = true;
  const head: Buffer[] = [];
  let headBytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (signal.aborted) throw abortFailure(signal);
    for (const byte of chunk) {
      if (atLineStart && byte > 0x20) {
        records += 1;
        atLineStart = false;
      } else if (byte === newline) atLineStart = true;
    }
    if (headBytes < bytes) head.push(chunk.subarray(0, bytes - headBytes));
    headBytes += chunk.length;
  }
  const text = Buffer.concat(head).toString('utf8');
  // The last line of a cut head is a fragment.
  const whole = headBytes > bytes ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
  return { records, preview: parseLines(whole).records.slice(0, most) };
}
