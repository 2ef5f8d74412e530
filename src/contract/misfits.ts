import { distance } from 'fastest-levenshtein';
import type { Candidate } from './candidate.js';
import { type Field, wrappedFields } from './fields.js';
import { type Operation, takesBody } from './operations.js';
import { isKeyName, plainName } from './path.js';
import type { Argument, ToolView } from './tool-view.js';

/**
 * How an argument differs from the document. `unknown`: the document has none of that name; `renamed`: it has one of a
 * similar name; `lacking`: it demands one that we don't have; `optional`: it demands what may be left out here;
 * `elsewhere`: in another place, such as the query instead of the body; `wrapper`: the body is wrapped differently.
 */
export const misfitKinds = ['unknown', 'renamed', 'lacking', 'optional', 'elsewhere', 'wrapper'] as const;

export interface Misfit {
  kind: (typeof misfitKinds)[number];
  /** Our argument or wrapper; the document's when we have none. */
  name: string;
  /** The document's probable name for it, or the place where the document has it; of a wrapper also `wrapped` or `flat`. */
  there?: string;
}

/** Parameters that every request carries, or that come from the login. */
const commonParameterPattern =
  /^(authorization|accesstoken|token|x-?api-?key|api-?key|accept|accept-.*|content-type|user-agent|x-request-id|x-correlation-id|format)$/i;

/** Compares the arguments of a tool with what the operation takes. Only the first level of the body is compared. */
export function misfitsOf({ view, operation, mapping }: Candidate): Misfit[] {
  const { misfits, fields } = bodyFields(view, operation);
  const mappedArguments = new Set([...mapping.names.values(), ...mapping.query.map(({ argument }) => argument)]);
  const mappedParameters = new Set(mapping.query.map(({ name }) => name));
  const documentFields = [...operation.parameters, ...fields].filter(
    ({ name }) =>
      !mappedParameters.has(name) && !isKeyName(view.tool.vendor, name) && !commonParameterPattern.test(name),
  );
  const freeFields = new Set(documentFields);
  const openArguments: Argument[] = [];
  for (const argument of view.arguments.filter(({ name }) => !mappedArguments.has(name))) {
    const sameNameFields = documentFields.filter(({ name }) => name.toLowerCase() === argument.name.toLowerCase());
    if (sameNameFields.length === 0 && isWholeBody(view, operation, argument)) continue;
    if (sameNameFields.length === 0) openArguments.push(argument);
    else misfits.push(...sameNameMisfits(view, operation, argument, sameNameFields));
    for (const field of sameNameFields) freeFields.delete(field);
  }
  for (const argument of openArguments) {
    const field = nearestField(argument, freeFields);
    if (field) freeFields.delete(field);
    misfits.push(
      field ? { kind: 'renamed', name: argument.name, there: field.name } : { kind: 'unknown', name: argument.name },
    );
  }
  for (const { name, required } of freeFields) if (required) misfits.push({ kind: 'lacking', name });
  return misfits;
}

/** Whether the argument is the whole body, in an operation whose body is a list. */
const isWholeBody = ({ tool }: ToolView, { body }: Operation, { name }: Argument): boolean =>
  tool.route.bodyFrom === name && body.isList;

/** How an argument differs from the fields of the same name: in its place, or in whether it may be left out. */
function sameNameMisfits(view: ToolView, operation: Operation, argument: Argument, fields: readonly Field[]): Misfit[] {
  const misfits: Misfit[] = [];
  const ourPlace = takesBody(operation) && !view.tool.route.query?.includes(argument.name) ? 'body' : 'query';
  const documentPlaces = fields.map((field) => field.in);
  if (!documentPlaces.includes(ourPlace))
    misfits.push({ kind: 'elsewhere', name: argument.name, there: documentPlaces.join(', ') });
  if (fields.some(({ required }) => required) && !argument.isAlwaysSent)
    misfits.push({ kind: 'optional', name: argument.name });
  return misfits;
}

/** The members of the body, inside the wrapper when there is one, and a misfit when the document wraps them differently. */
function bodyFields({ tool }: ToolView, { body, bodySchema }: Operation): { misfits: Misfit[]; fields: Field[] } {
  const ourWrapper = tool.route.wrap;
  const documentWrapper = body.wrapper;
  const argumentNames = new Set(Object.keys(tool.input).map((name) => name.toLowerCase()));
  if (ourWrapper === undefined) {
    if (documentWrapper === undefined) return { misfits: [], fields: body.fields };
    // An object that we send as one argument (`officeHours`) is no wrapper.
    if (argumentNames.has(documentWrapper.name.toLowerCase())) return { misfits: [], fields: [documentWrapper] };
    return { misfits: [{ kind: 'wrapper', name: documentWrapper.name, there: 'wrapped' }], fields: body.fields };
  }
  if (documentWrapper !== undefined) {
    const hasSameName = documentWrapper.name.toLowerCase() === ourWrapper.toLowerCase();
    return {
      misfits: hasSameName ? [] : [{ kind: 'wrapper', name: ourWrapper, there: documentWrapper.name }],
      fields: body.fields,
    };
  }
  const fields = body.fields.filter(({ name }) => name.toLowerCase() !== ourWrapper.toLowerCase());
  const wrapperFields = wrappedFields(bodySchema, ourWrapper);
  if (wrapperFields) return { misfits: [], fields: [...wrapperFields, ...fields] };
  return { misfits: fields.length === 0 ? [] : [{ kind: 'wrapper', name: ourWrapper, there: 'flat' }], fields };
}

function nearestField({ name, aliases }: Argument, fields: ReadonlySet<Field>): Field | undefined {
  const list = [...fields];
  const distanceTo = (field: Field) => distance(plainName(name), plainName(field.name));
  const nearFields = list
    .filter((field) => areSimilar(name, field.name))
    .sort((one, other) => distanceTo(one) - distanceTo(other));
  return list.find((field) => aliases.has(plainName(field.name))) ?? nearFields[0];
}

/**
 * Whether one name, of four letters or more, is part of the other, as `groupName` is of `userGroupName`, or nearly the same.
 * Names under six letters never count as nearly the same: `form` and `from` differ in meaning.
 */
function areSimilar(a: string, b: string): boolean {
  const [short = '', long = ''] = [plainName(a), plainName(b)].sort((x, y) => x.length - y.length);
  return (short.length >= 4 && long.includes(short)) || (short.length >= 6 && distance(short, long) <= 2);
}
