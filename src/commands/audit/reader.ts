import { type FileHandle, open } from 'node:fs/promises';
import * as z from 'zod';
import { errorCode } from '../../error-code.js';

/** The members of a log line that this version knows; others, from a later version, are kept as they are. */
const lineSchema = z.looseObject({
  time: z.string(),
  call: z.string().optional(),
  tool: z.string(),
  effect: z.string().optional(),
  arguments: z.unknown(),
  outcome: z.string(),
  status: z.number().optional(),
  duration_ms: z.number(),
  bytes: z.number().optional(),
  request_id: z.string().optional(),
});

export type AuditLine = z.infer<typeof lineSchema>;

/** How many rotated files are looked for at most. Five are kept (calls/audit-log.ts); other versions may keep more. */
const maxRotatedFiles = 20;

/**
 * The calls in a log and in its rotated files, the oldest first; undefined stands for a line that cannot be read. A write
 * has two lines: its `started` line is left out when the line with its outcome follows, and comes at the end when there is
 * none, because the write is under way or its process was killed. All files are opened before the first is read, so that
 * none is missed when they are rotated meanwhile.
 * @throws the file system's error when there is no such log, or it may not be read
 */
export async function* auditedCalls(path: string): AsyncGenerator<AuditLine | undefined> {
  const files = [await open(path)];
  const startedLines = new Map<string, AuditLine>();
  try {
    for (let number = 1; number <= maxRotatedFiles; number += 1) {
      const file = await openIfThere(`${path}.${number}`);
      if (file) files.unshift(file);
    }
    for (const file of files) {
      for await (const text of file.readLines({ autoClose: false })) {
        if (text.trim() === '') continue;
        const line = parse(text);
        if (line?.outcome === 'started' && line.call !== undefined) startedLines.set(line.call, line);
        else {
          if (line?.call !== undefined) startedLines.delete(line.call);
          yield line;
        }
      }
    }
    yield* startedLines.values();
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string): AuditLine | undefined {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
