import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { readSavedFile } from '../../src/server/resources.js';
import { SavedFiles } from '../../src/server/saved-files.js';
import { newFolder } from '../support/set-up.js';

const folder = newFolder();
const fileOf = (filename: string, bytes = 1, mime_type = 'audio/wav') => {
  const path = join(folder, filename);
  return { path, bytes, mime_type, filename };
};

it('the latest 200 saved files are offered, the newest first; one that is saved again counts as new', () => {
  const files = new SavedFiles();
  for (let number = 0; number < 200; number += 1) files.add(fileOf(`${number}.wav`));
  for (const name of ['0.wav', 'last.wav']) files.add(fileOf(name));
  const names = files.list().map(({ file }) => file.filename);
  expect(names).toHaveLength(200);
  expect([...names.slice(0, 3), names.at(-1)]).toEqual(['last.wav', '0.wav', '199.wav', '2.wav']);
});

it.each([
  ['a table', 'calls.csv', 'text/csv', 100_000],
  ['a record', 'record.json', 'application/json', 100_000],
  ['a document', 'letter.xml', 'application/xml', 100_000],
  ['a problem', 'problem.json', 'application/problem+json', 100_000],
  ['an export', 'export.jsonl', 'application/x-ndjson', 100_000],
  ['a recording', 'call.wav', 'audio/wav', 5 * 1024 * 1024],
])('%s is handed out up to its limit', async (_, name, type, limit) => {
  const files = new SavedFiles();
  const [largest, tooLarge] = [fileOf(name, limit, type), fileOf(`large-${name}`, limit + 1, type)];
  for (const file of [largest, tooLarge]) {
    await writeFile(file.path, Buffer.alloc(file.bytes));
    files.add(file);
  }
  const read = ({ path }: { path: string }) => files.read(pathToFileURL(path).href);
  await expect(read(largest)).resolves.toMatchObject({ mimeType: type });
  await expect(read(tooLarge)).rejects.toThrow(`more than the ${limit} that fit into a message`);
});

it('a saved text is handed out without secrets, and not after the expiry', async () => {
  const savedFiles = new SavedFiles();
  const file = fileOf('notes.txt', 9, 'text/plain');
  await writeFile(file.path, 'a secret.');
  savedFiles.add(file);
  const source = { savedFiles, checkExpiry: async () => {}, clean: (text: string) => text.replace('secret', '…') };
  const uri = pathToFileURL(file.path).href;
  expect(await readSavedFile(uri, source)).toMatchObject({ contents: [{ text: 'a ….' }] });
  const checkExpiry = () => Promise.reject(new Failure('expired', 'm'));
  await expect(readSavedFile(uri, { ...source, checkExpiry })).rejects.toMatchObject({ kind: 'expired' });
});
