import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { json } from '../support/fake-server.js';
import { newFolder } from '../support/set-up.js';
import { eventually, type Recipe, runRecipe, startRecipe } from './recipe.js';
import { startTenant } from './tenant.js';

const script = 'web-lead-to-etask/endpoint.mjs';
const creationPath = /\/etasks$/;

let leadCount = 0;
/** Makes another lead each time. */
const newLead = () => {
  leadCount += 1;
  return {
    id: `lead-${leadCount}`,
    name: 'Tone Aasen',
    phone: '+44 7700 900461',
    message: 'Fibre for two sites,\nplease call.',
  };
};

const tenant = await startTenant();
const ledger = join(newFolder(), 'leads.jsonl');
let running: Recipe;
let url: string;

const taskFlags = ['--to', 'vip@nordlys.example', '--queue', 'q_vip_sales', '--vip-score', '8'];
const args = [...taskFlags, '--port', '0', '--ledger', ledger];

async function start(env: Record<string, string> = {}, more: string[] = []): Promise<void> {
  running = startRecipe(script, [...args, ...more], { ...tenant.env, ...env });
  await vi.waitFor(() => expect(running.stdout()).toContain('takes leads'), 60_000);
  url = /http:\S+\/leads/.exec(running.stdout())?.[0] ?? '';
}

async function stopWithSuccess(): Promise<void> {
  running.kill('SIGTERM');
  expect(await running.exit).toBe(0);
}

const stop = async () => {
  running.kill('SIGTERM');
  await running.exit;
};

async function post(body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body: answer, headers: response.headers };
}

describe('a web lead', () => {
  beforeAll(() => start());
  afterAll(stop);

  it('becomes one complete eTask, however often it is sent', async () => {
    const lead = newLead();
    const first = await post(lead);
    expect(first).toMatchObject({ status: 201, body: { id: lead.id, state: 'created', task: expect.any(Number) } });
    const task = await tenant.ask('get_single_puzzel_etask_by_id', { id: String(first.body.task) });
    expect(task).toMatchObject({
      from: '+447700900461',
      to: 'vip@nordlys.example',
      vipScore: 8,
      queueId: 201,
      variables: expect.arrayContaining([{ name: 'leadId', value: lead.id }]),
      additionalInfo: expect.stringContaining('Fibre for two sites,\nplease call.'),
    });
    expect(await post(lead)).toMatchObject({ status: 200, body: { task: first.body.task, repeated: true } });
    expect(await post({ ...lead, name: 'Somebody else' })).toMatchObject({ status: 409 });
    expect(tenant.seen(creationPath).length).toBe(1);
  });

  it('sent twice at the same moment becomes one task', async () => {
    const lead = newLead();
    const [one, other] = await Promise.all([post(lead), post(lead)]);
    expect(one?.body.task).toBeTypeOf('number');
    expect(one?.body.task).toBe(other?.body.task);
    expect(tenant.seen(creationPath).length).toBe(1);
  });

  it('that Puzzel refused may be sent again', async () => {
    const lead = newLead();
    tenant.intercept(({ target }, response) => {
      if (!creationPath.test(target)) return false;
      json(response, {}, 429, { 'retry-after': '7' });
      return true;
    });
    const refused = await post(lead);
    expect(refused).toMatchObject({ status: 503, body: { state: 'refused' } });
    expect(refused.headers.get('retry-after')).toBe('7');
    tenant.intercept(() => false);
    expect((await post(lead)).status).toBe(201);
  });

  it('that is invalid is refused with its problem', async () => {
    const lead = newLead();
    const wrong: [lead: object, problem: string][] = [
      [{ ...lead, id: undefined }, 'id: is missing'],
      [{ ...lead, id: '../x' }, 'id: must be'],
      [{ ...lead, name: ' ' }, 'name: must be'],
      [{ id: 'a', name: 'Kari' }, 'phone: is needed, or email'],
      [{ ...lead, phone: 'call me' }, 'phone: must be'],
      [{ ...lead, email: 'kari@' }, 'email: must be'],
      [{ ...lead, message: 'x'.repeat(4001) }, 'message: 4000 characters at most'],
      [{ ...lead, vipScore: 9 }, 'vipScore: no such field'],
      [{ ...lead, constructor: 'x' }, 'constructor: no such field'],
      [{ ...lead, name: { first: 'Kari' } }, 'name: must be text'],
    ];
    for (const [body, problem] of wrong) {
      expect(await post(body)).toMatchObject({ status: 422, body: { problems: [expect.stringContaining(problem)] } });
    }
    expect(tenant.seen(creationPath).length).toBe(0);
  });

  it('becomes a task without control characters', async () => {
    const { body } = await post({ ...newLead(), name: 'Ka\u202eri\u0000', subject: 'a\nFrom: boss' });
    const task = await tenant.ask('get_single_puzzel_etask_by_id', { id: String(body.task) });
    expect(JSON.stringify(task)).toContain('"value":"Ka ri"');
    expect(JSON.stringify(task)).toContain('Subject: a From: boss');
  });

  it('is refused when it is longer than 16 KiB, of another type, no JSON object, or sent by another method or to another path', async () => {
    expect((await post({ ...newLead(), message: 'x'.repeat(20_000) })).status).toBe(413);
    expect((await post('<lead/>', { 'content-type': 'text/xml' })).status).toBe(415);
    expect((await post('[1]')).status).toBe(400);
    expect((await fetch(new URL('/other', url))).status).toBe(404);
    expect((await fetch(url, { method: 'PUT' })).status).toBe(405);
    expect(tenant.seen(creationPath).length).toBe(0);
  });

  // This is the last test, since the endpoint ends.
  it.runIf(process.platform === 'linux')(
    'needs the server: the endpoint ends with it, so that a service manager starts both again',
    async () => {
      const children = readFileSync(`/proc/${running.pid}/task/${running.pid}/children`, 'utf8').trim().split(' ');
      expect(children.length).toBe(1);
      process.kill(Number(children[0]), 'SIGKILL');
      expect(await running.exit).toBe(3);
      expect(running.stderr()).toContain('Start this program again');
    },
  );
});

describe('the endpoint after a restart', () => {
  beforeEach(() => rmSync(ledger, { force: true }));
  afterEach(stop);

  it('knows which leads became tasks, and repeats none with an unknown outcome until a person allows it', async () => {
    const [lost, killed] = [newLead(), newLead()];
    await start();
    const page = await (await fetch(new URL('/', url))).text();
    const id = /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const form = new URLSearchParams({ id, name: 'Kari', email: 'kari@example.com', message: '' }).toString();
    const asForm = { 'content-type': 'application/x-www-form-urlencoded' };
    const first = await post(form, asForm);
    expect(first.status).toBe(201);

    // Puzzel performs the write, and its answer is lost.
    tenant.intercept(async (request, response) => {
      if (request.method !== 'POST' || !creationPath.test(request.target)) return false;
      await tenant.forward(request);
      response.destroy();
      return true;
    });
    expect(await post(lost)).toMatchObject({ status: 502, body: { state: 'unknown' } });
    tenant.intercept(() => false);
    expect(await post(lost)).toMatchObject({ status: 409, body: { state: 'unknown' } });
    expect(await (await fetch(url)).json()).toMatchObject({ unknown: [{ key: lost.id, state: 'unknown' }] });
    expect(running.stderr()).toContain(`leadId=${lost.id}`);
    expect(tenant.seen(creationPath).length).toBe(2);

    tenant.intercept(({ target }) => creationPath.test(target));
    const underWay = post(killed).catch(() => 'lost');
    await eventually(() => tenant.seen(creationPath).length).toBe(3);
    running.kill('SIGKILL');
    await running.exit;
    expect(await underWay).toBe('lost');
    const forgot = await runRecipe(script, [...args, '--forget', lost.id], tenant.env);
    expect(forgot.code).toBe(0);

    // A lead that fails at the login was never sent, and may be sent again.
    tenant.intercept((request, response) => {
      if (!/LogIn/.test(request.target)) return false;
      json(response, { message: 'down' }, 500);
      return true;
    });
    await start();
    expect(running.stderr()).toContain(`${killed.id}: outcome unknown`);
    expect(await post(form, asForm)).toMatchObject({ status: 200, body: { task: first.body.task } });
    expect((await post(killed)).status).toBe(409);
    expect(await post(lost)).toMatchObject({ status: 503, body: { state: 'refused' } });
    expect(tenant.seen(creationPath).length).toBe(3);
    await stopWithSuccess();

    tenant.intercept(() => false);
    await start();
    expect((await post(lost)).status).toBe(201);
    expect(tenant.seen(creationPath).length).toBe(4);
  });

  it('refuses leads without the token or from other sites, and takes a lead again that only the demo tenant got, or no tenant', async () => {
    const lead = newLead();
    await start({ LEAD_TOKEN: 'open sesame' }, ['--demo', '--allow-origin', 'https://www.example.com']);
    const token = { authorization: 'Bearer open sesame' };
    expect((await post(lead)).status).toBe(401);
    expect((await post(lead, { authorization: 'Bearer open sesam' })).status).toBe(401);
    expect((await post(lead, { ...token, origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(lead, { ...token, origin: 'https://www.example.com' })).status).toBe(201);
    await stopWithSuccess();

    await start({ PUZZEL_AUTH_URL: 'http://127.0.0.1:9' });
    expect(await post(lead)).toMatchObject({ status: 503, body: { state: 'refused' } });
    await stopWithSuccess();
    expect(tenant.seen(creationPath)).toEqual([]);

    await start();
    expect((await post(lead)).status).toBe(201);
    expect(tenant.seen(creationPath).length).toBe(1);
  });

  it('does not start without --to', async () => {
    running = startRecipe(script, ['--ledger', ledger], tenant.env);
    expect(await running.exit).toBe(2);
    expect(running.stderr()).toContain('--to is missing');
  });
});
