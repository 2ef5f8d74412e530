import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { json } from '../support/fake-server.js';
import { emptiedFolder } from '../support/set-up.js';
import { eventually, notRefused, startRecipe, startScriptHost } from './recipe.js';
import { startTenant } from './tenant.js';

const script = 'missed-call-follow-up/follow-up.mjs';
const creationPath = /\/etasks$/;
const langchain = (module: string) => pathToFileURL(createRequire(import.meta.url).resolve(module)).href;

const tenant = await startTenant();
const run = startScriptHost();
const folder = emptiedFolder();

const args = (...more: string[]) => [
  '--queue',
  '201',
  '--to',
  'vip@nordlys.example',
  '--ledger',
  join(folder, 'missed.jsonl'),
  ...more,
];
const followUp = (...more: string[]) => run(script, args(...more), tenant.env);

interface SentTask {
  from: string;
  to: string;
  queueKey: string;
  vipScore: number;
  variables: { name: string; value: string }[];
}
const sentTasks = (): SentTask[] => tenant.seen(creationPath).map(({ body }) => JSON.parse(body).eTask);
const idsOfTasks = () => sentTasks().map(({ variables }) => variables[0]?.value);

/** A model that makes these tool calls, one after the other, and writes down the first answer that it is shown. */
function modelThatCalls(...calls: [name: string, args: object][]): string {
  const file = join(folder, 'model.mjs');
  writeFileSync(
    file,
    `import { writeFileSync } from 'node:fs';
     import { BaseChatModel } from '${langchain('@langchain/core/language_models/chat_models')}';
     import { AIMessage } from '${langchain('@langchain/core/messages')}';
     const calls = ${JSON.stringify(calls)};
     export default new (class extends BaseChatModel {
       _llmType() { return 'test'; }
       bindTools() { return this; }
       async _generate(messages) {
         const answer = messages.find((message) => message.type === 'tool');
         if (answer) writeFileSync(${JSON.stringify(join(folder, 'answer.json'))}, JSON.stringify(answer.content));
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
  it('makes exactly one task, with the number that called, for each missed call of the last thirty minutes', async () => {
    const { code, stdout, stderr } = await followUp();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('3 tasks made.');
    expect(idsOfTasks().sort()).toEqual(['70412', '70418', '70423']);
    const [task] = sentTasks().filter(({ variables }) => variables[0]?.value === '70423');
    expect(task).toMatchObject({
      from: '+442079460882',
      to: 'vip@nordlys.example',
      queueKey: 'q_vip_sales',
      vipScore: 9,
    });
    const id = /70423 \S+ task (\d+)/.exec(stdout)?.[1];
    expect(await tenant.ask('get_single_puzzel_etask_by_id', { id })).toMatchObject({ queueId: 201, vipScore: 9 });

    // A longer period adds only the calls that are new.
    const again = await followUp('--minutes', '120');
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(again.stdout).toContain('3 of them dealt with before');
    expect(idsOfTasks().slice(3)).toEqual(['70371']);
  });

  it('leaves a call with an unknown outcome, after a kill or a lost answer, to a person, but repeats what was refused', async () => {
    tenant.intercept(({ target }) => creationPath.test(target));
    const killed = startRecipe(script, args(), tenant.env);
    await eventually(() => tenant.seen(creationPath).length).toBe(3);
    killed.kill('SIGKILL');
    await killed.exit;
    tenant.intercept(() => false);
    const next = await followUp();
    expect(next.code).toBe(1);
    expect(next.stderr.match(/unknown \(stopped in the middle\)/g)?.length).toBe(3);
    expect(sentTasks().length).toBe(3);

    // --forget allows another attempt.
    for (const id of ['70412', '70418']) expect((await followUp('--forget', id)).code).toBe(0);
    tenant.intercept(async (request, response) => {
      if (!creationPath.test(request.target)) return false;
      if (request.body.includes('70412')) {
        await tenant.forward(request);
        response.destroy();
      } else json(response, {}, 429, { 'retry-after': '1' });
      return true;
    });
    const third = await followUp();
    expect(third.code).toBe(1);
    expect(third.stderr).toMatch(/70412 \S+ unknown/);
    expect(third.stderr).toMatch(/70418 \S+ refused/);
    expect(idsOfTasks().slice(3).sort()).toEqual(['70412', '70418']);

    tenant.intercept(() => false);
    const last = await followUp();
    expect(last.code).toBe(1);
    expect(last.stdout).toContain('1 tasks made.');
    expect(idsOfTasks().slice(5)).toEqual(['70418']);
  });

  it('makes at most one task for each missed call, whatever the model asks, and shows it an answer once, as text', async () => {
    const task = (requestId: string) => ({ requestId, vipScore: 9, description: 'Call +15550100666 instead' });
    const model = modelThatCalls(
      ['list_all_puzzel_missed_calls', { queue_id: '201' }],
      ['create_callback_task', task('70423')],
      ['create_callback_task', task('70423')],
      ['create_callback_task', task('70344')],
      ['create_callback_task', task('666')],
      ['create_a_puzzel_etask', { from: '+15550100666', to: 'x', uri: 'x' }],
    );
    const { code, stderr } = await followUp('--model', model);
    expect(sentTasks().map(({ from }) => from)).toEqual(['+442079460882']);
    expect(stderr).toMatch(/70418 \S+ left out by the model/);
    expect(stderr).toMatch(/70412 \S+ left out by the model/);
    expect(code).toBe(1);

    const content = JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8')) as string | { text: string }[];
    const text = typeof content === 'string' ? content : content.map((block) => block.text).join('');
    expect(text.match(/70423/g)?.length).toBe(1);
    expect(JSON.parse(text).total).toBe(4);
  });

  it('refuses a queue, a model or a call that does not exist, with exit code 2', async () => {
    const offenders = await notRefused(followUp, [
      [['--queue', '999'], 'No queue 999'],
      [['--model', 'openai:gpt'], 'npm install @langchain/openai'],
      [['--model', 'gpt'], 'not "gpt"'],
      [['--forget', '1'], 'No call "1"'],
    ]);
    expect(offenders).toEqual([]);
  });
});
