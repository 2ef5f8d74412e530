import type { Arguments } from '../../api/route.js';
import type { Failure } from '../../failure.js';
import { quoted } from '../words.js';
import { type Problem, problemsOf } from './problems.js';

/**
 * Explains a failure whose cause is a taken value (which one, by which record) or an outdated version; others stay.
 * The code `taken` comes with status 409, for the rename of an answer with 400 (gladly.md, d); the failure keeps its kind.
 */
export function explainConflict(failure: Failure, tool: string, args: Arguments): Failure {
  const problems = problemsOf(failure);
  if (problems.some(({ code }) => code === 'version_outdated')) return outdated(failure, tool);
  if (!problems.some(({ code }) => code === 'taken')) return failure;
  const details = problems.map((problem) => (problem.code === 'taken' ? takenBy(problem, args) : problem));
  const taken = details.filter(({ code }) => code === 'taken');
  const message = [failure.message.replace(/\.?$/, '.'), ...taken.map(sentence)].join(' ');
  return failure.with({ details, message, hint: hintFor(taken, tool) });
}

function outdated(failure: Failure, tool: string): Failure {
  const readTool = tool.replace(/^update_a_/, 'get_single_');
  return failure.with({
    hint: `Somebody changed it meanwhile. Read it again with ${readTool}, redo the change on what it answers, and send that version.`,
  });
}

interface Taken extends Problem {
  field?: string;
  /** What was given for the field. */
  value?: unknown;
  existing_id?: unknown;
}

function takenBy(problem: Problem, args: Arguments): Taken {
  // In the vendor's examples, errors call the id of items and tasks newConversationItems.
  const field = problem.attr === 'newConversationItems' ? 'id' : (problem.attr ?? 'id');
  const value = args[field.split('.')[0] ?? field];
  // meta.id: topics; meta.existingAnswerId: answers, by the vendor's example code.
  const existing = problem.meta?.id ?? problem.meta?.existingAnswerId;
  return {
    ...problem,
    field,
    ...(value === undefined ? {} : { value }),
    ...(existing === undefined ? {} : { existing_id: existing }),
  };
}

function sentence({ field, value, existing_id }: Taken): string {
  const given = typeof value === 'string' ? ` "${value}"` : '';
  return `The ${field}${given} is taken${existing_id === undefined ? '' : ` by ${existing_id}`}.`;
}

function hintFor(taken: readonly Taken[], tool: string): string {
  const existing = taken.find(({ existing_id }) => existing_id !== undefined)?.existing_id;
  if (existing !== undefined) return `Use what is there (id ${quoted(existing)}), or choose another value.`;
  if (taken.every(({ field }) => field === 'id')) {
    return 'An earlier call may have made it under this id: read it before creating another.';
  }
  if (tool.includes('customer')) {
    return 'Find the customer who has it with list_all_gladly_customers (email or phoneNumber); e-mail addresses and MOBILE numbers belong to one customer.';
  }
  return 'Choose another value.';
}
