import { operationNames } from '../../src/contract/operation-names.js';
import { type GeneratedOperation, singular } from './generate.js';
import type { Random } from './random.js';

export type Mutation = (operation: GeneratedOperation, random: Random) => GeneratedOperation;

/** Gives the path another prefix or none. */
export const movePrefix: Mutation = (operation, random) =>
  operation.prefix === undefined
    ? operation
    : {
        ...operation,
        prefix: operation.prefix === '' ? 'customers/' : random.pick(['', 'v2/customers/']),
      };

/** Renames the placeholders, unless two of them would get the same name. */
export const renamePlaceholders: Mutation = (operation, random) => {
  const names = new Map(
    [...operation.names].map(([argument, name]) => {
      const capitals = name.replace(/[a-z]/g, '').toLowerCase();
      const options = [
        name.charAt(0).toUpperCase() + name.slice(1),
        name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        name.toLowerCase(),
        `${name.charAt(0)}${capitals}`,
        ...(argument === 'user_id' ? ['uid', 'agentUserId', 'id'] : []),
        ...(argument === 'id' ? ['id'] : []),
      ];
      return [argument, random.pick(options)];
    }),
  );
  return new Set(names.values()).size === names.size ? { ...operation, names } : operation;
};

const changeLiterals = (core: string, change: (literal: string, index: number) => string): string =>
  core
    .split('/')
    .map((part, index) => (part.startsWith('{') ? part : change(part, index)))
    .join('/');

/** Swaps singular and plural in the path. */
export const swapPlural: Mutation = (operation) => ({
  ...operation,
  core: changeLiterals(operation.core, (part) =>
    ['update', 'delete', 'search', 'users'].includes(part) ? part : part.endsWith('s') ? singular(part) : `${part}s`,
  ),
});

/** The words that Puzzel's paths join without a separator. */
const joinedWords =
  /visual|state|access|token|extended|information|call|iq|session|enquiry|outbound|personal|connected|users|system|service|pause|scheduled|missed|user|change|audit|date/g;

/** Writes the words of the path with hyphens or capitals. */
export const respellWords: Mutation = (operation, random) => {
  const isHyphenated = random.chance(0.5);
  return {
    ...operation,
    core: changeLiterals(operation.core, (part) => {
      const words = part.replace(joinedWords, '$&-').replace(/-+$/, '').split('-');
      if (isHyphenated) return words.join('-');
      return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    }),
  };
};

/** Replaces `update`, `delete` or `search` at the end of the path by a method of REST, and PUT by PATCH. */
export const changeToRestMethod: Mutation = (operation, random) => {
  const [last = ''] = /\/(update|delete|search)$/.exec(operation.core)?.slice(1) ?? [];
  const core = last === '' ? operation.core : operation.core.slice(0, -last.length - 1);
  if (last === 'update') return { ...operation, core, verb: random.pick(['PUT', 'PATCH', 'POST']) };
  if (last === 'delete') return { ...operation, core, verb: 'DELETE' };
  const bodyInQuery = Object.keys(operation.body).map((name) => ({
    name,
    in: 'query' as const,
    required: operation.required.includes(name),
  }));
  if (last === 'search')
    return {
      ...operation,
      core,
      verb: 'GET',
      parameters: [...operation.parameters, ...bodyInQuery],
      body: {},
      wrap: undefined,
    };
  if (operation.verb === 'PUT') return { ...operation, verb: 'PATCH' };
  return operation;
};

/** Moves an id from the path into the query. */
export const moveIdToQuery: Mutation = (operation, random) => {
  const idsInPath = [...operation.names].filter(([argument]) => operation.core.includes(`/{${argument}}`));
  if (idsInPath.length === 0 || operation.verb !== 'GET') return operation;
  const [argument, name] = random.pick(idsInPath);
  return {
    ...operation,
    core: operation.core.replace(`/{${argument}}`, ''),
    names: new Map([...operation.names].filter(([other]) => other !== argument)),
    query: new Map([...operation.query, [argument, name]]),
  };
};

/** Adds a word at the beginning of the path. */
export const addWord: Mutation = (operation, random) => ({
  ...operation,
  core: `${random.pick(['realtime', 'agentapi', 'data'])}/${operation.core}`,
});

/** Replaces one word of the path by an unrelated one. */
export const replaceWord: Mutation = (operation, random) => {
  const parts = operation.core.split('/');
  const replaceable = parts.flatMap((part, index) =>
    part.startsWith('{') || ['update', 'delete', 'search', 'users'].includes(part) ? [] : [index],
  );
  if (replaceable.length === 0) return operation;
  const at = random.pick(replaceable);
  return {
    ...operation,
    core: parts
      .map((part, index) => (index === at ? random.pick(['history', 'overview', 'items', 'details', 'objects']) : part))
      .join('/'),
  };
};

/** Capitalises the query parameters. */
export const capitaliseParameters: Mutation = (operation) => ({
  ...operation,
  parameters: operation.parameters.map((parameter) => ({
    ...parameter,
    name: parameter.name.charAt(0).toUpperCase() + parameter.name.slice(1),
  })),
});

/** Names the operation as a document generator does, after its path and method. */
export const generateName: Mutation = (operation) => {
  const suffix =
    { POST: 'Create', GET: 'Get', PUT: 'Update', PATCH: 'Patch', DELETE: 'Delete' }[operation.verb] ?? 'Get';
  const words = `customers/customerKey/${operation.core}`.replace(/[{}]/g, '').split('/');
  return {
    ...operation,
    summary: undefined,
    operationId: `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}_${suffix}`,
  };
};

/** Removes the names of the operation. */
export const removeNames: Mutation = (operation) => ({ ...operation, operationId: undefined, summary: undefined });

const namesOf2015 = new Map(Object.entries(operationNames).map(([name, tool]) => [tool, name]));

/** Gives the operation the name that Puzzel used in 2015, where that is known, and no summary. */
export const renameAsIn2015: Mutation = (operation) => ({
  ...operation,
  operationId: namesOf2015.get(operation.tool ?? '') ?? operation.operationId,
  summary: undefined,
});

const verbFirst: Record<string, string> = { List: 'list', Get: 'get', Add: 'create', Delete: 'delete', Set: 'set' };

/** Writes the operation's name in the style of another document generator. */
export const restyleName: Mutation = (operation, random) => {
  const { operationId } = operation;
  const [, noun = operationId ?? '', verb = ''] = /^(.*?)(List|Get|Add|Delete|Set)$/.exec(operationId ?? '') ?? [];
  if (operationId === undefined || verb === '') return operation;
  const plural = verb === 'List' ? noun.replace(/([^s])$/, '$1s') : noun;
  return {
    ...operation,
    operationId: random.pick([
      `${noun}_${verb}`,
      `${plural}_${verb}`,
      `${verbFirst[verb]}${noun}`,
      `${verbFirst[verb]}${plural}`,
      operationId.replace(/[A-Z]/g, (letter, at: number) => `${at === 0 ? '' : '-'}${letter.toLowerCase()}`),
      operationId.replace(/^./, (letter) => letter.toLowerCase()),
      `Realtime_${operationId}`,
    ]),
  };
};

/** Moves the operation's name into a tag, and names the operation by a number. */
export const moveNameToTag: Mutation = (operation, random) => ({
  ...operation,
  tags: operation.operationId === undefined ? [] : [operation.operationId],
  operationId: `usingGET_${random.pick([1, 2, 3, 4, 5, 6, 7, 8, 9])}`,
  summary: undefined,
});

/** Replaces the path by a random one with the same ids. */
export const randomisePath: Mutation = (operation, random) => {
  const ids = operation.core.match(/\{\w+\}/g) ?? [];
  return { ...operation, core: [`r${Math.floor(random.next() * 1e9).toString(36)}`, ...ids].join('/') };
};
