import { type Operation, takesBody } from './operations.js';
import { isCoreSpelledAlike, isKeyName, plainName } from './path.js';
import { type Argument, contextAt, type ToolView } from './tool-view.js';

/** How a document's names map to our arguments, as far as a routes file can express it. */
export interface Mapping {
  /** Placeholders of the document's path and the arguments that fill them. */
  names: ReadonlyMap<string, string>;
  /** What the route has to add as `?name={argument}`, because it would not be sent there under the document's name. */
  query: { name: string; argument: string }[];
  /** Why the operation cannot be called with our arguments. */
  problems: string[];
}

/** Whether a name has no meaning of its own, such as `id`: the word before it says what it identifies. */
const isGeneric = (name: string): boolean =>
  /^(?:[a-z]{1,3}\d*|key|number|index|name|value|identifier|param\d*)$/.test(plainName(name));

/**
 * Finds arguments for the placeholders: by their names; for a name such as `id` by the word before it; then by the position,
 * at last as the only one left. A placeholder without an argument becomes a problem.
 */
export function mapPlaceholders(view: ToolView, operation: Operation): Mapping {
  const { core } = operation.path;
  const names = new Map<string, string>();
  const freeArguments = () => view.arguments.filter(({ name }) => ![...names.values()].includes(name));
  const openPlaceholders = () =>
    core.flatMap(({ parameter: name }, index) => (name && !names.has(name) ? [{ name, index }] : []));
  const nameOfOnly = (matches: readonly Argument[]) => (matches.length === 1 ? matches[0]?.name : undefined);
  const assign = (find: (placeholder: string, index: number) => string | undefined) => {
    for (const { name, index } of openPlaceholders()) {
      const argument = find(name, index);
      if (argument !== undefined) names.set(name, argument);
    }
  };
  const assignByName = (find: (name: string) => Argument[]) =>
    assign((placeholder) => (isGeneric(placeholder) ? undefined : nameOfOnly(find(plainName(placeholder)))));
  assignByName((name) => freeArguments().filter((argument) => plainName(argument.name) === name));
  assignByName((name) => freeArguments().filter(({ aliases }) => aliases.has(name)));
  assignByName((name) => freeArguments().filter(({ aliases }) => [...aliases].some((alias) => endAlike(alias, name))));
  assign((placeholder, index) => {
    if (!isGeneric(placeholder)) return undefined;
    const argument = nameOfOnly(view.arguments.filter(({ contexts }) => contexts.has(contextAt(core, index))));
    return freeArguments().some(({ name }) => name === argument) ? argument : undefined;
  });
  const alikeEndpoints = view.endpoints.filter(({ path }) => isCoreSpelledAlike(path.core, core));
  const orders = new Set(alikeEndpoints.map(({ path }) => path.core.map(({ parameter }) => parameter ?? '').join()));
  // When the tool's routes have these placeholders in two orders, the position says nothing about two that are left.
  if (orders.size === 1 || openPlaceholders().length === 1) {
    assign(
      (_, index) => freeArguments().find(({ name }) => name === alikeEndpoints[0]?.path.core[index]?.parameter)?.name,
    );
  }
  const freePathArguments = freeArguments().filter(({ isInPath }) => isInPath);
  if (openPlaceholders().length === 1) assign((name) => (isGeneric(name) ? nameOfOnly(freePathArguments) : undefined));
  const problems = openPlaceholders().map(({ name }) => `{${name}} is none of our arguments, or may be several`);
  return withQuery(view, operation, names, problems);
}

/** Whether two names end alike: `window` is the `ticker_period_window`, `agentUserId` the `user_id`. */
function endAlike(alias: string, name: string): boolean {
  const [a, b] = [alias, name].map((text) => text.replace(/(?:id|key|number|no|name)$/, ''));
  return a !== undefined && b !== undefined && a.length >= 4 && b.length >= 4 && (a.endsWith(b) || b.endsWith(a));
}

/** The mapping with what its route has to add in a query string, and further problems. */
function withQuery(view: ToolView, operation: Operation, names: Mapping['names'], problems: string[]): Mapping {
  const argumentsInItsPath = new Set(names.values());
  const query: Mapping['query'] = [];
  const parameters = operation.parameters.filter((parameter) => parameter.in === 'query');
  const usedParameters = new Set<string>();
  const hasBody = takesBody(operation);
  for (const argument of view.arguments.filter(
    ({ name, isAlwaysSent }) => isAlwaysSent && !argumentsInItsPath.has(name),
  )) {
    const isNameOfArgument = (name: string) =>
      argument.aliases.has(plainName(name)) || name.toLowerCase() === argument.name.toLowerCase();
    const parameter = parameters.find(({ name }) => isNameOfArgument(name) && !usedParameters.has(name));
    const member = operation.body.fields.find(({ name }) => isNameOfArgument(name));
    if (parameter) {
      usedParameters.add(parameter.name);
      const isSentInQuery = !hasBody || view.tool.route.query?.includes(argument.name);
      if (!isSentInQuery || parameter.name.toLowerCase() !== argument.name.toLowerCase()) {
        query.push({ name: parameter.name, argument: argument.name });
      }
    } else if (argument.isInPath && member && hasBody && member.name.toLowerCase() !== argument.name.toLowerCase()) {
      problems.push(`${argument.name} would travel in the body as ${member.name}, which a routes file cannot say`);
    } else if (argument.isInPath && !member && argument.required) {
      problems.push(`the document has no place for ${argument.name}`);
    }
  }
  const customerKeyParameter =
    operation.path.keyName === undefined ? parameters.find(({ name }) => isKeyName(view.tool.vendor, name)) : undefined;
  if (customerKeyParameter) query.push({ name: customerKeyParameter.name, argument: 'customerKey' });
  return { names, query, problems };
}
