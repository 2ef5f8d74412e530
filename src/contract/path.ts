import type { Vendor } from '../tools/effect.js';
import { spellingOf, tellingWords } from './words.js';

/** One part of a path between slashes. */
export interface Segment {
  /** As the document writes it. */
  text: string;
  /** The placeholder's name when the whole segment is one. */
  parameter: string | undefined;
}

/** A path below the API's base, split into what many paths have in common and what identifies the operation. */
export interface ApiPath {
  /** Everything below the base. */
  segments: Segment[];
  /** What comes before the operation's own words: `customers`, a version; '' when nothing does. */
  prefix: string;
  /** The placeholder that stands for the customer key. */
  keyName: string | undefined;
  /** The operation's own words and placeholders. */
  core: Segment[];
  /** The core in one spelling, `{}` for each placeholder, without an ending that only repeats the verb (`…/update`). */
  shape: string[];
  /** The words of the shape alone. */
  literals: string[];
  /** Placeholders in a query string that the document keeps inside the path. */
  query: { name: string; placeholder: string }[];
}

/**
 * Segments before the operation's own path: those that the base URL in the settings has already (`dropped`), and those that
 * our routes begin with (`kept`).
 */
const bases: Record<Vendor, { dropped: string[]; kept: string[] }> = {
  // PUZZEL_API_URL ends in this; some documents have it in the server, some in each path.
  puzzel: { dropped: ['contactcentre5'], kept: [] },
  // GLADLY_API_URL comes without this; the 2026 document has it in both places (gladly.md, defect 7).
  gladly: { dropped: [], kept: ['api', 'v1'] },
  chat: { dropped: [], kept: [] },
};

const keyNames = new Set(['customerkey', 'customerid', 'custkey', 'customer', 'ck', 'solutionid', 'solutionkey']);

/** A name in lower case, letters and digits only. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z\d]/g, '');

/** Whether a name stands for the customer key, which is never an argument. */
export const isKeyName = (name: string): boolean => keyNames.has(plainName(name));

/** Splits a path of a document (behind the base path of its server) or of one of our routes (without a base). */
export function readPath(vendor: Vendor, base: string, path: string): ApiPath {
  const [plain = '', query = ''] = (path.split('#')[0] ?? '').split('?', 2);
  const written = [...baseSegments(vendor, base), ...split(plain)];
  const segments = withoutBase(vendor, written).map(segmentOf);
  const { prefix, key } = vendor === 'puzzel' ? keyIn(segments) : { prefix: '', key: undefined };
  const core = key === undefined ? segments : segments.slice(key + 1);
  const shape = shapeOf(core);
  return {
    segments,
    prefix,
    keyName: key === undefined ? undefined : segments[key]?.parameter,
    core,
    shape,
    literals: shape.filter((part) => part !== '{}'),
    query: [...query.matchAll(/([^&=]+)=\{([^}]+)\}/g)].map(([, name = '', placeholder = '']) => ({
      name,
      placeholder,
    })),
  };
}

function shapeOf(core: readonly Segment[]): string[] {
  const last = core.at(-1);
  const repeatsVerb = last !== undefined && last.parameter === undefined && tellingWords(last.text).length === 0;
  const withoutVerb = repeatsVerb && core.length > 1 ? core.slice(0, -1) : core;
  return withoutVerb.map(({ text, parameter }) => (parameter === undefined ? spellingOf(text) : '{}'));
}

/** The path as a route writes it, with other names for the placeholders. */
export function writePath(vendor: Vendor, { segments }: ApiPath, rename: (placeholder: string) => string): string {
  const parts = segments.map(({ text, parameter }) =>
    parameter === undefined
      ? text.replace(/\{([^}]+)\}/g, (_, name: string) => `{${rename(name)}}`)
      : `{${rename(parameter)}}`,
  );
  return `/${[...bases[vendor].kept, ...parts].join('/')}`;
}

const sameSegments = (a: readonly Segment[], b: readonly Segment[], plain: (text: string) => string): boolean =>
  a.length === b.length &&
  a.every(({ text, parameter }, index) => {
    const other = b[index];
    if (other === undefined || (parameter === undefined) !== (other.parameter === undefined)) return false;
    return parameter !== undefined || plain(text) === plain(other.text);
  });

/** The same words and placeholders in the same order, whatever the placeholders are called and whatever the case. */
export const sameCore = (a: readonly Segment[], b: readonly Segment[]): boolean =>
  sameSegments(a, b, (text) => text.toLowerCase());

/** Whether both stand behind the same prefix, and both behind the customer key or neither. */
export const samePrefix = (a: ApiPath, b: ApiPath): boolean =>
  a.prefix === b.prefix && (a.keyName === undefined) === (b.keyName === undefined);

/** The same apart from plural endings, hyphens and case. */
export const sameShape = (a: readonly Segment[], b: readonly Segment[]): boolean => sameSegments(a, b, spellingOf);

/** Whether two are the same operation, perhaps behind another prefix: Puzzel serves some under two. */
export const isSameOperation = (a: VerbAndPath, b: VerbAndPath): boolean =>
  a === b || (a.verb === b.verb && a.path.prefix !== b.path.prefix && sameCore(a.path.core, b.path.core));

interface VerbAndPath {
  verb: string;
  path: ApiPath;
}

const split = (path: string): string[] => path.split('/').filter((part) => part !== '');

function segmentOf(text: string): Segment {
  // ServiceStack and ASP.NET write constraints and wildcards inside the braces; Express writes a colon.
  const name = /^\{([^}:*?=]+)[^}]*\}$/.exec(text)?.[1] ?? /^:(\w+)$/.exec(text)?.[1];
  return { text, parameter: name };
}

const isWord = (part: string | undefined, word: string | undefined): boolean => part?.toLowerCase() === word;

/**
 * The part of a server's path that the routes carry. An unknown base is assumed to be part of the API URL; `customers`
 * and the customer key belong to the routes wherever they are written.
 */
function baseSegments(vendor: Vendor, base: string): string[] {
  const parts = split(base.replace(/^(?:[a-z][a-z\d+.-]*:)?\/\/[^/]*/i, ''));
  if (vendor !== 'puzzel') return parts;
  const last = parts.findLastIndex((part) => !isWord(part, 'customers') && segmentOf(part).parameter === undefined);
  return parts.slice(last + 1);
}

function withoutBase(vendor: Vendor, written: string[]): string[] {
  const { dropped, kept } = bases[vendor];
  const last = written.findLastIndex((part) => dropped.some((word) => isWord(part, word)));
  let rest = written.slice(last + 1);
  while (kept.length > 0 && kept.every((word, index) => isWord(rest[index], word))) rest = rest.slice(kept.length);
  return rest;
}

/** Where the customer key stands: by its name, or by its place (first, or behind `customers`). */
function keyIn(segments: Segment[]): { prefix: string; key: number | undefined } {
  const byPlace = isWord(segments[0]?.text, 'customers') ? 1 : 0;
  const key =
    segments[byPlace]?.parameter !== undefined
      ? byPlace
      : segments.findIndex(({ parameter }) => parameter !== undefined && isKeyName(parameter));
  if (key === -1) return { prefix: '', key: undefined };
  const prefix = segments.slice(0, key).map(({ text }) => text.toLowerCase());
  return { prefix: prefix.join('/'), key };
}
