import type { Outcome } from './run-task.js';
import type { Call } from './task.js';

/** The calls that failed, except for errors that belong to the reference solution. */
export const errorsOf = ({ task, calls }: Outcome): Call[] =>
  calls.filter(({ answer }) => answer.error !== undefined && !task.expectedErrors?.includes(answer.error.kind));

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);

export const tokensOf = (calls: readonly Call[]): number => sum(calls.map(({ tokens }) => tokens));

const markdown = (head: string[], rows: (string | number)[][]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`)
    .join('\n');

/** One line about all tasks, then a line for each task and for each tool that was or should have been called. */
export function table(model: string, outcomes: readonly Outcome[]): string {
  return [`## ${model}`, summary(outcomes), byTask(outcomes), byTool(outcomes)].join('\n\n');
}

function summary(outcomes: readonly Outcome[]): string {
  const calls = outcomes.flatMap((outcome) => outcome.calls);
  const minimalCount = sum(outcomes.map(({ task }) => task.steps.length));
  const figure = (value: number) => value.toLocaleString('en');
  return [
    `${outcomes.filter(({ problems }) => problems.length === 0).length} of ${outcomes.length} right`,
    `${calls.length} calls where ${minimalCount} are enough (${(calls.length / Math.max(1, minimalCount)).toFixed(2)} ×)`,
    `${figure(tokensOf(calls))} tokens of answers (the largest ${figure(Math.max(0, ...calls.map(({ tokens }) => tokens)))})`,
    `${sum(outcomes.map((outcome) => errorsOf(outcome).length))} errors`,
    `the model read ${figure(sum(outcomes.map(({ modelTokens }) => modelTokens.input)))} tokens and wrote ${figure(sum(outcomes.map(({ modelTokens }) => modelTokens.output)))}.`,
  ].join(', ');
}

function byTask(outcomes: readonly Outcome[]): string {
  return markdown(
    ['task', 'person', 'right', 'calls', 'minimal', 'tokens', 'errors', 'what was wrong'],
    outcomes.map((outcome) => [
      outcome.task.id,
      outcome.task.person,
      outcome.problems.length === 0 ? 'yes' : 'NO',
      outcome.calls.length,
      outcome.task.steps.length,
      tokensOf(outcome.calls),
      errorsOf(outcome).length,
      outcome.problems.join('; '),
    ]),
  );
}

function byTool(outcomes: readonly Outcome[]): string {
  const calls = outcomes.flatMap((outcome) => outcome.calls);
  const errors = outcomes.flatMap(errorsOf);
  const minimalCalls = outcomes.flatMap(({ task }) => task.steps);
  const tools = [...new Set([...calls, ...minimalCalls].map(({ tool }) => tool))];
  const ofTool = <T extends { tool: string }>(items: readonly T[], tool: string) =>
    items.filter((each) => each.tool === tool);
  const surplus = (tool: string) => ofTool(calls, tool).length - ofTool(minimalCalls, tool).length;
  return markdown(
    ['tool', 'calls', 'minimal', 'tokens', 'errors'],
    tools
      .sort((one, other) => surplus(other) - surplus(one) || one.localeCompare(other))
      .map((tool) => [
        `\`${tool}\``,
        ofTool(calls, tool).length,
        ofTool(minimalCalls, tool).length,
        tokensOf(ofTool(calls, tool)),
        ofTool(errors, tool).length,
      ]),
  );
}
