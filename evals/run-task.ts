import { generateText, type LanguageModel, stepCountIs } from 'ai';
import { replyIn } from './reply.js';
import type { Call, Checker, Run, Task } from './task.js';
import type { Tenant } from './tenant.js';

/** The outcome of one task. */
export interface Outcome {
  task: Task;
  calls: Call[];
  /** What is wrong; empty when the task was done right. */
  problems: string[];
  /** The error that ended the run before the model had finished. */
  failure?: string;
  /** The checker of this run; tests ask it about other replies after the same calls. */
  checker: Checker;
  /** What the model read and wrote, by its provider's count. */
  modelTokens: { input: number; output: number };
}

/** The number of steps after which a model that never finishes is stopped. */
const stepLimit = 30;

const system = (tenant: Tenant, { replyFormat }: Task) => `${tenant.instructions}

You work for the person who writes, with these tools and nothing else. Do what is asked and nothing besides; nobody answers
questions of yours, but the tools may ask the person before they go ahead. The time now is ${new Date().toISOString()}.
Finish with one line that begins with "ANSWER:" and holds only this: ${replyFormat}. Several pieces are separated by "; ", names are
spelt as in the answers of the tools, numbers in digits without units; "none" when there is nothing to name.`;

/** Lets a model do one task on this tenant, and judges it. */
export async function runTask(task: Task, model: LanguageModel, tenant: Tenant, calls: Call[] = []): Promise<Outcome> {
  const checker = await task.check(tenant);
  tenant.saysYes = task.saysYes ?? true;
  let finalText = '';
  const modelTokens = { input: 0, output: 0 };
  let failure: string | undefined;
  try {
    const { text, totalUsage, steps } = await generateText({
      model,
      system: system(tenant, task),
      prompt: task.request,
      tools: tenant.toolsFor(calls),
      stopWhen: stepCountIs(stepLimit),
    });
    finalText = text;
    calls.push(...rejectedCalls(steps.flatMap(({ toolCalls }) => toolCalls)));
    modelTokens.input = totalUsage.inputTokens ?? 0;
    modelTokens.output = totalUsage.outputTokens ?? 0;
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  tenant.saysYes = true;
  const problems = [
    ...(failure === undefined ? [] : [`the model failed: ${failure}`]),
    ...unaskedWrites(task, calls, tenant),
    ...(await problemsOf(checker, { reply: replyIn(finalText), calls })),
  ];
  return { task, calls, problems, ...(failure !== undefined && { failure }), checker, modelTokens };
}

/** Calls that the AI SDK rejected: the tool does not exist, or the arguments are invalid. */
function rejectedCalls(
  toolCalls: readonly { toolName: string; invalid?: boolean | undefined; error?: unknown }[],
): Call[] {
  return toolCalls
    .filter(({ invalid }) => invalid === true)
    .map(({ toolName, error }) => {
      const answer = { error: { kind: 'no_such_call', message: String(error) } };
      return { tool: toolName, args: {}, answer, tokens: 0 };
    });
}

/** What the checker finds. The run may have deleted what the checker reads, so failing to read it is a problem too. */
async function problemsOf(checker: Checker, run: Run): Promise<string[]> {
  try {
    return await checker(run);
  } catch (error) {
    return [`the end state cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** A problem for each writing tool that was called although the task does not need it, even when the call was refused. */
function unaskedWrites({ steps, allowedWrites = [] }: Task, calls: Call[], { writingTools }: Tenant): string[] {
  const allowedTools = new Set([...steps.map(({ tool }) => tool), ...allowedWrites]);
  const calledTools = new Set(calls.map(({ tool }) => tool));
  return [...calledTools]
    .filter((tool) => writingTools.has(tool) && !allowedTools.has(tool))
    .map((tool) => `called ${tool}, which nobody asked for`);
}
