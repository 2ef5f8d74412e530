import { describe, expect, it } from 'vitest';
import { chatTools } from '../../src/tools/chat/index.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';
import { type Operation, operations } from './puzzel-operations.js';
import { startPuzzel, type TestTenant } from './puzzel-tenant.js';

interface ArchiveEntry {
  callId: string;
  surveyExist: boolean;
  contentAvailable: boolean;
  enquiryRegistrationExists: boolean;
}

/** Calls every operation in order; ids that only the tenant knows are looked up on the way. */
async function walk(tenant: TestTenant, moved: boolean, visit: (operation: Operation, sent: Sent) => void) {
  const search = moved ? 'GET /{ck}/users/9948/archive' : 'POST /{ck}/users/9948/archive/search';
  const { entries } = await tenant.result<{ entries: ArchiveEntry[] }>(search);
  const ids: Record<string, string> = {
    CALL:
      entries.find((one) => one.surveyExist && one.contentAvailable && !one.enquiryRegistrationExists)?.callId ?? '',
    ENQUIRY: entries.find((one) => one.enquiryRegistrationExists)?.callId ?? '',
    CALLOUT: '11202',
  };
  let visitor = '';
  for (const operation of operations) {
    const at = (moved && operation.moved ? operation.moved : operation.at).replace(
      /\b(CALL|ENQUIRY|CALLOUT)\b/,
      (word) => ids[word] ?? word,
    );
    const { base, body } = operation;
    const form = typeof body === 'string';
    const [method = '', path = ''] = at.split(' ');
    const answer = base
      ? await tenant.send(method, base, path, {
          headers: {
            'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
            ...(base === 'PUZZEL_CHAT_API_URL' ? { authorization: `Bearer ${visitor}` } : {}),
          },
          ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
        })
      : await tenant.call(at, method === 'GET' ? undefined : body);
    if (form) visitor = (answer.body as { access_token: string }).access_token;
    if (operation.name === 'create_a_puzzel_user_callout_request') {
      ids.CALLOUT = String((answer.body as { id: number }).id);
    }
    visit(operation, { at, ...answer });
  }
}

type Sent = { at: string; status: number; text: string; body: unknown };

const tools = [...puzzelTools, ...chatTools];

describe('the operations of the Puzzel demo tenant', () => {
  it('are those of the tools, once each, with the first alternative of each inferred route', () => {
    expect(operations.map(({ name }) => name).sort()).toEqual(tools.map(({ name }) => name).sort());
    const movable = puzzelTools
      .filter(({ route }) => route.provenance === 'inferred' && route.alternatives.length > 0)
      .map(({ name }) => name);
    const moved = operations.filter((one) => one.moved !== undefined && !one.base).map(({ name }) => name);
    expect({
      'lacks `moved` here and in the demo route': movable.filter((name) => !moved.includes(name)),
      'has `moved` without an alternative': moved.filter((name) => !movable.includes(name)),
    }).toEqual({ 'lacks `moved` here and in the demo route': [], 'has `moved` without an alternative': [] });
  });

  for (const moved of [false, true]) {
    it(`answer with success and, in ContactCentre5, the envelope${moved ? ' at their moved routes' : ''}`, async () => {
      const tenant = await startPuzzel({ moveRoutes: moved });
      const failures: string[] = [];
      await walk(tenant, moved, ({ base, binary, name }, { at, status, text, body }) => {
        const fields = typeof body === 'object' && body !== null ? Object.keys(body).sort().join() : '';
        const enveloped = fields === 'code,id,message,result' && (body as { code: number }).code === 0;
        const good =
          status === 200 && (base ? !fields.includes('code,') : binary ? text.startsWith('RIFF') : enveloped);
        if (!good) failures.push(`${name} ${at}: ${status} ${text.slice(0, 200)}`);
      });
      await tenant.close();
      expect(failures).toEqual([]);
    });
  }

  it('get a 404 or 405 from the router at routes that have moved', async () => {
    const tenant = await startPuzzel({ moveRoutes: true });
    const wrong: string[] = [];
    for (const { name, at, moved, base } of operations) {
      if (!moved || base) continue;
      const { status, body, text } = await tenant.call(at.replace(/CALLOUT|CALL|ENQUIRY/, '1'));
      if (![404, 405].includes(status) || body !== undefined) wrong.push(`${name} ${at}: ${status} ${text}`);
    }
    await tenant.close();
    expect(wrong).toEqual([]);
  });
});
