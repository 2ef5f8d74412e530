import { parseArgs } from 'node:util';
import { modelNamed, UsageError } from './models.js';
import { referenceModel } from './reference-model.js';
import { type Outcome, runTask } from './run-task.js';
import { table } from './table.js';
import type { Call, Task } from './task.js';
import { tasks } from './tasks/index.js';
import { Tenant } from './tenant.js';

const usage = `npm run eval -- --model PROVIDER/MODEL [TASK …]   any model of the AI SDK does the tasks: docs/evals.md
npm run eval -- --reference [TASK …]              the reference solutions; needs no key`;

/** Runs the evaluation and returns the exit code. */
export async function main(args: string[]): Promise<number> {
  // The AI SDK would write its warnings to standard output, where the table goes.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  try {
    const { model, chosenTasks } = parse(args);
    const outcomes = await runAll(chosenTasks, model);
    process.stdout.write(`${table(model ?? 'reference solutions', outcomes)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

/** The name of the model, undefined for the reference solutions, and the tasks. */
function parse(args: string[]): { model: string | undefined; chosenTasks: readonly Task[] } {
  const options = { model: { type: 'string' }, reference: { type: 'boolean' } } as const;
  const { values, positionals } = withUsage(() => parseArgs({ args, options, allowPositionals: true }));
  if ((values.model === undefined) !== (values.reference === true)) throw new UsageError(usage);
  const unknownIds = positionals.filter((id) => !tasks.some((task) => task.id === id));
  if (unknownIds.length > 0) {
    throw new UsageError(`No task ${unknownIds.join(', ')}. There are ${tasks.map(({ id }) => id).join(', ')}.`);
  }
  const chosenTasks = positionals.length === 0 ? tasks : tasks.filter(({ id }) => positionals.includes(id));
  return { model: values.model, chosenTasks };
}

function withUsage<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

/** The settings that choose the model's tools (docs/settings.md); no other setting of the environment reaches the server. */
function toolSettings(): Record<string, string> {
  const names = ['PUZZEL_MCP_TAGS', 'PUZZEL_MCP_TOOLS', 'PUZZEL_MCP_EXCLUDE_TOOLS'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** Runs tasks one after the other, each on its own demo tenant. */
async function runAll(chosenTasks: readonly Task[], name: string | undefined): Promise<Outcome[]> {
  const model = name === undefined ? undefined : await modelNamed(name);
  const outcomes: Outcome[] = [];
  for (const task of chosenTasks) {
    const tenant = await Tenant.open(toolSettings());
    try {
      const calls: Call[] = [];
      const outcome = await runTask(task, model ?? referenceModel(task, calls), tenant, calls);
      if (outcomes.length === 0 && outcome.failure !== undefined) {
        throw new UsageError(`The model does not answer: ${outcome.failure}`);
      }
      outcomes.push(outcome);
      const result = outcome.problems.length === 0 ? 'right' : `WRONG: ${outcome.problems.join('; ')}`;
      process.stderr.write(`${outcomes.length}/${chosenTasks.length} ${task.id}: ${result}\n`);
    } finally {
      await tenant.close();
    }
  }
  return outcomes;
}
