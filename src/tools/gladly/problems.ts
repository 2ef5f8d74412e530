import * as z from 'zod';
import type { Failure } from '../../failure.js';

/** One entry of Gladly's `errors`, as the client leaves it in `Failure.details`. */
const problem = z.looseObject({
  attr: z.string().optional(),
  code: z.string().optional(),
  detail: z.string().optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
});

export type Problem = z.infer<typeof problem>;

/** The entries of Gladly's `errors` that a failure holds. */
export function problemsOf({ details }: Failure): Problem[] {
  if (!Array.isArray(details)) return [];
  return details.flatMap((entry) => {
    const parsed = problem.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}
