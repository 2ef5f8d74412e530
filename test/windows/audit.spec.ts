import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { install, remove, runScenario } from './windows.js';

/** The size at which a log is rotated (docs/access.md). */
const maxBytes = 10 * 1024 * 1024;

const ended = z.object({ code: z.number().nullable(), stderr: z.string() });
const findings = z.object({
  areErrors: z.array(z.boolean()),
  ended: z.array(ended),
  files: z.array(z.string()),
  linesPerFile: z.array(z.number()),
  fillerLines: z.number(),
  broken: z.array(z.string()),
  shown: z.object({ code: z.number(), stderr: z.string(), isEmpty: z.boolean() }),
  unwritable: z.object({
    isReadError: z.boolean(),
    write: z.object({ error: z.looseObject({ kind: z.string() }) }),
    ended,
  }),
  isLockLeft: z.boolean(),
});

let seen: z.infer<typeof findings>;
beforeAll(async () => {
  install();
  seen = await runScenario('audit', { maxBytes }, findings);
});
afterAll(remove);

describe('on Windows the audit log', () => {
  it('of two servers is rotated when it has grown too large, and no line is lost or cut', () => {
    expect(seen.areErrors).toEqual(Array(8).fill(false));
    expect(seen.ended).toEqual(Array(2).fill({ code: 0, stderr: '' }));
    expect(seen.files).toEqual(['audit.jsonl', 'audit.jsonl.1']);
    expect(seen.broken).toEqual([]);
    expect(seen.linesPerFile.reduce((sum, lines) => sum + lines, 0)).toBe(seen.fillerLines + seen.areErrors.length);
    expect(seen.isLockLeft).toBe(false);
  });

  it('can be read by `puzzel-mcp audit`', () => {
    expect(seen.shown).toEqual({ code: 0, stderr: '', isEmpty: false });
  });

  it('that cannot be written lets reads go on and refuses writes', () => {
    expect(seen.unwritable).toMatchObject({
      isReadError: false,
      write: { error: { kind: 'audit_failed' } },
      ended: { code: 0 },
    });
  });
});
