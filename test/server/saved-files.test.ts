import { expect, it } from 'vitest';
import { SavedFiles } from '../../src/server/saved-files.js';

it('the latest 200 saved files are offered, the newest first; one that is saved again counts as new', () => {
  const files = new SavedFiles();
  const save = (filename: string) =>
    files.add({ path: `/downloads/${filename}`, bytes: 1, mime_type: 'audio/wav', filename });
  for (let number = 0; number < 200; number += 1) save(`${number}.wav`);
  for (const name of ['0.wav', 'last.wav']) save(name);
  const names = files.list().map(({ file }) => file.filename);
  expect(names).toHaveLength(200);
  expect([...names.slice(0, 3), names.at(-1)]).toEqual(['last.wav', '0.wav', '199.wav', '2.wav']);
});
