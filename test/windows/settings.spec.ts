import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { install, remove, runScenario } from './windows.js';

/** How editors and shells on Windows save a text. The last two encodings cannot be recognised. */
const encodings: Record<string, (text: string) => Buffer> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a byte order mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16, as Windows PowerShell redirects': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16, big end first': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'UTF-16 without a mark': (text) => Buffer.from(text, 'utf16le'),
  'Windows-1252': (text) => Buffer.from(text, 'latin1'),
};
const unreadable = ['UTF-16 without a mark', 'Windows-1252'];

const inEachEncoding = (text: string) =>
  Object.fromEntries(Object.entries(encodings).map(([name, encode]) => [name, encode(text).toString('base64')]));

const ended = z.object({ code: z.number(), stdout: z.string(), stderr: z.string() });
const withEnv = z.object({ cwd: z.string(), call: ended, doctor: ended });
const findings = z.record(z.string(), z.union([withEnv, ended]));

let seen: z.infer<typeof findings>;
let vendor: FakePuzzel;
beforeAll(async () => {
  install();
  vendor = await fakePuzzel();
  vendor.api = (_path, _request, response) => {
    response.writeHead(200, { 'content-type': 'audio/wav', 'content-disposition': 'attachment; filename="call.wav"' });
    response.end('sound');
  };
  const variables = { ...vendor.env, PUZZEL_MCP_DOWNLOAD_DIR: 'Gespräche' };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const route = { get_single_puzzel_etask_by_id: { method: 'GET', path: '/{customerKey}/größe/{id}' } };
  const spec = {
    openapi: '3.0.0',
    info: { title: 'Größe', version: '1' },
    paths: { '/{customerKey}/queues': { get: { operationId: 'Queues' } } },
  };
  const plan = {
    dotEnv: inEachEncoding(['# Größe', ...lines, ''].join('\r\n')),
    routes: inEachEncoding(JSON.stringify(route, null, 2).replaceAll('\n', '\r\n')),
    specs: inEachEncoding(JSON.stringify(spec)),
    moved: ['get_single_puzzel_etask_by_id', '{"id":"10946"}'],
    tool: 'puzzel_archive_recording_files_download',
    args: '{"iq_session_id":"1","index":1}',
  };
  seen = await runScenario('settings', plan, findings);
});
afterAll(async () => {
  await vendor?.close();
  remove();
});

const readable = Object.keys(encodings).filter((name) => !unreadable.includes(name));

it('on Windows a limit counts whose name is written in lower case', () => {
  expect(ended.parse(seen['lower case'])).toMatchObject({ code: 0, stdout: '[]\n' });
});

describe('on Windows a file that a person has saved', () => {
  it('as .env is read in every encoding that can be recognised', () => {
    for (const name of readable) {
      const { cwd, call } = withEnv.parse(seen[`.env ${name}`]);
      expect({ name, ...call, stdout: JSON.parse(call.stdout || 'null') }).toMatchObject({
        name,
        code: 0,
        stderr: '',
        stdout: { result: { path: `${cwd}\\Gespräche\\call.wav`, bytes: 5 } },
      });
    }
  });

  it('as .env in another encoding is refused with advice', () => {
    for (const name of unreadable) {
      const { call, doctor } = withEnv.parse(seen[`.env ${name}`]);
      for (const outcome of [call, doctor]) {
        expect({ name, ...outcome }).toMatchObject({ name, code: 2, stdout: '' });
        expect(outcome.stderr, name).toMatch(/^puzzel-mcp: .*\.env .*save it as UTF-8/);
      }
    }
  });

  it('as routes or as an OpenAPI document is read or refused in the same way', () => {
    for (const name of readable) {
      const [routes, spec] = [ended.parse(seen[`routes ${name}`]), ended.parse(seen[`spec ${name}`])];
      // The demo tenant knows no such address, so the call shows that the route was taken from the file.
      expect({ name, code: routes.code, stderr: routes.stderr }).toEqual({ name, code: 1, stderr: '' });
      expect(routes.stdout, name).toContain('unverified_route');
      expect(spec.stderr, name).not.toMatch(/not JSON|cannot be read|UTF/);
    }
    for (const name of unreadable) {
      expect(seen[`routes ${name}`], name).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('save it as UTF-8'),
      });
      expect(seen[`spec ${name}`], name).toMatchObject({ stderr: expect.stringContaining('save it as UTF-8') });
      expect(seen[`spec ${name}`], name).not.toMatchObject({ code: 0 });
    }
  });
});
