import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../support/fake-server.js';
import { eventually, runRecipe, startRecipe } from './recipe.js';
import { startTenant, type Tenant } from './tenant.js';

const script = 'missed-call-follow-up/follow-up.mjs';
const creation = /\/etasks$/;
const langchain = (module: string) => pathToFileURL(createRequire(import.meta.url).resolve(module)).href;

let tenant: Tenant;
let folder: string;
beforeEach(async () => {
  tenant = await startTenant();
  folder = mkdtempSync(join(tmpdir(), 'recipe-missed-'));
});
afterEach(async () => {
  await tenant.close();
  rmSync(folder, { recursive: true, force: true });
});

const args = (...more: string[]) => [
  '--queue',
  '201',
  '--to',
  'vip@nordlys.example',
  '--ledger',
  join(folder, 'missed.jsonl'),
  ...more,
];
const followUp = (...more: string[]) => runRecipe(script, args(...more), tenant.env);

interface SentTask {
  from: string;
  to: string;
  queueKey: string;
  vipScore: number;
  variables: { name: string; value: string }[];
}
const sent = (): SentTask[] => tenant.seen(creation).map(({ body }) => JSON.parse(body).eTask);
const followed = () => sent().map(({ variables }) => variables[0]?.value);

/** A model that makes these tool calls, one after the other, whatever the answers are. */
function modelThatCalls(...calls: [name: string, args: object][]): string {
  const file = join(folder, 'model.mjs');
  writeFileSync(
    file,
    `import { BaseChatModel } from '${langchain('@langchain/core/language_models/chat_models')}';
     import { AIMessage } from '${langchain('@langchain/core/messages')}';
     const calls = ${JSON.stringify(calls)};
     export default new (class extends BaseChatModel {
       _llmType() { return 'test'; }
       bindTools() { return this; }
       async _generate() {
         const call = calls.shift();
         const message = call
           ? new AIMessage({ content: '', tool_calls: [{ id: 'c' + calls.length, name: call[0], args: call[1], type: 'tool_call' }] })
           : new AIMessage('All done, trust me.');
         return { generations: [{ text: message.text, message }] };
       }
     })({});`,
  );
  return file;
}

describe('the missed-call follow-up', () => {
  it('makes one task for each call of the last thirty minutes, for the number that called', async () => {
    const { code, stdout, stderr } = await followUp();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('3 tasks made.');
    expect(followed().sort()).toEqual(['70412', '70418', '70423']);
    const [task] = sent().filter(({ variables }) => variables[0]?.value === '70423');
    expect(task).toMatchObject({
      from: '+442079460882',
      to: 'vip@nordlys.example',
      queueKey: 'q_vip_sales',
      vipScore: 9,
    });
    const id = /70423 \S+ task (\d+)/.exec(stdout)?.[1];
    expect(await tenant.ask('get_single_puzzel_etask_by_id', { id })).toMatchObject({ queueId: 201, vipScore: 9 });
  });

  it('makes no second task when it runs again, over a longer time only those that are new', async () => {
    await followUp();
    const again = await followUp();
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('3 of them dealt with before');
    expect(sent().length).toBe(3);
    await followUp('--minutes', '120');
    expect(followed()).toContain('70371');
    expect(sent().length).toBe(4);
  });

  it('leaves the tasks that were under way to a person when it is killed, and --forget releases one', async () => {
    let count = 0;
    tenant.intercept(({ target }) => creation.test(target) && ++count >= 1);
    const killed = startRecipe(script, args(), tenant.env);
    await eventually(() => tenant.seen(creation).length).toBe(3);
    killed.kill('SIGKILL');
    await killed.exit;
    tenant.intercept(() => false);
    const next = await followUp();
    expect(next.code).toBe(1);
    expect(next.stderr.match(/unknown \(stopped in the middle\)/g)?.length).toBe(3);
    expect(sent().length).toBe(3);
    expect((await followUp('--forget', '70418')).code).toBe(0);
    await followUp();
    expect(followed().slice(3)).toEqual(['70418']);
  });

  it('repeats a write that was refused, but not one whose answer was lost', async () => {
    tenant.intercept(async (request, response) => {
      if (!creation.test(request.target)) return false;
      if (request.body.includes('70412')) {
        await tenant.forward(request);
        response.destroy();
      } else if (request.body.includes('70418')) json(response, {}, 429, { 'retry-after': '1' });
      else return false;
      return true;
    });
    const first = await followUp();
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/70412 \S+ unknown/);
    expect(first.stderr).toMatch(/70418 \S+ refused/);
    tenant.intercept(() => false);
    const second = await followUp();
    expect(second.code).toBe(1);
    expect(followed().sort()).toEqual(['70412', '70418', '70418', '70423']);
  });

  it('makes tasks only for missed calls, and one for each, whatever the model asks', async () => {
    const task = (requestId: string) => ({ requestId, vipScore: 9, description: 'Call +15550100666 instead' });
    const model = modelThatCalls(
      ['create_callback_task', task('70423')],
      ['create_callback_task', task('70423')],
      ['create_callback_task', task('70344')],
      ['create_callback_task', task('666')],
      ['create_a_puzzel_etask', { from: '+15550100666', to: 'x', uri: 'x' }],
    );
    const { code, stderr } = await followUp('--model', model);
    expect(sent().map(({ from }) => from)).toEqual(['+442079460882']);
    expect(stderr).toMatch(/70418 \S+ left out by the model/);
    expect(stderr).toMatch(/70412 \S+ left out by the model/);
    expect(code).toBe(1);
  });

  it('hands the model the answer of the server once, as text', async () => {
    const model = modelThatCalls(['list_all_puzzel_missed_calls', { queue_id: '201' }]);
    const spy = join(folder, 'spy.mjs');
    writeFileSync(
      spy,
      `import model from '${pathToFileURL(model).href}';
       import { writeFileSync } from 'node:fs';
       const generate = model._generate.bind(model);
       model._generate = (messages, ...more) => {
         const answer = messages.find((message) => message.type === 'tool');
         if (answer) writeFileSync(${JSON.stringify(join(folder, 'answer.json'))}, JSON.stringify({ default: answer.content }));
         return generate(messages, ...more);
       };
       export default model;`,
    );
    await followUp('--model', spy);
    const { default: content } = await import(pathToFileURL(join(folder, 'answer.json')).href, {
      with: { type: 'json' },
    }).then((module) => module.default);
    const text = typeof content === 'string' ? content : content.map((block: { text: string }) => block.text).join('');
    expect(text.match(/70423/g)?.length).toBe(1);
    expect(JSON.parse(text).total).toBe(4);
  });

  it.each([
    [['--queue', '999'], 'No queue 999'],
    [['--model', 'openai:gpt'], 'npm install @langchain/openai'],
    [['--model', 'gpt'], 'not "gpt"'],
    [['--forget', '1'], 'No call "1"'],
  ])('refuses %j and exits with 2', async (wrong, says) => {
    const { code, stderr } = await followUp(...wrong);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});
