import { describe, expect, it } from 'vitest';
import { chatTools } from '../../src/tools/chat/index.js';
import type { OutputSchema } from '../../src/tools/output.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { closedAfterTest } from '../support/set-up.js';
import { type Operation, operations } from './puzzel-operations.js';
import { type Answer, type DemoPuzzel, startPuzzel } from './puzzel-tenant.js';

interface ArchiveEntry {
  callId: string;
  surveyExist: boolean;
  contentAvailable: boolean;
  enquiryRegistrationExists: boolean;
}

/** Calls every operation in order, with the ids that only the tenant knows. `visit` gets the endpoint that was called. */
async function walk(
  tenant: DemoPuzzel,
  atAlternatives: boolean,
  visit: (operation: Operation, answer: Answer & { called: string }) => void,
) {
  const search = atAlternatives ? 'GET /{ck}/users/9948/archive' : 'POST /{ck}/users/9948/archive/search';
  const { entries } = await tenant.result<{ entries: ArchiveEntry[] }>(search);
  const ids: Record<string, string> = {
    CALL:
      entries.find((one) => one.surveyExist && one.contentAvailable && !one.enquiryRegistrationExists)?.callId ?? '',
    ENQUIRY: entries.find((one) => one.enquiryRegistrationExists)?.callId ?? '',
  };
  let visitorToken = '';
  for (const operation of operations) {
    const called = (atAlternatives && operation.alternative ? operation.alternative : operation.endpoint).replace(
      /\b(CALL|ENQUIRY|CALLOUT)\b/,
      (word) => ids[word] ?? word,
    );
    const { base, body } = operation;
    const isForm = typeof body === 'string';
    const [method = '', path = ''] = called.split(' ');
    const answer = base
      ? await tenant.send(method, base, path, {
          headers: {
            'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
            ...(base === 'PUZZEL_CHAT_API_URL' ? { authorization: `Bearer ${visitorToken}` } : {}),
          },
          ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
        })
      : await tenant.call(called, method === 'GET' ? undefined : body);
    // The only form is the login of the chat's visitor.
    if (isForm) visitorToken = (answer.body as { access_token: string }).access_token;
    if (operation.tool === 'create_a_puzzel_user_callout_request') {
      ids.CALLOUT = String((answer.body as { id: number }).id);
    }
    visit(operation, { called, ...answer });
  }
}

/** Members that a tool says its result has and an answer lacks; of a list, only its first element is looked at. */
function missingMembers({ items, properties = {} }: OutputSchema, data: unknown, path = ''): string[] {
  if (typeof data !== 'object' || data === null) return [];
  if (items) {
    const [first] = Array.isArray(data) ? data : Object.values(data).flat();
    if (first === undefined && path === '') return ['the first element'];
    return missingMembers(items, first, path);
  }
  const members = new Map(Object.entries(data));
  return Object.entries(properties).flatMap(([name, schema]) => {
    return members.has(name) ? missingMembers(schema, members.get(name), `${path}${name}.`) : [path + name];
  });
}

const tools = [...puzzelTools, ...chatTools];

describe('the operations of the Puzzel demo tenant', () => {
  it('are those of the tools, once each, with an `alternative` exactly where the inferred route has one', () => {
    const listed = operations.map(({ tool: name }) => name);
    expect(listed.sort(), 'the tools that puzzel-operations.ts has').toEqual(tools.map(({ name }) => name).sort());
    const withAlternative = puzzelTools
      .filter(({ route }) => route.provenance === 'inferred' && route.alternatives.length > 0)
      .map(({ name }) => name);
    const withDemoAlternative = operations
      .filter((one) => one.alternative !== undefined && !one.base)
      .map(({ tool: name }) => name);
    expect(withDemoAlternative.sort(), 'operations with `alternative`, which the demo route needs too').toEqual(
      withAlternative.sort(),
    );
  });

  for (const atAlternatives of [false, true]) {
    it(`answer with success and, in ContactCentre5, the envelope${atAlternatives ? ' at their alternatives' : ''}`, async () => {
      const tenant = closedAfterTest(await startPuzzel({ usesAlternatives: atAlternatives }));
      const failures: string[] = [];
      await walk(tenant, atAlternatives, ({ base, binary, tool }, { called, status, text, body }) => {
        const members = typeof body === 'object' && body !== null ? Object.keys(body).sort().join() : '';
        const isEnvelope = members === 'code,id,message,result' && (body as { code: number }).code === 0;
        const isGood =
          status === 200 && (base ? !members.includes('code,') : binary ? text.startsWith('RIFF') : isEnvelope);
        if (!isGood) failures.push(`${tool} ${called}: ${status} ${text.slice(0, 200)}`);
      });
      expect(failures, 'each needs its route, and its alternative, in src/demo/puzzel').toEqual([]);
    });
  }

  it('answer with the members that the tools describe', async () => {
    const tenant = closedAfterTest(await startPuzzel());
    const missing: Record<string, string[]> = {};
    await walk(tenant, false, ({ tool: name, base, binary }, { body }) => {
      const tool = puzzelTools.find((one) => one.name === name);
      if (!tool || base || binary) return;
      const members = missingMembers(tool.output, (body as { result: unknown }).result);
      if (members.length > 0) missing[name] = members;
    });
    expect(missing).toEqual({
      // Only `id` and `name` are known for certain.
      list_all_puzzel_available_users: ['firstName', 'lastName', 'contactCentreStatus', 'userStatus'],
      // Comes only when the argument `result` asks for it.
      get_single_puzzel_visual_queue_by_id: ['usersOverview'],
      // Made by the tools from answers that are lists.
      get_single_puzzel_user_request_by_id: ['others'],
      list_all_puzzel_call_recordings: ['others'],
    });
  });

  it('get a 404 or 405 from the router at the usual routes when it uses the alternatives', async () => {
    const tenant = closedAfterTest(await startPuzzel({ usesAlternatives: true }));
    const wrong: string[] = [];
    for (const { tool, endpoint, alternative, base } of operations) {
      if (!alternative || base) continue;
      const { status, body, text } = await tenant.call(endpoint.replace(/CALLOUT|CALL|ENQUIRY/, '1'));
      if (![404, 405].includes(status) || body !== undefined) wrong.push(`${tool} ${endpoint}: ${status} ${text}`);
    }
    expect(wrong).toEqual([]);
  });
});
