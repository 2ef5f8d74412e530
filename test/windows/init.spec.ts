import { parse } from 'smol-toml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { clients } from '../../src/commands/init/clients.js';
import { install, remove, runScenario } from './windows.js';

interface Case {
  client: string;
  name?: string;
  flags: string[];
  env?: Record<string, string>;
  folders?: string[];
  /** Files that are there before, in Base64. */
  given?: Record<string, string>;
  clientStartsBatchFiles?: boolean;
  /** Where the file belongs, below the person's profile. */
  file: string;
}

const roaming = 'AppData\\Roaming';
/** The files from the clients' own documentation (docs/clients), not from our code. */
const places: Record<string, string> = {
  'claude-desktop': `${roaming}\\Claude\\claude_desktop_config.json`,
  'claude-code': '.claude.json',
  cursor: '.cursor\\mcp.json',
  vscode: `${roaming}\\Code\\User\\mcp.json`,
  windsurf: '.codeium\\windsurf\\mcp_config.json',
  codex: '.codex\\config.toml',
  'gemini-cli': '.gemini\\settings.json',
};
const packaged = 'AppData\\Local\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming';
const existing = '\ufeff{\r\n  "theme": "größer",\r\n  "mcpServers": {}\r\n}\r\n';
const cases: Case[] = [
  ...Object.entries(places).map(([client, file]) => ({
    client,
    file,
    flags: ['--demo'],
    clientStartsBatchFiles: client === 'vscode',
  })),
  {
    client: 'claude-desktop',
    name: 'packaged',
    flags: ['--demo'],
    folders: [packaged],
    file: `${packaged}\\Claude\\claude_desktop_config.json`,
  },
  {
    client: 'gemini-cli',
    name: 'existing',
    flags: ['--read-only', '--download-dir', 'Gespräche\\neu'],
    env: { PUZZEL_CUSTOMER_KEY: '12345', PUZZEL_USERNAME: 'api.user', PUZZEL_PASSWORD: 'p%PATH%"ä\\^&' },
    given: { '.gemini\\settings.json': Buffer.from(existing).toString('base64') },
    file: '.gemini\\settings.json',
  },
  {
    client: 'cursor',
    name: 'UTF-16',
    flags: ['--demo'],
    given: { '.cursor\\mcp.json': Buffer.from('\ufeff{}', 'utf16le').toString('base64') },
    file: '.cursor\\mcp.json',
  },
];
const nameOf = ({ client, name = client }: Case) => name;
const withDemo = cases.filter((one) => one.flags.includes('--demo') && one.given === undefined);

const ended = z.object({ code: z.number().nullable(), stdout: z.string(), stderr: z.string() });
const written = z.object({
  home: z.string(),
  first: ended,
  files: z.array(z.string()),
  text: z.string().nullable(),
  again: z.number(),
  unchanged: z.boolean(),
  started: z
    .object({ isError: z.boolean(), answer: z.string(), code: z.number().nullable(), stderr: z.string() })
    .nullable(),
});

let seen: Record<string, z.infer<typeof written>>;
beforeAll(async () => {
  install();
  seen = await runScenario('init', { clients: cases }, z.record(z.string(), written));
});
afterAll(remove);

const outcomeOf = (name: string) => written.parse(seen[name]);

describe('on Windows init --write', () => {
  it('knows every client', () => {
    expect(clients.map(({ name }) => name).sort()).toEqual(Object.keys(places).sort());
  });

  it('writes the one file that the client reads, and says where', () => {
    for (const one of withDemo) {
      const { first, files, home } = outcomeOf(nameOf(one));
      expect({ name: nameOf(one), code: first.code, files }).toEqual({ name: nameOf(one), code: 0, files: [one.file] });
      expect(first.stdout + first.stderr).toContain(`${home}\\${one.file}`);
    }
  });

  it('changes nothing when it is run again', () => {
    for (const one of withDemo)
      expect(outcomeOf(nameOf(one)), nameOf(one)).toMatchObject({ again: 0, unchanged: true });
  });

  it('starts npx through cmd where the client cannot start a batch file', () => {
    for (const one of withDemo) {
      const text = outcomeOf(nameOf(one)).text ?? '';
      const config = text.startsWith('{') ? JSON.parse(text) : parse(text);
      const { command, args } = (config.mcpServers ?? config.servers ?? config.mcp_servers).puzzel;
      const line = [command, ...args].join(' ');
      expect(line, nameOf(one)).toBe(`${one.clientStartsBatchFiles ? '' : 'cmd /c '}npx -y puzzel-mcp --demo`);
    }
  });

  it('writes an entry whose command, arguments and variables start the server', () => {
    for (const one of withDemo) {
      const { started } = outcomeOf(nameOf(one));
      expect({ name: nameOf(one), ...started }).toMatchObject({ isError: false, code: 0, stderr: '' });
    }
  });

  it('leaves the rest of a file unchanged, keeps a copy, and makes paths absolute', () => {
    const { first, files, text, home } = outcomeOf('existing');
    expect(first.code).toBe(0);
    expect(files).toHaveLength(2);
    expect(text?.startsWith('\ufeff{\r\n  "theme": "größer",\r\n')).toBe(true);
    expect(text?.replaceAll('\r\n', '')).not.toContain('\n');
    expect(JSON.parse(text?.slice(1) ?? '').mcpServers.puzzel.env).toMatchObject({
      PUZZEL_PASSWORD: 'p%PATH%"ä\\^&',
      PUZZEL_MCP_DOWNLOAD_DIR: `${home}\\Gespräche\\neu`,
    });
    expect(first.stdout + first.stderr).not.toContain('p%PATH%');
  });

  it('refuses a file in UTF-16 and leaves it alone', () => {
    const { first, files } = outcomeOf('UTF-16');
    expect(first.code).not.toBe(0);
    expect(first.stderr).toContain('UTF-8');
    expect(files).toEqual(['.cursor\\mcp.json']);
  });
});
