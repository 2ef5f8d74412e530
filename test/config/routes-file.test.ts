import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { routeProblems } from '../../src/config/routes-file.js';
import { catalogue } from '../../src/tools/index.js';
import { factsOf } from '../../src/tools/manifest.js';
import { newFolder } from '../support/set-up.js';
import { toolFacts } from '../support/tool-facts.js';
import { toolNamed } from '../support/tool-named.js';

const problemsOf = (name: string, route: string): string[] => {
  const [method = '', path = ''] = route.split(' ');
  return routeProblems(factsOf(toolNamed(name)), { method: method as 'GET', path });
};

describe('a corrected route', () => {
  it('may be the route or an alternative that the tool itself has, except for Gladly', () => {
    const wrong = catalogue
      .filter(({ vendor }) => vendor !== 'gladly')
      .flatMap(({ name, route }) =>
        [route, ...route.alternatives].flatMap(({ method, path }) => problemsOf(name, `${method} ${path}`)),
      );
    expect(wrong).toEqual([]);
  });

  it('is refused when it is no route of its tool', () => {
    for (const [name, route, why] of [
      ['list_all_puzzel_missed_calls', 'POST /customers/{customerKey}/etasks/{queue_id}/delete', 'only reads'],
      ['list_all_puzzel_queues', 'DELETE /{customerKey}/queues/201', 'only reads'],
      ['list_all_puzzel_archive_records', 'PUT /{customerKey}/archive/search', 'only reads'],
      ['list_all_puzzel_queues', 'GET /{customerKey}/../../x', 'a part that is empty'],
      ['list_all_puzzel_queues', 'GET /{customerKey}/%2e%2E/x', 'a part that is empty'],
      ['list_all_puzzel_queues', 'GET //evil.com/{customerKey}', 'a part that is empty'],
      ['list_all_puzzel_queues', 'GET /{customerKey}\\..\\x', 'a part that is empty'],
      ['list_all_puzzel_queues', 'GET /{customerKey}/queues#x', 'a part that is empty'],
      ['delete_a_puzzel_etask_by_id', 'DELETE /{customerKey}/etasks', 'needs {id} in its path'],
      ['delete_a_puzzel_etask_by_id', 'DELETE /{customerKey}/etasks?id={id}', 'needs {id} in its path'],
      ['list_all_gladly_agents', 'GET /api/v2/agents', 'stay as they are'],
      ['list_all_puzzel_queues', 'GET /{customerKey}/{queue}', 'no argument for {queue}'],
    ] as const)
      expect.soft(problemsOf(name, route).join('\n'), `${name}: ${route}`).toContain(why);
  });

  it('may be a search or a deletion by POST, and may end in a slash', () => {
    expect(problemsOf('list_all_puzzel_queues', 'POST /{customerKey}/queues/search/')).toEqual([]);
    expect(problemsOf('delete_a_puzzel_etask_by_id', 'POST /customers/{customerKey}/etasks/{id}/remove')).toEqual([]);
  });
});

describe('the routes file', () => {
  const folder = newFolder();
  const load = (content: unknown) => {
    const path = join(folder, 'routes.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return loadConfig({ PUZZEL_MCP_ROUTES: path }, toolFacts).routes;
  };

  it('is read', () => {
    const routes = { list_all_puzzel_services: { method: 'get', path: '/customers/{customerKey}/services' } };
    expect(load(routes)).toEqual({
      list_all_puzzel_services: { method: 'GET', path: '/customers/{customerKey}/services' },
    });
  });

  it('is refused when anything in it is wrong', () => {
    for (const [what, content, message] of [
      ['an unknown tool', { list_all_puzzel_service: { method: 'GET', path: '/x' } }, 'list_all_puzzel_services'],
      [
        'an unknown placeholder',
        { get_single_puzzel_etask_by_id: { method: 'GET', path: '/x/{ids}' } },
        'Did you mean "id"?',
      ],
      ['an unknown method', { list_all_puzzel_services: { method: 'FETCH', path: '/x' } }, 'needs a "method"'],
      ['an address', { list_all_puzzel_services: { method: 'GET', path: 'https://x.example/' } }, 'needs a "method"'],
      ['text that is not JSON', '{', 'not JSON'],
      ['a list', [], 'must be an object'],
    ] as const)
      expect.soft(() => load(content), what).toThrow(message);
  });
});
