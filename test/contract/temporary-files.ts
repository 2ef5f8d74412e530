import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from '../support/set-up.js';

/** A temporary folder of the test file, removed afterwards. */
export function folder(): { path: (name: string) => string; write: (name: string, content: unknown) => string } {
  const directory = newFolder();
  const path = (name: string) => join(directory, name);
  return {
    path,
    write: (name, content) => {
      writeFileSync(path(name), typeof content === 'string' ? content : JSON.stringify(content));
      return path(name);
    },
  };
}
