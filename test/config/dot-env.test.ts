import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDotEnv } from '../../src/config/dot-env.js';
import { runPiped } from '../support/command.js';
import { CommandsHost } from '../support/commands-host.js';
import { closedAfterAll, emptiedFolder } from '../support/set-up.js';

const host = closedAfterAll(new CommandsHost());
const folder = emptiedFolder();
const path = join(folder, '.env');

const write = (content: string | Buffer) => writeFileSync(path, content, { mode: 0o600 });
const runTools = (env: Record<string, string> = {}) => host.run(['tools'], env, folder);

const twoSettings = 'PUZZEL_MCP_TOOLS=list_all_puzzel_queues\r\nPUZZEL_CUSTOMER_KEY=1\r\n';

describe('a .env file', () => {
  it('is read in UTF-8 and UTF-16, with Windows line ends and a byte order mark', () => {
    const utf16 = Buffer.from(`\ufeff${twoSettings}`, 'utf16le');
    for (const bytes of [twoSettings, `\ufeff${twoSettings}`, utf16, Buffer.from(utf16).swap16()]) {
      write(bytes);
      const values = { PUZZEL_MCP_TOOLS: 'list_all_puzzel_queues', PUZZEL_CUSTOMER_KEY: '1' };
      expect.soft(readDotEnv(path), String(bytes)).toEqual({ values, warnings: [], problems: [] });
    }
  });

  it('keeps every blank of a value in quotation marks, also where a line begins', () => {
    write('PUZZEL_PASSWORD="one\n  two"\n');
    expect(readDotEnv(path).values).toEqual({ PUZZEL_PASSWORD: 'one\n  two' });
  });

  it('has a problem for a line that looks like a setting and is none, or contradicts another', () => {
    const wrong = [
      ...['PUZZEL_MCP_READ_ONLY : true', 'set PUZZEL_MCP_READ_ONLY=true', '- PUZZEL_MCP_READ_ONLY=true'],
      ...['env PUZZEL_MCP_READ_ONLY=true', 'ENV PUZZEL_MCP_READ_ONLY=true', 'declare -x PUZZEL_MCP_READ_ONLY=true'],
      ...['setenv PUZZEL_MCP_READ_ONLY true', 'PUZZEL_MCP_READ_ONLY＝true', 'X=1 PUZZEL_MCP_READ_ONLY=true'],
      ...['--read-only', '-read-only', '- PUZZEL_MCP_READ_ONLY=true\n- PUZZEL_MCP_READ_ONLY=true'],
      ...['PUZZEL_MCP_READ_ONL\u0443=true', '\u200bPUZZEL_MCP_READ_ONLY=true', 'set PUZZLE_MCP_READ_ONLY=true'],
      ...['X=1 PUZZLE_MCP_READ_ONLY=true', 'PUZZLE_MCP_READ_ONLY : true', 'PUZZLE_MCP_READ_ONLY:true'],
      ...['X:\nPUZZLE_MCP_READ_ONLY=true', '$env:PUZZEL_MCP_READ_ONLY = "true"', 'PUZZEL_MCP_READ_ONLY true'],
      'PUZZEL_MCP_READ_ONLY=true\nPUZZEL_MCP_READ_ONLY=false',
    ];
    for (const text of wrong) {
      write(`# PUZZEL_MCP_TAGS=x\n${text}\n`);
      const problem = expect.stringMatching(/PUZZ(EL|LE)_MCP_READ_ONL|--?read-only/);
      expect.soft(readDotEnv(path).problems, text).toEqual([problem]);
    }
    for (const line of ['setx GLADLY_EMAIL "a@b.c"', '$GLADLY_EMAIL = "a@b.c"', 'GLADLY_EMAIL a@b.c']) {
      write(`${line}\n`);
      expect.soft(readDotEnv(path).problems, line).toEqual([expect.stringContaining('GLADLY_EMAIL does not set it')]);
    }
  });

  it('may have settings in every valid form, and mention them in comments and texts', () => {
    write('GLADLY_EMAIL=a@b.c\nGLADLY_EMAIL="a@b.c" # the same\nTEXT="see\npuzzel-mcp-audit.log\nGLADLY_EMAIL=old"\n');
    expect(readDotEnv(path).problems).toEqual([]);
    write(
      'DATA=/data/puzzel-mcp-files\nA=b # not PUZZEL_MCP_READ_ONLY=true\nB="see PUZZEL_MCP_X=1"\nC=see puzzel-mcp-x\nGLADLY_EMAIL=a\nD=`b\nGLADLY_EMAIL=c`\n',
    );
    expect(readDotEnv(path).problems).toEqual([]);
    write('export PUZZEL_MCP_READ_ONLY=true\nPUZZEL_MCP_TAGS: queues\n  PUZZEL_PASSWORD="a b"\nPUZZEL_MCP_TOOLS=\n');
    expect(readDotEnv(path).problems).toEqual([]);
  });

  it('stops the start with a one-line error when it is neither UTF-8 nor begins with a byte order mark', async () => {
    for (const bytes of [Buffer.from('PUZZEL_PASSWORD=S\xfcden', 'latin1'), Buffer.from(twoSettings, 'utf16le')]) {
      write(bytes);
      const { code, err } = await runTools();
      expect([code, err.trim().split('\n').length]).toEqual([2, 1]);
      expect(err).toContain('.env is not text in UTF-8');
    }
  });

  it('stops the start when it is too large', async () => {
    write('A=1\n'.repeat(16_385));
    expect(await runTools()).toMatchObject({ code: 2, err: expect.stringContaining('.env is larger than 64 KiB') });
    write('A=1\n'.repeat(16_384));
    expect(await runTools({ PUZZEL_CUSTOMER_KEY: '1' })).toMatchObject({ code: 0, err: '' });
  });

  it('is ignored when it is a folder', async () => {
    mkdirSync(path);
    expect(await runTools({ PUZZEL_MCP_TOOLS: 'list_all_puzzel_queues', PUZZEL_CUSTOMER_KEY: '1' })).toMatchObject({
      code: 0,
      err: '',
    });
    const { check } = await host.doctor({}, folder);
    expect(check('env file')).toMatchObject({ status: 'ok', message: expect.stringContaining('is not a plain file') });
  });

  it('causes a warning, without the value, where a # cuts the value of a setting', () => {
    const cutLines = [
      'PUZZEL_PASSWORD=Sommer#2026',
      'export GLADLY_API_TOKEN = abc#def',
      'PUZZEL_CLIENT_SECRET=#abc',
      'PUZZEL_PASSWORD=Sommer #2026',
      'PUZZEL_MCP_TOOLS=abc#def',
      'PUZZEL_USERNAME=a#b',
      'PUZZEL_USERNAME=a#b\nPUZZEL_USERNAME=a#b',
      'PUZZEL_PASSWORD="Som#mer',
    ];
    const wholeLines = [
      'PUZZEL_PASSWORD="Sommer#2026"',
      "PUZZEL_PASSWORD='Sommer#2026' # quoted",
      `PUZZEL_PASSWORD='"Sommer#2026"'`,
      'PUZZEL_PASSWORD=Sommer2026 # the new one',
      'PUZZEL_USERNAME=api.user #note',
      'OTHER=a#b',
    ];
    const warnings = (line: string) => {
      write(`A=1\n${line}\nB=2\n`);
      return readDotEnv(path).warnings;
    };
    expect(wholeLines.flatMap(warnings)).toEqual([]);
    for (const line of cutLines) {
      expect(warnings(line)).toEqual([
        expect.stringMatching(/: the value of (PUZZEL|GLADLY)_\w+ ends before a "#"\. /),
      ]);
      expect(warnings(line).join()).not.toMatch(/Sommer|abc|def/);
    }
  });

  it('is reported at the start and by the doctor when a # cuts a secret', async () => {
    write('PUZZEL_PASSWORD=Sommer#2026\n');
    const { err } = await runTools();
    const { check, printed } = await host.doctor({}, folder);
    expect(err).toContain('the value of PUZZEL_PASSWORD ends before a "#"');
    expect(check('env file')).toMatchObject({ status: 'warn', message: expect.stringContaining('ends before a "#"') });
    expect(err + printed).not.toContain('Sommer');
  });

  it('has all its mistakes reported at once, together with those of the environment', async () => {
    write('PUZZEL_MCP_READONLY=true\nGLADLY_HOST=evil.gladly.com\nPUZZEL_MCP_AUDIT_LOG=../x\n');
    const env = { GLADLY_EMAIL: 'a@b.c', PUZZEL_MCP_TAGS: 'quues', PUZZEL_MCP_CONFRIM: 'always' };
    const { code, err } = await runPiped(['tools'], env, folder);
    expect(code).toBe(2);
    for (const words of [
      '"PUZZEL_MCP_READ_ONLY"',
      'GLADLY_HOST in .env',
      'PUZZEL_MCP_AUDIT_LOG in .env',
      '"queues"',
      '"PUZZEL_MCP_CONFIRM"',
    ]) {
      expect(err).toContain(words);
    }
  });
});
