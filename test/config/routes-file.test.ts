import { describe, expect, it } from 'vitest';
import { routeProblems } from '../../src/config/routes-file.js';
import { catalogue } from '../../src/tools/index.js';
import { factsOf } from '../../src/tools/manifest.js';
import { toolNamed } from '../support/tool-named.js';

const problems = (name: string, route: string): string[] => {
  const [method = '', path = ''] = route.split(' ');
  return routeProblems(factsOf(toolNamed(name)), { method: method as 'GET', path });
};

describe('a corrected route', () => {
  it('may be any route or alternative of the tool', () => {
    const wrong = catalogue
      .filter(({ vendor }) => vendor !== 'gladly')
      .flatMap(({ name, route }) =>
        [route, ...route.alternatives].flatMap(({ method, path }) => problems(name, `${method} ${path}`)),
      );
    expect(wrong).toEqual([]);
  });

  it.each([
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
  ])('is refused for %s: %s', (name, route, why) => {
    expect(problems(name, route).join('\n')).toContain(why);
  });

  it('may be a search or a deletion by POST, and may end in a slash', () => {
    expect(problems('list_all_puzzel_queues', 'POST /{customerKey}/queues/search/')).toEqual([]);
    expect(problems('delete_a_puzzel_etask_by_id', 'POST /customers/{customerKey}/etasks/{id}/remove')).toEqual([]);
  });
});
