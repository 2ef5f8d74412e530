import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives all servers of a run one folder for what they save, and removes it at the end: workers end without a last word. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-downloads-'));
  process.env.TEST_DOWNLOADS = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
