import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from '../support/set-up.js';

/** Files in a temporary folder of the test file. `write` writes text as it is, anything else as JSON, and returns the path. */
export function temporaryFiles() {
  const directory = newFolder();
  const path = (name: string) => join(directory, name);
  return {
    path,
    write: (name: string, content: unknown) => {
      writeFileSync(path(name), typeof content === 'string' ? content : JSON.stringify(content));
      return path(name);
    },
  };
}
