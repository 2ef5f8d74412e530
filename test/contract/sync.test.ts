import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import type { RoutesFile } from '../../src/config/routes-file.js';
import { check } from '../../src/contract/check.js';
import { readDocument } from '../../src/contract/document.js';
import { existingRoutes, sync } from '../../src/contract/sync.js';
import { toolViewOf } from '../../src/contract/tool-view.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { toolFacts } from '../support/tool-facts.js';
import { toolNamed } from '../support/tool-named.js';
import { documentOf, expectedRoute, type GeneratedOperation, generateOperation } from './generate.js';
import { changeToRestMethod, moveIdToQuery, movePrefix, renamePlaceholders, respellWords } from './mutate.js';
import { temporaryFiles } from './temporary-files.js';
import { generateTenantDocument } from './tenant-document.js';

const files = temporaryFiles();
const routesIn = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as RoutesFile;

async function syncWith(operations: readonly GeneratedOperation[], out: string) {
  const spec = files.write('spec.json', documentOf(operations, { format: 'openapi', base: 'server', keyName: 'ck' }));
  const existing = existingRoutes(out);
  return sync(check(await readDocument(spec, 1_000), 'puzzel', puzzelTools.map(toolViewOf)), out, existing);
}

const movedOperation = (name: string): GeneratedOperation => {
  const operation = generateOperation(toolNamed(name));
  return { ...operation, prefix: operation.prefix === '' ? 'customers/' : '' };
};

describe('A synced routes file', () => {
  it('is accepted as PUZZEL_MCP_ROUTES, and leads each tool in it to its operation', async () => {
    const { operations } = generateTenantDocument(puzzelTools, 3, {
      missingShare: 0,
      alternativeShare: 0,
      mutations: [movePrefix, renamePlaceholders, changeToRestMethod, moveIdToQuery, respellWords].map((mutation) => ({
        mutation,
        share: 0.4,
      })),
    });
    const out = files.path('routes.json');
    const result = await syncWith(operations, out);
    expect(result.changed.length).toBeGreaterThan(40);
    const { routes } = loadConfig({ PUZZEL_MCP_ROUTES: out }, toolFacts);
    expect(Object.keys(routes)).toEqual(result.changed.map(({ tool }) => tool).sort());
    for (const operation of operations) {
      const route = routes[operation.tool ?? ''];
      if (route) expect(route, operation.tool).toEqual(expectedRoute(operation));
    }
  });

  it('is the same, byte for byte, when it is written again', async () => {
    const out = files.path('twice.json');
    await syncWith([movedOperation('list_all_puzzel_queues')], out);
    const first = readFileSync(out, 'utf8');
    await syncWith([movedOperation('list_all_puzzel_queues')], out);
    expect(readFileSync(out, 'utf8')).toBe(first);
  });

  it('keeps the entries of tools that the document does not mention, other vendors’ too', async () => {
    const kept: RoutesFile = {
      list_all_puzzel_services: { method: 'GET', path: '/{customerKey}/myservices' },
      list_all_puzzel_chat_queue_info: { method: 'GET', path: '/api/queues/{id}' },
    };
    const out = files.write('kept.json', { ...kept, list_all_puzzel_queues: { method: 'GET', path: '/old' } });
    const result = await syncWith([movedOperation('list_all_puzzel_queues')], out);
    expect(routesIn(out)).toEqual({
      ...kept,
      list_all_puzzel_queues: { method: 'GET', path: '/customers/{customerKey}/queues' },
    });
    expect(result.kept.sort()).toEqual(Object.keys(kept).sort());
    expect(result.missing).toContain('list_all_puzzel_services');
  });

  it('does not overwrite a file that is no routes file', async () => {
    for (const content of ['{"nonsense": {"method": "GET", "path": "/x"}}', 'my notes', '[]']) {
      const out = files.write('other.json', content);
      await expect(syncWith([movedOperation('list_all_puzzel_queues')], out)).rejects.toThrow('is not a routes file');
      expect(readFileSync(out, 'utf8')).toBe(content);
    }
  });

  it('leaves nothing behind when it cannot be written', async () => {
    const out = files.path('nowhere/routes.json');
    await expect(syncWith([movedOperation('list_all_puzzel_queues')], out)).rejects.toThrow(
      /cannot be written \(ENOENT: there is no folder/,
    );
    expect(existsSync(dirname(out))).toBe(false);
    mkdirSync(files.path('taken.json'));
    writeFileSync(files.path('taken.json/x'), '');
    await expect(sync({ tools: [] } as never, files.path('taken.json'), {})).rejects.toThrow('cannot be written');
    expect(readdirSync(files.path('.')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('has no entry for a tool with several candidates, which are reported', async () => {
    const services = { ...generateOperation(toolNamed('list_all_puzzel_services')), summary: undefined };
    const operations = [
      { ...services, prefix: 'customers/', core: 'services/red', operationId: 'ServiceList' },
      { ...services, prefix: '', core: 'services/blue', operationId: 'ServiceList' },
    ];
    const result = await syncWith(operations, files.path('undecided.json'));
    expect(result.changed).toEqual([]);
    const [undecided] = result.undecided.filter(({ tool }) => tool === 'list_all_puzzel_services');
    expect(undecided?.candidates?.map(({ path }) => path).sort()).toEqual([
      '/ContactCentre5/customers/{ck}/services/red',
      '/ContactCentre5/{ck}/services/blue',
    ]);
  });
});
