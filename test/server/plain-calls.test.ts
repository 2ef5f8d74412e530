import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRead, type Vendor } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';
import { answers, legacyGreeting, type Message, modernMeta, unknownNotification } from '../support/messages.js';

const folders: string[] = [];
beforeEach(() => void folders.push(mkdtempSync(join(tmpdir(), 'puzzel-mcp-plain-'))));
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Tools that read, with arguments that work in the demo: all of Puzzel, and as many of Gladly as its limits bear. */
const readsOf = (vendor: Vendor) => catalogue.filter((tool) => tool.vendor === vendor && isRead(tool));
const reads: [string, Message?][] = [
  ...readsOf('puzzel'),
  ...readsOf('gladly')
    .filter(({ customerText }) => customerText)
    .slice(0, 6),
].map(({ name, example }) => [name, example]);

/** Each way to be refused. */
const refused: [string, Message?][] = [
  ['server_status'],
  ['list_all_puzzel_queues', { limt: 1 }],
  ['list_all_puzzel_queues', { cursor: 'none' }],
  ['get_single_gladly_customer_by_id', { id: 'nobody-at-all' }],
  ['nobody_knows_this_tool', {}],
];

const calls = (meta?: Message): Message[] =>
  [...reads, ...refused].map(([name, args], index) => ({
    id: `${index}: ${name}`,
    method: 'tools/call',
    params: { name, ...(args && { arguments: args }), ...(meta && { _meta: meta }) },
  }));

/** What the program answers to them: parsed, without what differs from process to process (times, cursors, folders). */
async function answered(messages: Message[]) {
  const [folder = ''] = folders;
  const given = await answers(messages, ['--demo'], { PUZZEL_MCP_DOWNLOAD_DIR: folder });
  rmSync(folder, { recursive: true, force: true });
  const same = (line: string) =>
    line
      .replace(/next_cursor(\\?":\\?")[\w-]+/g, 'next_cursor$1')
      .replace(/X-Amz-Signature=\w+/g, '')
      // Of two downloads of the same name, either may be first.
      .replace(/(?: |%20)\(\d\)(?=\.)/g, '')
      .replace(/\d/g, '1');
  return new Map([...given].map(([id, line]) => [id, JSON.parse(same(line)) as Message]));
}

describe('a plain call', () => {
  it('is answered as the SDK answers it in the older era, whatever it asks for', async () => {
    const plain = await answered([...legacyGreeting(), ...calls()]);
    // What the desk does not know makes it leave everything to the SDK, the greeting included.
    const bySdk = await answered([unknownNotification, ...legacyGreeting(), ...calls()]);
    expect(plain.size).toBe(1 + reads.length + refused.length);
    for (const [id, answer] of plain) expect(answer, String(id)).toEqual(bySdk.get(id));
  });

  it('is answered as the SDK answers it in the newer era', async () => {
    const plain = await answered(calls(modernMeta));
    // The desk leaves whatever has one member more to the SDK.
    const bySdk = await answered(calls({ ...modernMeta, 'example.com/note': 1 }));
    expect(plain.size).toBe(reads.length + refused.length);
    for (const [id, answer] of plain) expect(answer, String(id)).toEqual(bySdk.get(id));
  });
});
