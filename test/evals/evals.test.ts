import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { referenceModel } from '../../evals/reference-model.js';
import { answerLine, replyIn } from '../../evals/reply.js';
import { type Outcome, runTask } from '../../evals/run-task.js';
import { errorsOf, table, tokensOf } from '../../evals/table.js';
import type { Call, Task } from '../../evals/task.js';
import { tasks } from '../../evals/tasks/index.js';
import { Tenant } from '../../evals/tenant.js';
import { startDemo } from '../../src/demo/index.js';
import { catalogue } from '../../src/tools/index.js';
import { closedAfterAll } from '../support/set-up.js';

/** Model tokens of answers: all of them, and the largest. */
const budget = { all: 45_000, one: 5_000 };

const play = (task: Task, solution: Pick<Task, 'steps' | 'reply'>, tenant: Tenant): Promise<Outcome> => {
  const calls: Call[] = [];
  return runTask(task, referenceModel(solution, calls), tenant, calls);
};

const outcomes: Outcome[] = [];
async function openTenant(): Promise<Tenant> {
  const demo = closedAfterAll(await startDemo({ gladlyRequestsPerSecond: 10_000 }));
  return closedAfterAll(await Tenant.open({}, demo.env));
}
/** Wrong solutions have a tenant of their own, since they may change what the others need. */
const [tenant, wrongTenant] = await Promise.all([openTenant(), openTenant()]);

/** The problems that the checker of a task finds in the task's wrong solution. */
async function problemsOfWrong({ task, calls, checker }: Outcome): Promise<string[]> {
  const { steps, reply } = task.wrong;
  if (steps) return (await play(task, { steps, reply }, wrongTenant)).problems;
  return checker({ calls, reply: replyIn(answerLine(reply(calls.map((call) => call.answer)))) });
}

/** The problems that the checker finds when no tool was called and the reply claims success. */
async function problemsOfClaim(task: Task): Promise<string[]> {
  const checker = await task.check(wrongTenant);
  return checker({ calls: [], reply: ['done'] });
}

describe('the evaluation', () => {
  it('has forty tasks, whose requests name no tool', () => {
    expect(tasks.length).toBe(40);
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(40);
    expect(tasks.filter(({ request }) => /[a-z]_[a-z]/.test(request)).map(({ id }) => id)).toEqual([]);
  });

  it.each(tasks.map((task) => [task.id, task] as const))(
    'accepts the solution of "%s", and rejects its wrong solution and an empty claim',
    async (_, task) => {
      const [outcome, claimed] = await Promise.all([play(task, task, tenant), problemsOfClaim(task)]);
      outcomes.push(outcome);
      expect(outcome.problems).toEqual([]);
      expect(outcome.calls.map(({ tool }) => tool)).toEqual(task.steps.map(({ tool }) => tool));
      expect(errorsOf(outcome).map(({ tool, answer }) => `${tool}: ${answer.error?.message}`)).toEqual([]);
      expect(claimed).not.toEqual([]);
      const refused = await problemsOfWrong(outcome);
      expect(refused.filter((problem) => /^the model failed|cannot be read/.test(problem))).toEqual([]);
      // That a tool was called which nobody asked for is found without the checker.
      expect(refused.filter((problem) => !problem.includes('nobody asked for'))).not.toEqual([]);
    },
  );

  it('keeps the answers of the reference solutions small', () => {
    const calls = outcomes.flatMap((outcome) => outcome.calls);
    expect(tokensOf(calls)).toBeLessThanOrEqual(budget.all);
    expect(calls.filter(({ tokens }) => tokens > budget.one).map(({ tool }) => tool)).toEqual([]);
  });

  it('writes a table with a line for each task and each tool', () => {
    const text = table('some model', outcomes);
    expect(text).toContain('40 of 40 right');
    expect(text).toContain('(1.00 ×)');
    const tools = tasks.flatMap(({ steps }) => steps.map(({ tool }) => `\`${tool}\``));
    for (const name of [...tasks.map(({ id }) => id), ...tools]) expect(text).toContain(`| ${name} |`);
  });
});

it('the tags that docs/evals.md offers for a shorter list hold every tool of the solutions', () => {
  const page = readFileSync(new URL('../../docs/evals.md', import.meta.url), 'utf8');
  const tags = /PUZZEL_MCP_TAGS=([\w,-]+)/.exec(page)?.[1]?.split(',') ?? [];
  const offered = catalogue.filter(({ tag }) => tags.includes(tag)).map(({ name }) => name);
  const used = tasks.flatMap(({ steps }) => steps.map(({ tool }) => tool));
  expect(used.filter((tool) => !offered.includes(tool))).toEqual([]);
  // VS Code takes 128; server_status is listed as well.
  expect(offered.length).toBeLessThanOrEqual(127);
});

it('a call of a tool that does not exist counts as an error, and a reply without an ANSWER line as a problem', async () => {
  const [task] = tasks;
  if (!task) throw new Error('no task');
  const invented = { steps: [{ tool: 'list_all_inventions' }], reply: () => [] };
  const outcome = await play(task, invented, wrongTenant);
  expect(errorsOf(outcome).map(({ tool }) => tool)).toContain('list_all_inventions');
  expect(outcome.problems).toContain('there is no ANSWER line');
});

it('a declined deletion stays right when the model then looks whether the mail is still there', async () => {
  const task = tasks.find(({ id }) => id === 'deletion-that-is-declined');
  if (!task) throw new Error('no such task');
  const look = { tool: 'get_single_puzzel_user_visual_queue_by_id', args: { id: 'E-mail' } };
  const { problems } = await play(task, { ...task, steps: [...task.steps, look] }, tenant);
  expect(problems).toEqual([]);
});

describe('a reply', () => {
  it('is the last line that begins with ANSWER', () => {
    expect(replyIn('ANSWER: no\nThat is:\n**ANSWER:** Kari Moen; 3')).toEqual(['Kari Moen', '3']);
    expect(replyIn('Kari Moen')).toEqual([]);
    expect(replyIn('ANSWER:')).toEqual([]);
  });
});
