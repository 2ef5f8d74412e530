import type { Arguments } from '../../api/route.js';
import type { Failure } from '../../failure.js';
import { quoted } from '../words.js';
import { type Problem, problemsOf } from './problems.js';

/**
 * Explains a failure whose cause is a taken value (which value, by which record) or an outdated version; any other
 * failure is returned as it is. The code `taken` comes with status 409, but with 400 when an answer is renamed
 * (gladly.md, d); the failure keeps its kind.
 */
export function explainConflict(failure: Failure, tool: string, args: Arguments): Failure {
  const problems = problemsOf(failure);
  if (problems.some(({ code }) => code === 'version_outdated')) return explainOutdated(failure, tool);
  if (!problems.some(({ code }) => code === 'taken')) return failure;
  const details = problems.map((problem) => (problem.code === 'taken' ? takenValue(problem, args) : problem));
  const takenValues = details.filter(({ code }) => code === 'taken');
  const message = [failure.message.replace(/\.?$/, '.'), ...takenValues.map(takenInWords)].join(' ');
  return failure.with({ details, message, hint: hintFor(takenValues, tool) });
}

function explainOutdated(failure: Failure, tool: string): Failure {
  const readTool = tool.replace(/^update_a_/, 'get_single_');
  return failure.with({
    hint: `Somebody changed it meanwhile. Read it again with ${readTool}, redo the change on what it answers, and send that version.`,
  });
}

interface TakenValue extends Problem {
  field?: string;
  /** What was given for the field. */
  value?: unknown;
  existing_id?: unknown;
}

function takenValue(problem: Problem, args: Arguments): TakenValue {
  // In the vendor's examples, errors call the id of items and tasks newConversationItems.
  const field = problem.attr === 'newConversationItems' ? 'id' : (problem.attr ?? 'id');
  const value = args[field.split('.')[0] ?? field];
  // A taken topic has meta.id, a taken answer meta.existingAnswerId (by the vendor's example code alone).
  const existingId = problem.meta?.id ?? problem.meta?.existingAnswerId;
  return {
    ...problem,
    field,
    ...(value === undefined ? {} : { value }),
    ...(existingId === undefined ? {} : { existing_id: existingId }),
  };
}

function takenInWords({ field, value, existing_id }: TakenValue): string {
  const valueInWords = typeof value === 'string' ? ` "${value}"` : '';
  return `The ${field}${valueInWords} is taken${existing_id === undefined ? '' : ` by ${existing_id}`}.`;
}

function hintFor(takenValues: readonly TakenValue[], tool: string): string {
  const existingId = takenValues.find(({ existing_id }) => existing_id !== undefined)?.existing_id;
  if (existingId !== undefined) return `Use what is there (id ${quoted(existingId)}), or choose another value.`;
  if (takenValues.every(({ field }) => field === 'id')) {
    return 'An earlier call may have made it under this id: read it before creating another.';
  }
  if (tool.includes('customer')) {
    return 'Find the customer who has it with list_all_gladly_customers (email or phoneNumber); e-mail addresses and MOBILE numbers belong to one customer.';
  }
  return 'Choose another value.';
}
