import type * as z from 'zod';
import { type Arguments, placeholdersOf, type Route } from '../api/route.js';
import { Failure } from '../failure.js';
import type { Outcome, ToolDefinition } from './define.js';
import { type Effect, isPaged } from './effect.js';
import { listOf, membersOf } from './members.js';
import type { NamedArguments } from './names.js';
import { type OutputSchema, savedFile } from './output.js';
import { isIdArgument } from './unmasked-arguments.js';

/** What the records of Puzzel's and Gladly's tools may declare. */
export interface VendorToolDefinition<I extends z.ZodRawShape = z.ZodRawShape> extends ToolDefinition<I> {
  /** Arguments that may be names (names.ts). A write accepts whole names only. */
  named?: NamedArguments;
  /** What an empty answer of a read does not prove, and where else to look. */
  whenEmpty?: string;
  /** Why a correct id may not be found; replaces the general advice about ids. */
  whenNotFound?: string;
}

/** The output of a record. @param withoutData what stands for a write that the vendor answers without data */
export const outputOf = ({ output, download }: VendorToolDefinition, withoutData: OutputSchema): OutputSchema =>
  output ?? (download ? savedFile : withoutData);

/**
 * The outcome with all its hints: how names were understood (`notes`), what the vendor answered beside the list that becomes
 * the result, and what an empty answer means.
 */
export function withHints(
  definition: { whenEmpty?: string; effect: Effect; paged?: boolean },
  outcome: Outcome,
  notes: readonly string[],
): Outcome {
  const list = listOf(outcome.data);
  // Of a cut list, records that fit may be missing.
  const isEmpty = outcome.data === null || (list?.length === 0 && !outcome.limited);
  const numbersAndFlags = list !== undefined && isPaged(definition) && numbersAndFlagsBesideList(outcome.data);
  const hint = [...notes, outcome.hint, numbersAndFlags, isEmpty && definition.whenEmpty].filter(Boolean).join(' ');
  return hint === '' ? outcome : { ...outcome, hint };
}

/** Names the numbers and booleans beside an unwrapped list, such as `hasMore`; no texts, since anybody may have written them. */
function numbersAndFlagsBesideList(data: unknown): string {
  const members = Object.entries(membersOf(data)).filter(
    ([name, value]) => /^\w{1,40}$/.test(name) && isNumberOrBoolean(value),
  );
  return members.length > 0 ? `The vendor's answer also had ${members.map((pair) => pair.join(' ')).join(', ')}.` : '';
}

const isNumberOrBoolean = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean';

/**
 * The error with better advice when the vendor answers 404: the record's own advice, or that the settings may be wrong
 * when the call named no id. Gladly answers 404 on every path of a host without an organization (gladly.md, d).
 */
export function withAdvice(
  error: Failure,
  { whenNotFound, route }: { whenNotFound?: string; route: Route },
  args: Arguments,
): Failure {
  if (error.kind !== 'not_found') return error;
  const idArguments = placeholdersOf(route.path).filter(isIdArgument);
  const hint = whenNotFound ?? (idArguments.some((name) => args[name] !== undefined) ? error.hint : noIdHint);
  return hint === undefined ? error : error.with({ hint });
}

const noIdHint =
  'The call names no id: unless the message blames an argument, the host, organization or customer key may be wrong. `puzzel-mcp doctor` tests them.';

/**
 * Refuses an update that changes nothing. It would cost a request; Gladly answers it with a 400 that gives no reason, and
 * Puzzel may report it as done.
 */
export function expectChange(
  { effect, input, route, local = [] }: Pick<ToolDefinition, 'effect' | 'input' | 'route' | 'local'>,
  args: Arguments,
): void {
  if (effect !== 'update' && effect !== 'custom-write') return;
  const pathAndLocal = new Set([...placeholdersOf(route.path), ...local]);
  const changeArguments = Object.keys(input).filter((name) => !pathAndLocal.has(name));
  // An update replaces a whole list, so an empty list clears it.
  const isEmpty = (value: unknown) => effect !== 'update' && Array.isArray(value) && value.length === 0;
  const isChange = (value: unknown) => value !== undefined && !isEmpty(value);
  if (changeArguments.length === 0 || changeArguments.some((name) => isChange(args[name]))) return;
  throw new Failure('invalid_input', `Nothing to change: give at least one of ${changeArguments.join(', ')}.`);
}
