import type { Answer } from './answer.js';

type CallTool = (tool: string, args: Record<string, unknown>, fresh?: boolean) => Promise<Answer>;

/**
 * Makes calls one after the other, in the order in which they were asked for. While a call waits or is under way, a second
 * one with the same tool and arguments gets its answer.
 * @param run must not reject
 */
export function oneAtATime(run: CallTool): CallTool {
  const pending = new Map<string, Promise<Answer>>();
  let last: Promise<unknown> = Promise.resolve();
  return (tool, args, fresh) => {
    const key = JSON.stringify([tool, args]);
    const pendingAnswer = pending.get(key);
    if (pendingAnswer) return pendingAnswer;
    const answer = last.then(() => run(tool, args, fresh)).finally(() => pending.delete(key));
    pending.set(key, answer);
    last = answer;
    return answer;
  };
}
