import * as z from 'zod';

/** The answer of a tool, as the tasks read it. */
export const answerSchema = z.looseObject({
  result: z.unknown().optional(),
  total: z.number().optional(),
  error: z.looseObject({ kind: z.string(), message: z.string() }).optional(),
});
export type Answer = z.infer<typeof answerSchema>;

export type Row = Record<string, unknown>;

const rowSchema = z.record(z.string(), z.unknown());
const reportSchema = z.object({ columns: z.array(z.string()), rows: z.array(z.array(z.string())) });

/** The records of an answer: the rows of a list, the rows of a report by column title, or the single record. */
export function rows(answer: Answer | undefined): Row[] {
  const { result } = answer ?? {};
  if (result === undefined || result === null) return [];
  const table = reportSchema.safeParse(result);
  if (table.success) {
    const { columns, rows: lines } = table.data;
    return lines.map((line) => Object.fromEntries(columns.map((column, index) => [column, line[index]])));
  }
  return Array.isArray(result) ? z.array(rowSchema).parse(result) : [rowSchema.parse(result)];
}

/** Every value at a dotted path; where the path meets a list, it goes on in each item. */
export function valuesAt(from: unknown, path: string): unknown[] {
  const [name, ...rest] = path.split('.');
  const values = Array.isArray(from) ? from : [from];
  const members = values.flatMap((value) => {
    const parsed = rowSchema.safeParse(value);
    const member = parsed.success ? parsed.data[name ?? ''] : undefined;
    return Array.isArray(member) ? member : member === undefined ? [] : [member];
  });
  return rest.length === 0 ? members : valuesAt(members, rest.join('.'));
}

/** The first value at a path, as text; '' when there is none. */
export const textAt = (from: unknown, path: string): string => String(valuesAt(from, path)[0] ?? '');

/** The first value at a path, as a number; NaN when there is none. */
export const numberAt = (from: unknown, path: string): number => Number(valuesAt(from, path)[0] ?? Number.NaN);

/** The record for which the number is highest. */
export function maxBy(records: readonly Row[], numberOf: (record: Row) => number): Row {
  const [first] = [...records].sort((one, other) => numberOf(other) - numberOf(one));
  if (!first) throw new Error('no record to choose from');
  return first;
}

/** First and last name of a person in Puzzel. */
export const fullName = (person: Row): string => `${textAt(person, 'firstName')} ${textAt(person, 'lastName')}`;
