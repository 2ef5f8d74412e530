import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeServer, json } from '../support/fake-server.js';
import { newFolder } from '../support/set-up.js';
import { eventsIn, eventually, startRecipe, startScriptHost } from './recipe.js';
import { startTenant } from './tenant.js';

const script = 'adherence-watch/watch.mjs';
const tier2 = ['--group', 'Tier 2 Support'];

const tenant = await startTenant();
const run = startScriptHost();

const watch = (args: string[], env: Record<string, string> = {}) => run(script, args, { ...tenant.env, ...env });

interface State {
  contactCentreStatus: string;
  userStatus: string;
  timeInStatus?: number;
  statusSeconds?: number;
}

/** Henrik Dahl of Tier 2 is the only agent, in the state that the test gives; without a state the poll fails. */
const onlyHenrik = (state: () => State | undefined) =>
  tenant.intercept(({ target }, response) => {
    const now = state();
    const isPoll = target.includes('/users/stateinformation/');
    if (isPoll && now) {
      const henrik = { userId: 9201, firstName: 'Henrik', lastName: 'Dahl' };
      json(response, { result: [{ ...henrik, ...now }], code: 0 });
    } else if (isPoll) json(response, { code: 9, message: 'out of order' }, 500);
    else if (now && target.endsWith('/users/9201/stateinformation')) json(response, { result: now, code: 0 });
    else return false;
    return true;
  });

/** A state that has lasted for so many seconds and continues; tenants name the member with the seconds differently. */
function lasting(contactCentreStatus: string, userStatus: string, seconds: number, name = 'timeInStatus'): () => State {
  const since = Date.now() - seconds * 1000;
  return () => ({ contactCentreStatus, userStatus, [name]: Math.floor((Date.now() - since) / 1000) });
}

describe('the adherence watch', () => {
  it('--once reports who is over which limit in all groups, with exit code 1', async () => {
    const { code, stdout, stderr } = await watch(['--once', '--pause', '600', '--model', 'gpt']);
    const events = eventsIn(stdout);
    const [wrapUp, ...more] = events.filter(({ userId }) => userId === 9201);
    expect(more).toEqual([]);
    expect(wrapUp).toMatchObject({ event: 'over', name: 'Henrik Dahl', state: 'WrapUp', limit: 300 });
    expect(wrapUp?.seconds).toBeGreaterThanOrEqual(452);
    expect(events).toContainEqual(
      expect.objectContaining({ name: 'Jonas Eriksen', state: 'Pause', pause: 'Lunch', limit: 600 }),
    );
    expect(code).toBe(1);
    // The event needs no model; without a model that answers it has no note.
    expect(stdout).not.toContain('note');
    expect(stderr).toContain('OPENAI_API_KEY');
  });

  it('--once prints nothing when nobody of the group is over a limit', async () => {
    const quiet = await watch([...tier2, '--once', '--wrap-up', '900', '--pause', '1']);
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('reports an episode once, its end and the next one, and continues after a failed poll', async () => {
    let state: (() => State) | undefined;
    onlyHenrik(() => state?.());
    const running = startRecipe(script, ['--every', '1', '--wrap-up', '1'], tenant.env);
    const reported = () => running.events().map(({ event }) => event);
    await eventually(running.stderr).toContain('Trying again at the next poll');
    state = lasting('LoggedOn', 'WrapUp', 400);
    const polls = tenant.seen(/users\/stateinformation/).length;
    await eventually(() => tenant.seen(/users\/stateinformation/).length).toBeGreaterThan(polls + 2);
    expect(reported()).toEqual(['over']);
    state = lasting('LoggedOn', 'Available', 5);
    await eventually(() => running.events().at(-1)).toMatchObject({ event: 'ended', userId: 9201 });
    state = lasting('Pause', 'Busy', 1_000);
    await eventually(() => running.events().at(-1)).toMatchObject({ event: 'over', state: 'Pause' });
    // The time is shorter than before: between two polls the agent was back and paused again, which is another episode.
    state = lasting('Pause', 'Busy', 910, 'statusSeconds');
    await eventually(() => reported().length).toBe(5);
    // Without the seconds in the answer, the watch measures the time itself.
    state = () => ({ contactCentreStatus: 'LoggedOn', userStatus: 'WrapUp' });
    await eventually(() => running.events().at(-1)).toMatchObject({ event: 'over', state: 'WrapUp', limit: 1 });
    expect(reported()).toEqual(['over', 'ended', 'over', 'ended', 'over', 'ended', 'over']);
    running.kill('SIGINT');
    expect(await running.exit).toBe(0);
    const notices = running.stderr().trimEnd().split('\n');
    expect(notices.filter((line) => !line.endsWith('Trying again at the next poll.'))).toEqual([]);
  });

  it('ends when no poll can succeed', async () => {
    const unknown = await watch(['--group', 'Tier 3']);
    expect(unknown.code).toBe(3);
    expect(unknown.stderr).toContain('User group Tier 3 does not exist');
  });
});

describe('the agent of the adherence watch', () => {
  it('uses tools to look into an event before it writes a note, again after a call that failed (scripted)', async () => {
    const extendedPath = /9201\/stateinformation\/extended/;
    tenant.intercept(({ target }, response) => {
      if (!extendedPath.test(target) || tenant.seen(extendedPath).length > 1) return false;
      json(response, { code: 9, message: 'out of order' }, 500);
      return true;
    });
    const { stdout } = await watch([...tier2, '--once', '--model', 'scripted']);
    expect(JSON.parse(stdout).note).toMatch(/^Henrik Dahl: WrapUp for \d+ s .* \d+ s in [\w -]+\.$/);
    expect(tenant.seen(extendedPath).length).toBe(2);
  });

  it('works with an OpenAI-compatible API, and shows errors to the model too', async () => {
    const answers = [
      { tool_calls: [toolCall('a', 'list_all_puzzel_extended_user_state_info', '{"user_id":9201}')] },
      { tool_calls: [toolCall('b', 'list_all_puzzel_visual_queue_state_info', '{"colour":1}')] },
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
    const { stdout } = await watch([...tier2, '--once', '--model', 'some-model'], model);
    await api.close();
    expect(JSON.parse(stdout).note).toBe('In wrap-up, no request in hand.');
    expect(bodies[0]?.tools.map((tool) => tool.function.name)).toContain('list_all_puzzel_extended_user_state_info');
    const [first, second] = bodies[2]?.messages.filter(({ role }) => role === 'tool') ?? [];
    expect(JSON.parse(first?.content ?? '').result.userStateInformation).toMatchObject({ userStatus: 'WrapUp' });
    expect(JSON.parse(second?.content ?? '').error).toMatchObject({ kind: 'invalid_input' });
  });
});

describe('the server of a recipe', () => {
  const folder = newFolder();

  it('gets its tools and the settings of the tenant, but no key of a model provider', async () => {
    const spy = join(folder, 'spy.mjs');
    writeFileSync(
      spy,
      `import { writeFileSync } from 'node:fs';
       writeFileSync(${JSON.stringify(join(folder, 'seen'))}, JSON.stringify({ args: process.argv.slice(2), env: process.env }));`,
    );
    const env = { OPENAI_API_KEY: 'sk-test', PUZZEL_MCP_COMMAND: JSON.stringify([process.execPath, spy]) };
    const { code } = await watch(['--once'], env);
    expect(code).toBe(3);
    const seen = JSON.parse(readFileSync(join(folder, 'seen'), 'utf8'));
    expect(seen.args).toEqual([
      '--tools',
      'list_all_puzzel_state_information,list_all_puzzel_user_state_information',
      '--read-only',
    ]);
    expect(seen.env).toMatchObject(tenant.env);
    expect(JSON.stringify(seen.env)).not.toContain('sk-test');
  });
});

/** A tool call as a chat completion has it. */
function toolCall(id: string, name: string, args: string) {
  return { id, type: 'function', function: { name, arguments: args } };
}
