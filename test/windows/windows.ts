import { spawn } from 'node:child_process';
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const mustStart = 'These tests need Windows or Wine: npm run test:windows';
if (process.env.WINDOWS_NODE === undefined) throw new Error(mustStart);

/**
 * How scripts/test-windows.mjs has the tests start a program: Node itself on Windows, Wine and a node.exe elsewhere. `drive`
 * is the folder that Wine shows as C:.
 */
const { command, drive } = z
  .object({ command: z.tuple([z.string()]).rest(z.string()), drive: z.string().optional() })
  .parse(JSON.parse(process.env.WINDOWS_NODE));

export const isWine = drive !== undefined;
// On another system Node ignores USERPROFILE, so `init` would write to the home of the person who runs the tests.
if (!isWine && process.platform !== 'win32') throw new Error(mustStart);
const root = fileURLToPath(new URL('../..', import.meta.url));
const scenarios = join(root, 'test/windows/driver');

/** Letters beyond ASCII and a space, as in the names of people. */
const base = mkdtempSync(join(drive ?? tmpdir(), 'Zoë Łukasz 東京 '));
/** Where npm puts a package: from a clone `init` would write the clone's own path instead of npx. */
const installed = join(base, 'Programme (x86)', 'node_modules', 'puzzel-mcp');

/** Copies the files that are published to where npm would put them. */
export function install(): void {
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(root, part), join(installed, part), { recursive: true, filter: (path) => !path.endsWith('.map') });
  }
}

export const remove = (): void => rmSync(base, { recursive: true, force: true });

/** The path by which Windows knows a path of this machine. */
export function windowsPath(path: string): string {
  if (drive === undefined) return path;
  const onC = path.startsWith(drive + sep);
  return `${onC ? 'C:' : 'Z:'}${(onC ? path.slice(drive.length) : path).replaceAll('/', '\\')}`;
}

/**
 * The network address of the folder `share` below this one. Windows shares its drives by itself; Wine finds shares below
 * `dosdevices/unc`, so there the folder is made and linked.
 */
export function uncShare(folder: string): string {
  if (drive === undefined) return `\\\\localhost\\${folder[0]}$${folder.slice(2)}\\share`;
  const server = join(drive, '../dosdevices/unc/server');
  mkdirSync(server, { recursive: true });
  mkdirSync(join(folder, 'share'), { recursive: true });
  // Left by the run with the previous version of Node.
  rmSync(join(server, 'recordings'), { force: true });
  symlinkSync(join(folder, 'share'), join(server, 'recordings'));
  return '\\\\server\\recordings';
}

/** An empty profile of a person. */
export function newHome(): string {
  const home = mkdtempSync(join(base, 'Jörg Müller-'));
  for (const folder of ['Roaming', 'Local/Temp']) mkdirSync(join(home, 'AppData', folder), { recursive: true });
  return home;
}

/**
 * Runs a scenario of test/windows/driver.
 * @param plan what it needs to know; `home` and `server` are added
 * @returns what it saw, parsed by the schema `findings`
 */
export async function runScenario<T>(
  scenario: string,
  plan: object,
  findings: z.ZodType<T>,
  home = newHome(),
): Promise<T> {
  const [planFile, findingsFile] = [join(home, 'plan.json'), join(home, 'findings.json')];
  const server = windowsPath(join(installed, 'bin', 'puzzel-mcp.js'));
  writeFileSync(planFile, JSON.stringify({ home: windowsPath(home), server, ...plan }));
  const [program, ...leadingArguments] = command;
  const driver = windowsPath(join(scenarios, 'driver.mjs'));
  const args = [...leadingArguments, driver, scenario, windowsPath(planFile), windowsPath(findingsFile)];
  // A file, because Wine cannot use the sockets that Node makes for pipes.
  const log = join(home, 'stderr.txt');
  const stderr = openSync(log, 'w');
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', stderr], env: environment() });
  // A scenario that hangs is ended, to show how far it came.
  const timer = setTimeout(() => child.kill('SIGKILL'), 500_000);
  await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  closeSync(stderr);
  let text = '{}';
  try {
    text = readFileSync(findingsFile, 'utf8');
  } catch {}
  const parsed = findings.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(
    `${scenario} saw …${text.slice(-3_000)}\n${readFileSync(log, 'utf8')}\n${z.prettifyError(parsed.error)}`,
  );
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PUZZEL|GLADLY|VITEST)|PROXY|NODE_/i.test(name));
  const inherited = Object.fromEntries(kept);
  if (!isWine) return inherited;
  // Wine needs a UTF-8 locale for file names beyond ASCII. Quoted backslashes are escapes in NODE_OPTIONS, hence the slashes.
  const preload = windowsPath(join(scenarios, 'no-keep-alive.cjs')).replaceAll('\\', '/');
  return { ...inherited, LC_ALL: 'C.UTF-8', NODE_OPTIONS: `--require "${preload}"` };
}
