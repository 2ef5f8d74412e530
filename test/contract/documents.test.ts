import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/contract/check.js';
import { readDocument } from '../../src/contract/document.js';
import { operationsOf } from '../../src/contract/operations.js';
import { toolViewOf } from '../../src/contract/tool-view.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { UsageError } from '../../src/usage-error.js';
import { fakeServer, json } from '../support/fake-server.js';
import { closedAfterAll } from '../support/set-up.js';
import { documentOf, generateOperation } from './generate.js';
import { temporaryFiles } from './temporary-files.js';
import { toYaml } from './yaml.js';

const files = temporaryFiles();
const operations = puzzelTools.map((tool) => generateOperation(tool));
const openapi = documentOf(operations, { format: 'openapi', base: 'address', keyName: 'customerKey' });
const swagger = documentOf(operations, { format: 'swagger', base: 'server', keyName: 'CustomerKey' });
const read = (spec: string) => readDocument(spec, 30_000);

const server = closedAfterAll(await fakeServer());

describe('A document', () => {
  it.each([
    ['OpenAPI 3 in JSON', 'a.json', JSON.stringify(openapi)],
    ['OpenAPI 3 in YAML', 'a.yaml', toYaml(openapi)],
    ['Swagger 2 in JSON', 'b.json', JSON.stringify(swagger)],
    ['Swagger 2 in YAML', 'b.yml', toYaml(swagger)],
    ['JSON with another extension', 'c.txt', JSON.stringify(openapi)],
    ['YAML without an extension', 'spec', toYaml(swagger)],
    ['JSON with a byte order mark', 'd.json', `\uFEFF${JSON.stringify(openapi)}`],
  ])('is read: %s', async (_, name, text) => {
    const result = check(await read(files.write(name, text)), 'puzzel', puzzelTools.map(toolViewOf));
    expect(result.operations).toBe(puzzelTools.length);
    expect(result).toMatchObject({ differences: 0, not_offered: [], unresolved: [] });
  });

  it('is fetched from an address', async () => {
    server.answer((_, response) => json(response, openapi));
    expect(check(await read(`${server.url}/openapi.json`), 'puzzel', puzzelTools.map(toolViewOf)).differences).toBe(0);
  });

  it('has its references resolved, even circular ones', async () => {
    const spec = files.write('refs.json', {
      openapi: '3.1.0',
      paths: {
        '/{customerKey}/queues': { $ref: '#/components/pathItems/queues' },
        '/customers/{customerKey}/etasks': {
          post: {
            requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Wrapped' } } } },
          },
        },
      },
      components: {
        pathItems: { queues: { get: { operationId: 'QueueList' } } },
        schemas: {
          Wrapped: { type: 'object', properties: { eTask: { $ref: '#/components/schemas/Task' } } },
          Task: {
            type: 'object',
            properties: { subject: { type: 'string' }, parent: { $ref: '#/components/schemas/Task' } },
          },
        },
      },
    });
    const found = operationsOf(await read(spec), 'puzzel');
    expect(found.map(({ verb, body }) => [verb, body.wrapper?.name, body.fields.map(({ name }) => name)])).toEqual([
      ['POST', 'eTask', ['subject', 'parent']],
      ['GET', undefined, []],
    ]);
  });

  it('may consist of several files in one folder; nothing outside it and nothing on the network is read', async () => {
    server.seen.length = 0;
    mkdirSync(files.path('parts'), { recursive: true });
    files.write('parts/queue.yaml', 'get:\n  operationId: QueueList\n');
    const outside = files.write('secret.yaml', 'get:\n  operationId: Secret\n');
    symlinkSync(outside, files.path('parts/link.yaml'));
    symlinkSync('/dev/zero', files.path('parts/zero.yaml'));
    execFileSync('mkfifo', [files.path('parts/pipe.yaml')]);
    const spec = files.write(
      'parts/main.yaml',
      toYaml({
        openapi: '3.0.0',
        paths: {
          '/{customerKey}/queues': { $ref: './queue.yaml' },
          '/{customerKey}/services': { $ref: `${server.url}/services.yaml` },
          '/{customerKey}/languages': { $ref: '../secret.yaml' },
          '/{customerKey}/link': { $ref: './link.yaml' },
          '/{customerKey}/zero': { $ref: './zero.yaml' },
          '/{customerKey}/pipe': { $ref: './pipe.yaml' },
        },
      }),
    );
    const document = await read(spec);
    expect(operationsOf(document, 'puzzel').map(({ operationId }) => operationId)).toEqual(['QueueList']);
    expect(document.unresolved).toHaveLength(5);
    expect(server.seen).toEqual([]);
  });

  it('reads no file of this machine when it comes from an address', async () => {
    files.write('local.yaml', 'get:\n  operationId: Local\n');
    server.answer((_, response) =>
      json(response, { openapi: '3.0.0', paths: { '/a': { $ref: files.path('local.yaml') }, '/b': { get: {} } } }),
    );
    const document = await read(`${server.url}/openapi.json`);
    expect(operationsOf(document, 'puzzel').map(({ fullPath }) => fullPath)).toEqual(['/b']);
    expect(document.unresolved).toHaveLength(1);
  });
});

describe('What is not a document', () => {
  it.each([
    ['a file that is not there', 'nowhere.json', undefined, /nowhere\.json cannot be read \(ENOENT\)/],
    ['a folder', '.', undefined, /is not a file/],
    ['an empty file', 'empty.json', '', /is empty/],
    ['broken JSON', 'broken.json', '{"openapi": "3.0.0", ', /is neither JSON nor YAML/],
    ['broken YAML', 'broken.yaml', 'openapi: 3.0.0\n  paths: [', /is neither JSON nor YAML/],
    ['a sentence', 'text.yaml', 'hello', /is neither JSON nor YAML/],
    ['a list', 'list.json', '[1]', /is neither JSON nor YAML/],
    ['another kind of JSON', 'package.json', '{"name": "x"}', /is not an OpenAPI 3 or Swagger 2 document/],
    ['Swagger 1', 'one.json', '{"swagger": "1.2", "paths": {"/a": {}}}', /is not an OpenAPI 3 or Swagger 2 document/],
    ['a document without paths', 'none.json', '{"openapi": "3.0.0"}', /has no "paths"/],
    ['a document with empty paths', 'zero.json', '{"openapi": "3.0.0", "paths": {}}', /has no "paths"/],
  ])('%s is refused in one line', async (_, name, content, message) => {
    const spec = content === undefined ? files.path(name) : files.write(name, content);
    const error = await read(spec).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain('\n');
  });

  it('a file of 40 MiB is refused', async () => {
    const huge = files.write('huge.json', '');
    truncateSync(huge, 40 * 1024 * 1024);
    await expect(read(huge)).rejects.toThrow('larger than 32 MiB');
  });

  it.each([
    [404, /answers 404/],
    [401, /wants a login/],
    [302, /redirects are not followed/],
  ])('an address that answers %i is reported', async (status, message) => {
    server.answer((_, response) => json(response, {}, status, { location: 'https://example.org/' }));
    await expect(read(`${server.url}/openapi.json`)).rejects.toThrow(message);
  });

  it('an address that does not answer, or that is not safe, is reported', async () => {
    await expect(read('http://127.0.0.1:9/openapi.json')).rejects.toThrow('cannot be fetched');
    await expect(read('http://example.org/openapi.json')).rejects.toThrow('must be https');
    await expect(read('https://user:secret@example.org/openapi.json')).rejects.toThrow('must be https');
  });
});
