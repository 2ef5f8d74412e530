import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/api/route.js';
import { loadConfig } from '../../src/config/index.js';
import type { VendorTool } from '../../src/tools/define.js';
import { isRead } from '../../src/tools/effect.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { runPiped } from '../support/command.js';
import { CommandsHost } from '../support/commands-host.js';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { closedAfterAll, closedAfterTest, emptiedFolder } from '../support/set-up.js';
import { toolFacts } from '../support/tool-facts.js';
import { apiRequests } from './api-requests.js';

/** Runs one command after the other in one process. */
const host = closedAfterAll(new CommandsHost());
const folder = emptiedFolder();
let puzzel: FakePuzzel;
beforeEach(async () => {
  puzzel = closedAfterTest(await fakePuzzel());
});

const inferredReads = puzzelTools.filter((tool) => isRead(tool) && tool.route.provenance === 'inferred');
const certainTools = puzzelTools.filter(({ route }) => route.provenance !== 'inferred');

/** Where the tenant has each read: a third at the inferred route, a third nowhere, a third at the first alternative. */
const tenantRoutes = new Map(
  inferredReads.map(({ name, route }, index) => {
    const places = [route, undefined, route.alternatives[0] ?? route];
    return [name, places[index % 3]];
  }),
);
const isAlternative = ({ name, route }: VendorTool) => route.alternatives.some((one) => one === tenantRoutes.get(name));

const pattern = ({ method, path }: Endpoint) =>
  new RegExp(`^${method} ${(path.split('?')[0] ?? '').replace(/\{\w+\}/g, '[^/]+')}$`);

/** The one record in every list of the tenant. */
const record = {
  id: 8_800_555,
  key: 'q_secret_queue',
  requestId: 'request-66191',
  callId: 'call-71902',
  name: 'Astrid Lindqvist',
};
/** Values of the tenant that may be neither printed nor written. */
const tenantValues = [
  ...Object.values(record).map(String),
  '12345',
  'api.user',
  'correct-horse-battery',
  'session-4711',
  'Astrid%20Lindqvist',
];

/** Makes the tenant answer at its own routes, and answer 404 like a router elsewhere. */
function serveTenantRoutes() {
  const routes = [...tenantRoutes.values(), ...certainTools.map(({ route }) => route)];
  const patterns = routes.flatMap((route) => (route ? [pattern(route)] : []));
  puzzel.api = (path, { method }, response) => {
    const request = `${method} ${path.split('?')[0]}`;
    if (patterns.some((one) => one.test(request))) return json(response, { result: [record], code: 0 });
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
  };
}

interface Finding {
  tool: string;
  outcome: string;
  route?: Endpoint;
  found?: Endpoint;
  reason?: string;
}

async function findRoutes(args: string[] = [], env: Record<string, string> = {}) {
  const command = ['doctor', '--routes', '--json', ...args];
  const { code, out } = await host.run(command, { ...puzzel.env, ...env }, folder);
  const { routes } = JSON.parse(out) as { routes: Finding[] };
  return { code, routes, findingOf: (name: string) => routes.find(({ tool }) => tool === name) };
}

const endpoint = ({ method, path }: Endpoint) => ({ method, path });

describe('doctor --routes', () => {
  it('reports for each inferred read where this tenant has it', async () => {
    serveTenantRoutes();
    const { routes, code } = await findRoutes();
    expect(code).toBe(0);
    expect(routes.map(({ tool }) => tool)).toEqual(inferredReads.map(({ name }) => name));
    const wrong = routes.flatMap((finding) => {
      const tool = inferredReads.find(({ name }) => name === finding.tool);
      if (tool === undefined || finding.outcome === 'not_tried') return [];
      const place = tenantRoutes.get(tool.name);
      const outcome = place === undefined ? 'missing' : isAlternative(tool) ? 'alternative' : 'confirmed';
      const found = isAlternative(tool) && place ? endpoint(place) : undefined;
      const isRight = finding.outcome === outcome && JSON.stringify(finding.found) === JSON.stringify(found);
      return isRight ? [] : [`${tool.name}: ${JSON.stringify(finding)}, but it is ${outcome}`];
    });
    expect(wrong).toEqual([]);
    const count = (outcome: string) => routes.filter((one) => one.outcome === outcome).length;
    expect(Math.min(count('confirmed'), count('alternative'), count('missing'))).toBeGreaterThanOrEqual(7);
  });

  it('sends each read once, if it needs no id or a list has the id; says why it did not try the others; sends no write', async () => {
    puzzel.api = (_path, _request, response) => json(response, { result: [record], code: 0 });
    const { routes } = await findRoutes();
    const unconfirmed = routes.filter(({ outcome }) => outcome !== 'confirmed');
    const advice =
      'Give each new one a probe in src/commands/doctor/routes.ts that takes its id from a list; name it here if no list has it';
    expect(
      unconfirmed.map(({ tool, outcome, reason }) => `${tool}: ${outcome}, ${reason}`),
      advice,
    ).toEqual([
      'get_single_puzzel_etask_by_id: not_tried, needs_id',
      'get_single_puzzel_profile_by_id: not_tried, needs_id',
      'puzzel_archive_recording_files_download: not_tried, saves_a_file',
      'get_single_puzzel_archive_stream_by_id: not_tried, saves_a_file',
    ]);
    const requests = apiRequests(puzzel);
    expect(requests.filter((one, index) => requests.indexOf(one) !== index)).toEqual([]);
    const reads = puzzelTools.filter(isRead).map(({ route }) => pattern(route));
    expect(requests.filter((one) => !reads.some((read) => read.test(one)))).toEqual([]);
  });

  // Without PUZZEL_MCP_READ_ONLY, no lock would refuse a write.
  it.each(['true', 'false'])('sends no write even when every read is missing, read-only: %s', async (readOnly) => {
    puzzel.api = (_path, _request, response) => void response.writeHead(404).end('<h1>404</h1>');
    const { routes } = await findRoutes([], { PUZZEL_MCP_READ_ONLY: readOnly });
    const reads = puzzelTools.filter(isRead).flatMap(({ route }) => [route, ...route.alternatives].map(pattern));
    expect(apiRequests(puzzel).filter((one) => !reads.some((read) => read.test(one)))).toEqual([]);
    expect(new Set(routes.map(({ outcome }) => outcome))).toEqual(new Set(['missing', 'not_tried']));
  });

  it('takes a refusal by the operation as proof of the route, but not a refusal by a gateway', async () => {
    puzzel.api = (path, _request, response) => {
      if (path.includes('/services')) return json(response, { code: 403, message: 'Forbidden' }, 403);
      response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>403</h1>');
    };
    const { findingOf } = await findRoutes();
    expect(findingOf('list_all_puzzel_services')).toMatchObject({ outcome: 'confirmed', reason: 'forbidden' });
    expect(findingOf('list_all_puzzel_languages')).toMatchObject({ outcome: 'unclear', reason: 'forbidden' });
  });

  it('names the route of the routes file for a read that was not tried, when it is one of our alternatives', async () => {
    const tool = inferredReads.findLast(({ route }) => route.alternatives.length > 0);
    const [alternative] = tool?.route.alternatives ?? [];
    if (!tool || !alternative) throw new Error('no inferred read has an alternative');
    await writeFile(join(folder, 'routes.json'), JSON.stringify({ [tool.name]: endpoint(alternative) }));
    puzzel.api = (_path, _request, response) => json(response, { code: 429, message: 'Slow down' }, 429);
    const { findingOf } = await findRoutes([], { PUZZEL_MCP_ROUTES: 'routes.json' });
    expect(findingOf(tool.name)).toMatchObject({ outcome: 'not_tried', route: endpoint(alternative) });
  });

  it('stops at a 429, and exits 1', async () => {
    puzzel.api = (_path, _request, response) => json(response, { code: 429, message: 'Slow down' }, 429);
    const { code, routes } = await findRoutes();
    expect(code).toBe(1);
    expect(routes.filter(({ outcome }) => outcome === 'not_tried').length).toBeGreaterThan(inferredReads.length - 6);
  });

  it('reports a failed login', async () => {
    const { code, out } = await runPiped(['doctor', '--routes'], { ...puzzel.env, PUZZEL_PASSWORD: 'wrong' }, folder);
    expect(code).toBe(1);
    expect(out).toMatch(/^Puzzel login: /);
  });
});

describe('doctor --routes --write', () => {
  it('adds the alternatives that it found to the routes file', async () => {
    serveTenantRoutes();
    const file = join(folder, 'routes.json');
    const present = { create_a_puzzel_sm: { method: 'POST', path: '/v2/{customerKey}/sms' } };
    await writeFile(file, JSON.stringify(present));
    const { routes } = await findRoutes(['--write', 'routes.json']);
    const found = routes.flatMap(({ tool, found }) => (found ? [[tool, found]] : []));
    expect(found.length).toBeGreaterThanOrEqual(7);
    const { routes: loaded } = loadConfig({ PUZZEL_MCP_ROUTES: file }, toolFacts);
    expect(loaded).toEqual({ ...Object.fromEntries(found), ...present });
  });

  it('writes and prints no value of the tenant', async () => {
    serveTenantRoutes();
    const mine = { list_all_puzzel_services: { method: 'GET', path: '/12345/services-of-Astrid%20Lindqvist' } };
    await writeFile(join(folder, 'mine.json'), JSON.stringify(mine));
    const env = { ...puzzel.env, HOME: folder, USERPROFILE: folder, PUZZEL_MCP_ROUTES: 'mine.json' };
    const { out } = await host.run(['doctor', '--routes', '--write', '~/routes.json'], env, folder);
    const { out: data } = await host.run(['doctor', '--json', '--routes'], env, folder);
    const file = await readFile(join(folder, 'routes.json'), 'utf8');
    const leaked = tenantValues.filter((value) => [out, data, file].some((text) => text.includes(value)));
    expect(leaked).toEqual([]);
    // The lines that a person may send us come last: a heading, then one for each read.
    const [, linesToSend = ''] = out.split(/^(?=puzzel-mcp \d)/m);
    expect(linesToSend.trimEnd().split('\n').slice(1)).toHaveLength(inferredReads.length);
  });

  it('refuses to overwrite a file that is no routes file, before any request', async () => {
    await writeFile(join(folder, 'notes.json'), '{"dear": "diary"}');
    const { code, err } = await host.run(['doctor', '--routes', '--write', 'notes.json'], puzzel.env, folder);
    expect([code, err]).toEqual([2, expect.stringContaining('is not a routes file')]);
    expect(await readFile(join(folder, 'notes.json'), 'utf8')).toBe('{"dear": "diary"}');
    expect(puzzel.seen).toEqual([]);
  });
});

describe('--routes and --write', () => {
  it.each([
    [['doctor', '--routes', '--write'], '--write needs a value (FILE)'],
    [['doctor', '--write', 'x.json'], 'doctor --routes --write FILE'],
    [['tools', '--routes'], '--routes needs a value (FILE)'],
    [['--routes'], '--routes needs a value (FILE)'],
    [['doctor', '--routes', 'none.json'], 'none.json'],
    [['doctor', '--routes', '--write', 'a.json', 'b.json'], 'takes no further word'],
  ])('%j is refused before any request', async (args, words) => {
    const { code, err } = await host.run(args, puzzel.env, folder);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    expect(puzzel.seen).toEqual([]);
  });
});
