import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeServer, json } from '../support/fake-server.js';
import { eventually, runRecipe, startRecipe } from './recipe.js';
import { startTenant, type Tenant } from './tenant.js';

const script = 'adherence-watch/watch.mjs';
const tier2 = ['--group', 'Tier 2 Support'];

let tenant: Tenant;
beforeEach(async () => {
  tenant = await startTenant();
});
afterEach(() => tenant.close());

interface State {
  contactCentreStatus: string;
  userStatus: string;
  timeInStatus?: number;
  statusSeconds?: number;
}

/** Henrik Dahl of Tier 2 is the only agent, in whatever state the test wants. */
const onlyHenrik = (state: () => State) =>
  tenant.intercept(({ target }, response) => {
    const henrik = { userId: 9201, firstName: 'Henrik', lastName: 'Dahl' };
    if (target.includes('/users/stateinformation/')) json(response, { result: [{ ...henrik, ...state() }], code: 0 });
    else if (target.endsWith('/users/9201/stateinformation')) json(response, { result: state(), code: 0 });
    else return false;
    return true;
  });

/** A state that has lasted so many seconds now, and goes on; some tenants say so in the list, some for one agent only. */
function lasting(contactCentreStatus: string, userStatus: string, seconds: number, name = 'timeInStatus'): () => State {
  const since = Date.now() - seconds * 1000;
  return () => ({ contactCentreStatus, userStatus, [name]: Math.floor((Date.now() - since) / 1000) });
}

describe('the adherence watch', () => {
  it('--once names who is over the limit, and says it in its exit code', async () => {
    const { code, stdout } = await runRecipe(script, [...tier2, '--once'], tenant.env);
    const [event, ...more] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(event).toMatchObject({ event: 'over', userId: 9201, name: 'Henrik Dahl', state: 'WrapUp', limit: 300 });
    expect(event?.seconds).toBeGreaterThanOrEqual(452);
    expect(more).toEqual([]);
    expect(code).toBe(1);
  });

  it('--once says nothing when nobody is over', async () => {
    const quiet = await runRecipe(script, [...tier2, '--once', '--wrap-up', '900'], tenant.env);
    expect([quiet.code, quiet.stdout]).toEqual([0, '']);
  });

  it('has a limit of its own for pauses, and names the reason', async () => {
    const { stdout, code } = await runRecipe(
      script,
      ['--group', 'Tier 1 Support', '--once', '--pause', '600'],
      tenant.env,
    );
    expect(JSON.parse(stdout)).toMatchObject({ name: 'Jonas Eriksen', state: 'Pause', pause: 'Lunch', limit: 600 });
    expect(code).toBe(1);
  });

  it('tells of an episode once, of its end, and of the next one', async () => {
    let state = lasting('LoggedOn', 'WrapUp', 400);
    onlyHenrik(() => state());
    const watch = startRecipe(script, ['--every', '1'], tenant.env);
    await eventually(() => tenant.seen(/users\/stateinformation/).length).toBeGreaterThan(3);
    expect(watch.events().map(({ event }) => event)).toEqual(['over']);
    state = lasting('LoggedOn', 'Available', 5);
    await eventually(() => watch.events().at(-1)).toMatchObject({ event: 'ended', userId: 9201 });
    state = lasting('Pause', 'Busy', 1_000);
    await eventually(() => watch.events().at(-1)).toMatchObject({ event: 'over', state: 'Pause' });
    // Back and in pause again between two polls: the time began anew, so this is another episode.
    state = lasting('Pause', 'Busy', 910, 'statusSeconds');
    await eventually(() => watch.events().length).toBe(5);
    expect(watch.events().map(({ event }) => event)).toEqual(['over', 'ended', 'over', 'ended', 'over']);
    watch.kill('SIGINT');
    expect(await watch.exit).toBe(0);
    expect(watch.stderr()).toBe('');
  });

  it('counts by itself where the tenant does not say for how long', async () => {
    onlyHenrik(() => ({ contactCentreStatus: 'LoggedOn', userStatus: 'WrapUp' }));
    const watch = startRecipe(script, ['--every', '1', '--wrap-up', '2'], tenant.env);
    await eventually(() => watch.events()).toMatchObject([{ event: 'over', state: 'WrapUp', limit: 2 }]);
    watch.kill('SIGTERM');
    expect(await watch.exit).toBe(0);
  });

  it('goes on after a poll that failed, but ends when no poll can succeed', async () => {
    let polls = 0;
    tenant.intercept(({ target }, response) => {
      if (!target.includes('/users/stateinformation/') || ++polls > 1) return false;
      json(response, { code: 9, message: 'out of order' }, 500);
      return true;
    });
    const watch = startRecipe(script, [...tier2, '--every', '1'], tenant.env);
    await eventually(() => watch.events().length).toBe(1);
    expect(watch.stderr()).toContain('Trying again at the next poll');
    watch.kill('SIGINT');
    expect(await watch.exit).toBe(0);
    const unknown = await runRecipe(script, ['--group', 'Tier 3'], tenant.env);
    expect(unknown.code).toBe(3);
    expect(unknown.stderr).toContain('"Tier 3" is no id');
  });
});

describe('the agent of the adherence watch', () => {
  it('looks into an event with tools before it says a sentence (scripted)', async () => {
    const { stdout } = await runRecipe(script, [...tier2, '--once', '--model', 'scripted'], tenant.env);
    expect(JSON.parse(stdout).note).toMatch(/^Henrik Dahl: WrapUp for \d+ s .* \d+ s in [\w -]+\.$/);
    expect(tenant.seen(/9201\/stateinformation\/extended/).length).toBe(1);
  });

  it('works with a model behind an OpenAI-compatible API, which sees errors too', async () => {
    const answers = [
      { tool_calls: [call('a', 'list_all_puzzel_extended_user_state_info', '{"user_id":9201}')] },
      { tool_calls: [call('b', 'list_all_puzzel_visual_queue_state_info', '{"colour":1}')] },
      { content: 'In wrap-up, no request in hand.' },
    ];
    const bodies: { messages: { role: string; content: string }[]; tools: { function: { name: string } }[] }[] = [];
    const api = await fakeServer(({ body, headers, target }, response) => {
      expect([target, headers.authorization]).toEqual(['/v1/chat/completions', 'Bearer sk-test']);
      const message = { role: 'assistant', content: null, ...answers[bodies.length] };
      bodies.push(JSON.parse(body));
      json(response, { choices: [{ message }] });
    });
    const model = { OPENAI_BASE_URL: `${api.url}/v1`, OPENAI_API_KEY: 'sk-test' };
    const { stdout } = await runRecipe(script, [...tier2, '--once', '--model', 'some-model'], {
      ...tenant.env,
      ...model,
    });
    await api.close();
    expect(JSON.parse(stdout).note).toBe('In wrap-up, no request in hand.');
    expect(bodies[0]?.tools.map((tool) => tool.function.name)).toContain('list_all_puzzel_extended_user_state_info');
    const [first, second] = bodies[2]?.messages.filter(({ role }) => role === 'tool') ?? [];
    expect(JSON.parse(first?.content ?? '').result.userStateInformation).toMatchObject({ userStatus: 'WrapUp' });
    expect(JSON.parse(second?.content ?? '').error).toMatchObject({ kind: 'invalid_input' });
  });

  it('is not needed for the event: without a model that answers there is no note', async () => {
    const { stdout, stderr, code } = await runRecipe(script, [...tier2, '--once', '--model', 'gpt'], tenant.env);
    expect(JSON.parse(stdout)).toMatchObject({ event: 'over', userId: 9201 });
    expect(stdout).not.toContain('note');
    expect(stderr).toContain('OPENAI_API_KEY');
    expect(code).toBe(1);
  });
});

describe('the server of a recipe', () => {
  it('gets the tools it needs and the tenant, but no key of a model provider', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'recipe-env-'));
    const spy = join(folder, 'spy.mjs');
    writeFileSync(
      spy,
      `import { writeFileSync } from 'node:fs';
       writeFileSync(${JSON.stringify(join(folder, 'seen'))}, JSON.stringify({ args: process.argv.slice(2), env: process.env }));`,
    );
    const env = {
      ...tenant.env,
      OPENAI_API_KEY: 'sk-test',
      PUZZEL_MCP_COMMAND: JSON.stringify([process.execPath, spy]),
    };
    const { code } = await runRecipe(script, ['--once'], env);
    expect(code).toBe(3);
    const seen = JSON.parse(readFileSync(join(folder, 'seen'), 'utf8'));
    rmSync(folder, { recursive: true });
    expect(seen.args).toEqual([
      '--tools',
      'list_all_puzzel_state_information,list_all_puzzel_user_state_information',
      '--read-only',
    ]);
    expect(seen.env).toMatchObject(tenant.env);
    expect(JSON.stringify(seen.env)).not.toContain('sk-test');
  });
});

function call(id: string, name: string, text: string) {
  return { id, type: 'function', function: { name, arguments: text } };
}
