import type * as z from 'zod';
import { type Arguments, placeholdersOf } from '../api/route.js';
import { Failure } from '../failure.js';
import type { Outcome, ToolDefinition } from './define.js';
import type { NamedArguments } from './names.js';
import { listOf } from './words.js';

/** What the records of every vendor may declare. */
export interface VendorToolDefinition<I extends z.ZodRawShape = z.ZodRawShape> extends ToolDefinition<I> {
  /** Arguments that may be names (names.ts). A write accepts whole names only. */
  named?: NamedArguments;
  /** What an empty answer of a read does not prove, and where else to look. */
  whenEmpty?: string;
  /** Why a correct id may not be found; replaces the general advice about ids. */
  whenNotFound?: string;
}

/** The outcome with the hints that belong beside it: how names were understood, and what an empty answer means. */
export function withHints({ whenEmpty }: { whenEmpty?: string }, outcome: Outcome, notes: readonly string[]): Outcome {
  const isEmpty = outcome.data === null || listOf(outcome.data)?.length === 0;
  const hint = [...notes, outcome.hint, isEmpty && whenEmpty].filter(Boolean).join(' ');
  return hint === '' ? outcome : { ...outcome, hint };
}

/** The error with the record's own advice when the vendor does not find an id. */
export const withAdvice = (error: Failure, { whenNotFound }: { whenNotFound?: string }): Failure =>
  error.kind === 'not_found' && whenNotFound !== undefined ? error.with({ hint: whenNotFound }) : error;

/**
 * Refuses an update that changes nothing. It would cost a request; Gladly answers it with a 400 that gives no reason, and
 * Puzzel may report it as done.
 */
export function expectChange(
  { effect, input, route, local = [] }: Pick<ToolDefinition, 'effect' | 'input' | 'route' | 'local'>,
  args: Arguments,
): void {
  if (effect !== 'update' && effect !== 'custom-write') return;
  const known = new Set([...placeholdersOf(route.path), ...local]);
  const changes = Object.keys(input).filter((name) => !known.has(name));
  if (changes.length === 0 || changes.some((name) => args[name] !== undefined)) return;
  throw new Failure('invalid_input', `Nothing to change: give at least one of ${changes.join(', ')}.`);
}
