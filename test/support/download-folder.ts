import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes the folder in which all servers of a run save files, and removes it at the end, since workers run nothing when they end. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-downloads-'));
  process.env.TEST_DOWNLOADS = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
