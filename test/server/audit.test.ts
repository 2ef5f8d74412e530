import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import { AuditLog, masked } from '../../src/server/audit.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'puzzel-mcp-audit-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the arguments in the audit log', () => {
  it('keep ids and times, and mask every text that may be personal', () => {
    const args = {
      id: 'abc-123',
      customer_id: 'cus_1',
      queue_id: 201,
      topicIds: ['t1'],
      queueKey: 'q_vip',
      dueAt: '2026-11-21T10:00:00Z',
      name: 'Maya Lindqvist',
      body: 'Secret words',
      customer: { mobileNumber: '+15550123456', emailAddress: 'a@example.com' },
      status: { value: 'CLOSED', force: true },
      phoneNumber: '+1 555',
      credentials: { username: 'u', password: 'p' },
      headers: { 'X-Key': 'k' },
      accessToken: 'eyJ',
      variables: [{ name: 'email', value: 'x@y.z' }],
    };
    const shown = masked(args);
    expect(shown).toMatchObject({
      id: 'abc-123',
      customer_id: 'cus_1',
      queue_id: 201,
      topicIds: ['t1'],
      queueKey: 'q_vip',
    });
    expect(shown).toMatchObject({ dueAt: '2026-11-21T10:00:00Z', status: { value: 'CLOSED', force: true } });
    const text = JSON.stringify(shown);
    for (const personal of ['Maya', 'Secret', '+1555', 'example.com', '"u"', '"p"', '"k"', 'eyJ', 'x@y.z', '+1 555']) {
      expect(text).not.toContain(personal);
    }
  });

  it('mask an id that is an e-mail address', () => {
    expect(masked({ id: 'agent@example.com' })).toEqual({ id: '[masked, 17 characters]' });
  });
});

describe('the audit log', () => {
  const entry = { time: 't', tool: 'x', effect: 'get' as const, arguments: {}, outcome: 'ok', duration_ms: 1 };

  it('has one JSON line a call, in a file that only the owner can read', async () => {
    const path = join(folder, 'audit.jsonl');
    const redactor = new Redactor();
    redactor.add('hidden-secret');
    const log = new AuditLog(path, createLog('silent', redactor), redactor);
    await log.ready(false);
    await log.write(entry);
    await log.write({ ...entry, tool: 'hidden-secret' });
    await log.close();
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).tool)).toEqual(['x', '[redacted]']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('that cannot be written stops writes, and lets reads go on with a warning', async () => {
    await writeFile(join(folder, 'file'), '');
    const said: string[] = [];
    const redactor = new Redactor();
    const log = new AuditLog(
      join(folder, 'file', 'audit.jsonl'),
      createLog('warn', redactor, (line) => said.push(line)),
      redactor,
    );
    await expect(log.ready(false)).rejects.toMatchObject({ kind: 'audit_failed' });
    await expect(log.ready(true)).resolves.toBeUndefined();
    expect(said.join()).toContain('reads go on');
  });
});
