import type { Vendor } from '../tools/effect.js';
import { meaningfulWords, spellingOf } from './words.js';

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
  /** The shape without its placeholders. */
  literals: string[];
  /** Placeholders in a query string that the document keeps inside the path. */
  query: { name: string; placeholder: string }[];
}

/**
 * Segments before the operation's own path: those that the API URL in the settings ends with, and those that our routes
 * begin with.
 */
const bases: Record<Vendor, { inApiUrl: string[]; inRoutes: string[] }> = {
  // PUZZEL_API_URL ends in this; some documents have it in the server, some in each path.
  puzzel: { inApiUrl: ['contactcentre5'], inRoutes: [] },
  // GLADLY_API_URL comes without this; the 2026 document has it in the server and in each path (gladly.md, defect 7).
  gladly: { inApiUrl: [], inRoutes: ['api', 'v1'] },
  chat: { inApiUrl: [], inRoutes: [] },
};

const keyNames = new Set(['customerkey', 'customerid', 'custkey', 'customer', 'ck', 'solutionid', 'solutionkey']);

/** A name in lower case, letters and digits only. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z\d]/g, '');

/** Whether a name stands for the customer key, which is never an argument. Gladly has none: its `customerId` is a customer's. */
export const isKeyName = (vendor: Vendor, name: string): boolean =>
  vendor !== 'gladly' && keyNames.has(plainName(name));

/** Splits a path of a document (behind the base path of its server) or of one of our routes (without a base). */
export function readPath(vendor: Vendor, base: string, path: string): ApiPath {
  const [pathname = '', query = ''] = (path.split('#')[0] ?? '').split('?', 2);
  const parts = [...baseSegments(vendor, base), ...split(pathname)];
  const segments = withoutBase(vendor, parts).map(segmentOf);
  const { prefix, keyIndex } = vendor === 'puzzel' ? keyIn(segments) : { prefix: '', keyIndex: undefined };
  const core = keyIndex === undefined ? segments : segments.slice(keyIndex + 1);
  const shape = shapeOf(core);
  return {
    segments,
    prefix,
    keyName: keyIndex === undefined ? undefined : segments[keyIndex]?.parameter,
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
  const lastSegment = core.at(-1);
  const repeatsVerb = lastSegment?.parameter === undefined && meaningfulWords(lastSegment?.text ?? '').length === 0;
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
  return `/${[...bases[vendor].inRoutes, ...parts].join('/')}`;
}

const areSameSegments = (a: readonly Segment[], b: readonly Segment[], normalise: (text: string) => string): boolean =>
  a.length === b.length &&
  a.every(({ text, parameter }, index) => {
    const other = b[index];
    if (other === undefined || (parameter === undefined) !== (other.parameter === undefined)) return false;
    return parameter !== undefined || normalise(text) === normalise(other.text);
  });

/** Whether both have the same words and placeholders in the same order; names of placeholders and case do not matter. */
export const isSameCore = (a: readonly Segment[], b: readonly Segment[]): boolean =>
  areSameSegments(a, b, (text) => text.toLowerCase());

/** Whether both stand behind the same prefix, and both behind the customer key or neither. */
export const hasSamePrefix = (a: ApiPath, b: ApiPath): boolean =>
  a.prefix === b.prefix && (a.keyName === undefined) === (b.keyName === undefined);

/** Like {@link isSameCore}; plural endings and hyphens do not matter either. */
export const isCoreSpelledAlike = (a: readonly Segment[], b: readonly Segment[]): boolean =>
  areSameSegments(a, b, spellingOf);

/** Whether two are the same operation, perhaps behind another prefix: Puzzel serves some behind two prefixes. */
export const isSameOperation = (a: VerbAndPath, b: VerbAndPath): boolean =>
  a === b || (a.verb === b.verb && a.path.prefix !== b.path.prefix && isSameCore(a.path.core, b.path.core));

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
 * The part of a server's path that the routes may carry. Of Puzzel's, `customers` and placeholders at its end are kept:
 * what stands before them is assumed to be part of the API URL.
 */
function baseSegments(vendor: Vendor, base: string): string[] {
  const parts = split(base);
  if (vendor !== 'puzzel') return parts;
  const isKept = (part: string) => isWord(part, 'customers') || segmentOf(part).parameter !== undefined;
  return parts.slice(parts.findLastIndex((part) => !isKept(part)) + 1);
}

function withoutBase(vendor: Vendor, parts: string[]): string[] {
  const { inApiUrl, inRoutes } = bases[vendor];
  const lastBaseIndex = parts.findLastIndex((part) => inApiUrl.some((word) => isWord(part, word)));
  let rest = parts.slice(lastBaseIndex + 1);
  while (inRoutes.length > 0 && inRoutes.every((word, index) => isWord(rest[index], word)))
    rest = rest.slice(inRoutes.length);
  return rest;
}

/** Where the customer key stands: first, or behind `customers`, or where a placeholder has a name for it. */
function keyIn(segments: Segment[]): { prefix: string; keyIndex: number | undefined } {
  const usualIndex = isWord(segments[0]?.text, 'customers') ? 1 : 0;
  const keyIndex =
    segments[usualIndex]?.parameter !== undefined
      ? usualIndex
      : segments.findIndex(({ parameter }) => parameter !== undefined && isKeyName('puzzel', parameter));
  if (keyIndex === -1) return { prefix: '', keyIndex: undefined };
  const prefix = segments.slice(0, keyIndex).map(({ text }) => text.toLowerCase());
  return { prefix: prefix.join('/'), keyIndex };
}
