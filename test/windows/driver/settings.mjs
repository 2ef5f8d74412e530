// Files that a person saves on Windows, in the encodings that editors and shells choose there, and variables in any case.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './server.mjs';

const writeBytes = (folder, name, base64) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), Buffer.from(base64, 'base64'));
};

export async function run(plan, note) {
  for (const [name, bytes] of Object.entries(plan.dotEnv)) {
    const cwd = join(plan.home, `.env ${name}`);
    writeBytes(cwd, '.env', bytes);
    const call = await runCommand(plan, ['call', plan.tool, plan.args, '--json'], { cwd });
    note(`.env ${name}`, { cwd, call, doctor: await runCommand(plan, ['doctor', '--json'], { cwd }) });
  }
  for (const [name, bytes] of Object.entries(plan.routes)) {
    const folder = join(plan.home, `routes ${name}`);
    writeBytes(folder, 'routes.json', bytes);
    const flags = ['--demo', '--json', '--routes', join(folder, 'routes.json')];
    note(`routes ${name}`, await runCommand(plan, ['call', ...plan.moved, ...flags]));
  }
  for (const [name, bytes] of Object.entries(plan.specs)) {
    const folder = join(plan.home, `spec ${name}`);
    writeBytes(folder, 'spec.json', bytes);
    note(`spec ${name}`, await runCommand(plan, ['contract', 'check', '--spec', 'spec.json'], { cwd: folder }));
  }
  note(
    'lower case',
    await runCommand(plan, ['tools', '--demo', '--json'], { env: { puzzel_mcp_tools: 'server_status' } }),
  );
}
