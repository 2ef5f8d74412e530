import promises, {
  chmod,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { AuditFile } from '../../src/calls/audit-file.js';
import { AuditLog } from '../../src/calls/audit-log.js';
import { maskedArguments } from '../../src/calls/audit-masking.js';
import { type AuditLine, auditedCalls } from '../../src/commands/audit/reader.js';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import { onItsOwnDisk } from '../support/own-disk.js';
import { emptiedFolder } from '../support/set-up.js';

const folder = emptiedFolder();
const path = join(folder, 'audit.jsonl');
const entry = { time: 't', tool: 'x', effect: 'get' as const, arguments: {}, outcome: 'ok', duration_ms: 1 };

function logAt(file = path, limits?: { maxBytes: number; keptFiles: number }) {
  const warnings: string[] = [];
  const redactor = new Redactor();
  const log = new AuditLog(
    file,
    createLog('warn', redactor, (line) => warnings.push(line)),
    redactor,
    limits,
  );
  return { log, redactor, warnings };
}

/** The calls that the log records; undefined for each line that cannot be read. */
async function callsIn(file: string): Promise<(AuditLine | undefined)[]> {
  const calls: (AuditLine | undefined)[] = [];
  for await (const call of auditedCalls(file)) calls.push(call);
  return calls;
}
const toolsIn = async (file = path) => (await callsIn(file)).map((call) => call?.tool);
const outcomesIn = async (file = path) => (await callsIn(file)).map((call) => call?.outcome);

const masked = (args: unknown, tool = 'create_a_gladly_customer') => maskedArguments(tool, args, 3_000);

describe('the masking of arguments in the audit log', () => {
  it('keeps ids and times, and masks every text that may be personal', () => {
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
    const kept = masked(args);
    const { id, customer_id, queue_id, topicIds, queueKey, dueAt, status } = args;
    expect(kept).toMatchObject({ id, customer_id, queue_id, topicIds, queueKey, dueAt, status });
    const text = JSON.stringify(kept);
    for (const personal of ['Maya', 'Secret', '+1555', 'example.com', '"u"', '"p"', '"k"', 'eyJ', 'x@y.z', '+1 555']) {
      expect(text).not.toContain(personal);
    }
    for (const name of ['headers', 'credentials', 'customAttributes', 'variables', 'data']) {
      expect(masked({ [name]: { pregnant: true, age: 47 } })).toEqual({ [name]: '[masked, 2 members]' });
    }
  });

  it('masks a phone number that came as a number, and an id that is too long', () => {
    expect(masked({ phone: 1_000_000, vipScore: 999_999 })).toEqual({ phone: '[masked, number]', vipScore: 999_999 });
    expect(masked({ destination: 15550123456, from: -15550123456, vipScore: 50, user_id: 15550123456 })).toEqual({
      destination: '[masked, number]',
      from: '[masked, number]',
      vipScore: 50,
      user_id: 15550123456,
    });
    const withoutDigit = 'aBcDeFgHiJ_lMnOpQrSt-V';
    expect(masked({ id: withoutDigit })).toEqual({ id: withoutDigit });
    expect(masked({ id: '1'.repeat(200) })).toEqual({ id: '1'.repeat(200) });
    expect(masked({ id: '1'.repeat(201) })).toEqual({ id: '[masked, 201 characters]' });
  });

  it('keeps the names of things, and masks those of people', () => {
    expect(masked({ name: 'Refunds' }, 'create_a_gladly_topic')).toEqual({ name: 'Refunds' });
    expect(masked({ name: 'Maya' }, 'update_a_gladly_customer_by_id')).toEqual({ name: '[masked, 4 characters]' });
    const things = {
      queue_id: 'VIP Sales',
      queueKey: 'VIP Sales',
      assignee: { inboxId: 'General Support' },
      topicIds: ['Damaged in transit'],
      inboxes: ['Tier 2'],
      teams: ['Tier 2'],
      team: 'team-12345678',
      visual_queue_id: 'All Calls',
    };
    expect(masked(things)).toEqual(things);
    for (const thing of ['inbox', 'topic', 'team', 'queue']) {
      const byId = masked({ id: 'General Support' }, `get_single_x_${thing}_by_id`);
      expect(byId).toEqual({ id: 'General Support' });
    }
    for (const thing of ['inbox', 'business_hour', 'answer', 'webhook', 'team', 'system_property'])
      expect(masked({ name: 'General Support' }, `create_a_x_${thing}`)).toEqual({ name: 'General Support' });
    const people = { customer_id: 'Maya Lindqvist', agentId: 'Maya Lindqvist', inboxId: 'maya@example.com' };
    expect(JSON.stringify(masked(people))).not.toMatch(/maya/i);
    expect(masked({ id: 'Maya Lindqvist' }, 'create_a_gladly_conversation_topic')).toEqual({
      id: '[masked, 14 characters]',
    });
  });

  it('keeps the words of the APIs, and masks any other text in their place', () => {
    const words = {
      status: 'OPEN',
      metricSet: 'AgentSummary',
      timezone: 'Europe/Oslo',
      types: ['TASK/CREATED'],
      lng: 'en-us',
      columns: ['Agent Name'],
      listName: 'Call list 2',
      organizationalUnit: 'Oslo/Sales%',
      nodeName: 'After hours',
    };
    expect(masked(words)).toEqual(words);
    const personal = {
      status: 'Anna Smith, Main Street 5, card 4111 1111 1111 1111',
      metricSet: 'Please call Anna Smith back about her divorce',
      types: ['Anna Smith'],
      command: '4111111111111111',
      state: 'Anna'.repeat(20),
      agentId: 'Anna-Maria-Schmidt-Ber',
      attribute: { value: 'Anna' },
      groupName: 'Anna',
      queueKey: 'card 4111 1111 1111 1111',
      columns: ['call 912-34-56'],
      result: '5550123',
    };
    expect(JSON.stringify(masked(personal))).not.toMatch(/Anna|\d{3}/);
  });

  it('cuts ids last, wherever they stand', () => {
    const long = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`added_${n}`, 'x'.repeat(190)]));
    const args = {
      audienceIds: Array(20).fill('a1'.repeat(100)),
      name: '\u0001'.repeat(200),
      ...long,
      id: 'ans-1-TARGET',
    };
    expect(maskedArguments('update_a_gladly_answer_by_id', args, 500)).toMatchObject({ id: 'ans-1-TARGET' });
  });

  it('cuts arguments, and says so, where a line would become too long', () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`argument_${n}`, n]));
    const list = { ids: Array.from({ length: 100_000 }, (_, n) => `id-${n}`) };
    let deep: unknown = 'end';
    for (let level = 0; level < 5_000; level += 1) deep = [deep];
    expect(masked({ a: { b: { c: { d: { e: { id: 'x1' } } } } } })).toEqual({
      a: { b: { c: { d: { e: { id: 'x1' } } } } },
    });
    expect(masked({ ids: Array(51).fill('i1') })).toEqual({
      ids: [...Array(50).fill('i1'), '[cut: 51 entries in all]'],
    });
    expect(masked(many)).toHaveProperty('…', '[cut: 20000 members in all]');
    for (const args of [many, list, { deep }, { ['x'.repeat(1_000_000)]: 1 }]) {
      expect(Buffer.byteLength(JSON.stringify(masked(args)))).toBeLessThanOrEqual(3_000);
      expect(JSON.stringify(masked(args))).toMatch(/cut|…|masked, 1000000/);
    }
  });

  it('masks names of arguments and fields that are not valid names', () => {
    const text = JSON.stringify(
      masked({
        'maya@example.com': 1,
        '+47 912 34 567': 1,
        '91234567': 1,
        ['maya'.repeat(17)]: 1,
        emails: { 'maya@example.com': 1 },
        fields: ['Maya was here', 'a.b'],
      }),
    );
    expect(text).not.toMatch(/maya|912/i);
    expect(text).toContain('"a.b"');
  });

  it('masks the name of a thing that holds a phone number or an address', () => {
    const args = {
      queueKey: 'Call Jane Doe on +15550123456 now',
      groupName: 'of jane@example.com',
      listName: '+46 (0) 8123 45',
      userGroupName: 'C++1',
    };
    expect(masked(args)).toEqual({
      queueKey: '[masked, 33 characters]',
      groupName: '[masked, 19 characters]',
      listName: '[masked, 15 characters]',
      userGroupName: 'C++1',
    });
  });

  it('masks the address or name of a person in place of an id, even a single word', () => {
    const ids = { user_id: 'Thorsen', user_ids: ['9948', 'Emma'], assignee: { agentId: 'Nyström' } };
    expect(masked({ id: 'agent@example.com', ...ids })).toEqual({
      id: '[masked, 17 characters]',
      user_id: '[masked, 7 characters]',
      user_ids: ['9948', '[masked, 4 characters]'],
      assignee: { agentId: '[masked, 7 characters]' },
    });
  });
});

describe('the audit log', () => {
  it('has one JSON line for each call, in a file that only the owner can read', async () => {
    const { log, redactor } = logAt();
    redactor.add('hidden-secret');
    await log.ready(false);
    await log.write(entry);
    redactor.addGiven(['arguments', 'started']);
    await log.write({ ...entry, arguments: { id: 'hidden-secret' }, outcome: 'started' });
    await log.write({ ...entry, arguments: 'ø'.repeat(2_048) });
    await log.close();
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[2] ?? '')).toEqual({ ...entry, arguments: '[cut: too long]' });
    // Member names and outcomes are not redacted, even when a secret is the same word.
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ arguments: { id: '[redacted]' }, outcome: 'started' });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('stops writes when it cannot be written, lets reads go on with a warning, and keeps their last 1,000 lines', async () => {
    await writeFile(join(folder, 'file'), '');
    const { log, warnings } = logAt(join(folder, 'file', 'audit.jsonl'));
    const message = expect.stringMatching(/are refused\. Nothing was sent\.$/);
    await expect(log.ready(false)).rejects.toMatchObject({ kind: 'audit_failed', message });
    for (const _ of 'twice') await expect(log.ready(true)).resolves.toBeUndefined();
    expect(warnings.filter((warning) => warning.includes('reads go on'))).toHaveLength(1);
    for (let number = 0; number < 1_002; number += 1) await log.write({ ...entry, tool: String(number) });
    expect(warnings.at(-2)).toMatch(/\(ENOTDIR\): 1001 ok/);
    expect(warnings.at(-1)).toContain('has lost lines');
    await rm(join(folder, 'file'));
    await mkdir(join(folder, 'file'));
    await log.close();
    const kept = await toolsIn(join(folder, 'file', 'audit.jsonl'));
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([1_000, '2', '1001']);
  });

  it('stops only writes when it fails later, too, and gets all lines once it can be written again', async () => {
    const { log, warnings } = logAt(join(folder, 'sub', 'audit.jsonl'));
    await mkdir(join(folder, 'sub'));
    await log.ready(false);
    await log.write({ ...entry, tool: 'one' });
    await rename(join(folder, 'sub'), join(folder, 'away'));
    await writeFile(join(folder, 'sub'), 'in the way');
    await log.write({ ...entry, tool: 'two' });
    expect(warnings.join()).toContain('could not be written');
    await expect(log.ready(false)).rejects.toMatchObject({ kind: 'audit_failed' });
    await expect(log.ready(true)).resolves.toBeUndefined();
    await log.write({ ...entry, tool: 'three' });
    await rm(join(folder, 'sub'));
    await rename(join(folder, 'away'), join(folder, 'sub'));
    await log.ready(false);
    await log.close();
    expect(await toolsIn(join(folder, 'sub', 'audit.jsonl'))).toEqual(['one', 'two', 'three']);
  });

  it('has the lines of concurrent calls in their order', async () => {
    const { log } = logAt();
    const names = Array.from({ length: 50 }, (_, number) => String(number));
    await Promise.all(names.map((tool) => log.write({ ...entry, tool })));
    await log.close();
    expect(await toolsIn()).toEqual(names);
  });

  it('goes on in the new file when another process has rotated it', async () => {
    const { log } = logAt();
    await log.write({ ...entry, tool: 'one' });
    await rename(path, `${path}.1`);
    await writeFile(path, '', { mode: 0o600 });
    await log.write({ ...entry, tool: 'two' });
    await log.close();
    expect(await readFile(path, 'utf8')).toContain('"two"');
    expect(await readFile(`${path}.1`, 'utf8')).not.toContain('"two"');
  });

  it('is created again after its deletion', async () => {
    const { log } = logAt();
    await log.write({ ...entry, tool: 'one' });
    await rm(path);
    await log.write({ ...entry, tool: 'two' });
    await log.close();
    expect(await toolsIn()).toEqual(['two']);
  });

  it.each(['640', '604'])('is made private when others could read it, with a warning (mode %s)', async (mode) => {
    await writeFile(path, '');
    await chmod(path, mode);
    const { log, warnings } = logAt();
    await log.write(entry);
    await log.close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(warnings.join()).toContain('by others');
  });

  it.skipIf(process.platform === 'win32')('is refused and closed when it is not a plain file', async () => {
    const { log } = logAt('/dev/zero');
    await expect(log.ready(false)).rejects.toMatchObject({ kind: 'audit_failed' });
    const descriptors = await readdir('/proc/self/fd').catch(() => []);
    const places = await Promise.all(descriptors.map((fd) => readlink(join('/proc/self/fd', fd)).catch(() => '')));
    expect(places.filter((place) => place === '/dev/zero')).toEqual([]);
    await log.close();
  });

  it('starts a new line after an incomplete one, and leaves no empty line after a complete one', async () => {
    await writeFile(path, '{"time":"t","to', { mode: 0o600 });
    for (const tool of ['two', 'three']) {
      const { log } = logAt();
      await log.write({ ...entry, tool });
      await log.close();
    }
    expect(await toolsIn()).toEqual([undefined, 'two', 'three']);
    expect(await readFile(path, 'utf8')).not.toContain('\n\n');
  });

  it('starts a new line after one that a full disk cut', ({ skip }) =>
    onItsOwnDisk(folder, skip, 'size=8k', async () => {
      const file = new AuditFile(path, { maxBytes: 1_000_000, keptFiles: 1, warn: () => {} });
      const [line, filler] = [JSON.stringify({ tool: 'x'.repeat(999) }), join(folder, 'filler')];
      await writeFile(filler, Buffer.alloc(4_096));
      const isAppended = () =>
        file.append(line).then(
          () => true,
          () => false,
        );
      let written = 0;
      while (await isAppended()) written += 1;
      await rm(filler);
      await file.append('{"tool":"last"}');
      await file.close();
      const lines = (await readFile(path, 'utf8')).split('\n');
      expect(written).toBeGreaterThan(1);
      expect(lines.slice(0, written)).toEqual(Array(written).fill(line));
      expect(lines[written]).toMatch(/^\{"tool":"x*$/);
      expect(lines.slice(written + 1)).toEqual(['{"tool":"last"}', '']);
    }));
});

describe('a write', () => {
  const write = { ...entry, effect: 'create' as const, call: 'abc' };
  const started = { ...write, outcome: 'started' };

  it('is recorded as started before it is sent, and is read as one call when it has ended', async () => {
    const { log } = logAt();
    await log.ready(false, started);
    expect(await outcomesIn()).toEqual(['started']);
    await log.write(write);
    await log.close();
    expect(await outcomesIn()).toEqual(['ok']);
    expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it('stays recorded as started when its end is never recorded', async () => {
    const { log } = logAt();
    await log.ready(false, started);
    await log.write({ ...entry, tool: 'later' });
    await log.close();
    expect(await outcomesIn()).toEqual(['ok', 'started']);
  });

  it('is refused when it cannot be recorded, and its line is not written later', async () => {
    await writeFile(join(folder, 'file'), '');
    const { log } = logAt(join(folder, 'file', 'audit.jsonl'));
    await expect(log.ready(false, started)).rejects.toMatchObject({ kind: 'audit_failed' });
    await log.write(entry);
    await rm(join(folder, 'file'));
    await mkdir(join(folder, 'file'));
    await log.close();
    expect(await outcomesIn(join(folder, 'file', 'audit.jsonl'))).toEqual(['ok']);
  });
});

it('a line of the audit log has at most 4 KB, although redaction may make a text longer', async () => {
  const { log, redactor } = logAt();
  redactor.add('abcd');
  await log.write({ ...entry, arguments: { id: 'abcd '.repeat(780) } });
  await log.close();
  expect(await outcomesIn()).toEqual(['ok']);
  expect((await stat(path)).size).toBeLessThanOrEqual(4_097);
});

describe('a log that reaches its largest size', () => {
  const long = { ...entry, arguments: { id: 'x'.repeat(100) } };

  it('is rotated, and a limited number of old files is kept', async () => {
    const { log } = logAt(path, { maxBytes: 1_000, keptFiles: 2 });
    for (let number = 0; number < 40; number += 1) await log.write({ ...long, tool: String(number) });
    await log.close();
    expect((await readdir(folder)).sort()).toEqual(['audit.jsonl', 'audit.jsonl.1', 'audit.jsonl.2']);
    const kept = (await toolsIn()).map(Number);
    expect(kept.at(-1)).toBe(39);
    expect(kept).toEqual(kept.map((_, index) => 40 - kept.length + index));
    for (const file of await readdir(folder)) {
      const { size, mode } = await stat(join(folder, file));
      expect(size).toBeLessThanOrEqual(1_000);
      expect(mode & 0o777).toBe(0o600);
    }
  });

  it('loses no line when several writers rotate it at once', async () => {
    const logs = Array.from({ length: 16 }, () => logAt(path, { maxBytes: 2_000, keptFiles: 19 }).log);
    const wanted = logs.flatMap((_, writer) => Array.from({ length: 15 }, (__, number) => `${writer}-${number}`));
    await Promise.all(
      logs.map(async (log, writer) => {
        for (let number = 0; number < 15; number += 1) await log.write({ ...long, tool: `${writer}-${number}` });
      }),
    );
    for (const log of logs) await log.close();
    expect((await toolsIn()).sort()).toEqual(wanted.sort());
    const rotated = (await readdir(folder)).filter((file) => file !== 'audit.jsonl');
    expect(rotated.length).toBeGreaterThan(1);
    // Each file was full when it was rotated, so no two writers rotated the same one.
    for (const file of rotated) expect((await stat(join(folder, file))).size).toBeGreaterThan(1_700);
  });

  it('keeps growing, with a warning, when it cannot be rotated, and is not rotated while it is empty', async () => {
    const { log, warnings } = logAt(path, { maxBytes: 10, keptFiles: 1 });
    await log.write({ ...long, tool: 'one' });
    expect([await readdir(folder), warnings]).toEqual([['audit.jsonl'], []]);
    await mkdir(`${path}.1`);
    await log.write({ ...long, tool: 'two' });
    await log.close();
    expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(2);
    expect(warnings).toEqual([expect.stringContaining('could not be rotated (EISDIR); it keeps growing')]);
    await rm(`${path}.1`, { recursive: true });
  });

  it('is not rotated again when another process has just done so', async () => {
    const { log } = logAt(path, { maxBytes: 300, keptFiles: 2 });
    await log.write({ ...long, tool: 'one' });
    const { open } = promises;
    // The first file that is opened is the lock.
    const opening = vi.spyOn(promises, 'open').mockImplementationOnce(async (...args) => {
      await rename(path, `${path}.1`);
      await writeFile(path, '', { mode: 0o600 });
      return open(...args);
    });
    syncBuiltinESMExports();
    await log.write({ ...long, tool: 'two' });
    opening.mockRestore();
    syncBuiltinESMExports();
    await log.close();
    expect(await readdir(folder)).toEqual(['audit.jsonl', 'audit.jsonl.1']);
    expect(await toolsIn()).toEqual(['one', 'two']);
  });

  it('keeps growing while another process rotates it, and takes over from one that died meanwhile', async () => {
    const { log } = logAt(path, { maxBytes: 300, keptFiles: 2 });
    await writeFile(`${path}.lock`, '');
    for (const tool of ['one', 'two']) await log.write({ ...long, tool });
    expect(await readdir(folder)).toEqual(['audit.jsonl', 'audit.jsonl.lock']);
    const elevenSecondsAgo = Date.now() / 1000 - 11;
    await utimes(`${path}.lock`, elevenSecondsAgo, elevenSecondsAgo);
    for (const tool of ['three', 'four']) await log.write({ ...long, tool });
    await log.close();
    expect(await readdir(folder)).toEqual(['audit.jsonl', 'audit.jsonl.1']);
    expect(await toolsIn()).toEqual(['one', 'two', 'three', 'four']);
  });
});

it('auditedCalls reads rotated files first, and gives undefined for lines that it cannot read', async () => {
  const line = (tool: string) => `${JSON.stringify({ ...entry, tool })}\n`;
  await writeFile(path, `${line('three')}{"time":\n\n[]\n${line('four')}`);
  await writeFile(`${path}.1`, line('two'));
  await writeFile(`${path}.3`, line('one'));
  expect(await toolsIn()).toEqual(['one', 'two', 'three', undefined, undefined, 'four']);
});
