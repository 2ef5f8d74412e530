import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $RefParser, JSONParserErrorGroup } from '@apidevtools/json-schema-ref-parser';
import { isObject, scalarText } from '../json.js';
import { decodeText } from '../text-file.js';
import { UsageError } from '../usage-error.js';
import type { Node } from './node.js';
import { maxBytes, readSource, type Source } from './source.js';

export interface Document {
  root: Node;
  format: 'OpenAPI 3' | 'Swagger 2';
  /** References that cannot be resolved, or that are not followed on purpose. */
  unresolved: string[];
}

/** Enough for the largest document that is accepted. */
const parserTimeoutMs = 60_000;

/**
 * Reads an OpenAPI 3 or Swagger 2 document, in JSON or YAML, and replaces its references by what they refer to. Those
 * to the network are never followed, those to files only when the document is a file, and only below its folder.
 * @throws UsageError when it cannot be read or is no such document
 */
export async function readDocument(spec: string, timeoutMs: number): Promise<Document> {
  const source = await readSource(spec, timeoutMs);
  const { root, unresolved } = await parse(source, spec);
  const { openapi, swagger } = root;
  const format = /^3(\.|$)/.test(scalarText(openapi))
    ? 'OpenAPI 3'
    : /^2(\.|$)/.test(scalarText(swagger))
      ? 'Swagger 2'
      : undefined;
  if (format === undefined) throw new UsageError(`${spec} is not an OpenAPI 3 or Swagger 2 document.`);
  if (!isObject(root.paths) || Object.keys(root.paths).length === 0) throw new UsageError(`${spec} has no "paths".`);
  return { root, format, unresolved };
}

async function parse(source: Source, spec: string): Promise<{ root: Node; unresolved: string[] }> {
  const parser = new $RefParser<Node>();
  const folder = source.path === undefined ? undefined : dirname(source.path);
  // A made-up path: the parser goes by the extension, and the document's own may be .txt, or missing in an address.
  const rootPath = join(folder ?? '/', /^\s*[{[]/.test(source.text) ? 'document.json' : 'document.yaml');
  let unresolved: string[] = [];
  try {
    await parser.dereference(rootPath, {
      continueOnError: true,
      timeoutMs: parserTimeoutMs,
      parse: { text: false, binary: false },
      resolve: {
        http: false,
        file: false,
        document: {
          order: 1,
          canRead: ({ url }: { url: string }) => pathOf(url) === rootPath,
          read: () => source.text,
        },
        neighbour: {
          order: 2,
          canRead: ({ url }: { url: string }) => folder !== undefined && isNeighbour(folder, pathOf(url)),
          read: ({ url }: { url: string }) => readNeighbour(folder ?? '', pathOf(url) ?? ''),
        },
      },
    });
  } catch (error) {
    if (!(error instanceof JSONParserErrorGroup) || !isObject(parser.schema)) throw parseFailure(error, spec);
    unresolved = [...new Set(error.errors.map(({ message }) => message.split('\n')[0] ?? message))];
  }
  if (!isObject(parser.schema)) throw parseFailure(undefined, spec);
  return { root: parser.schema, unresolved };
}

function parseFailure(error: unknown, spec: string): UsageError {
  const firstError = error instanceof JSONParserErrorGroup ? error.errors[0] : error;
  const reason =
    firstError instanceof Error ? firstError.message.split('\n')[0]?.replace(/\S*document\.(json|yaml)/g, 'it') : '';
  return new UsageError(`${spec} is neither JSON nor YAML of an API description${reason ? ` (${reason})` : ''}.`);
}

/** The path of a file, which the parser names by path or by `file:` address; undefined for any other address. */
function pathOf(url: string): string | undefined {
  if (url.startsWith('file:')) return fileURLToPath(url);
  return /^[a-z][a-z\d+.-]+:/i.test(url) ? undefined : decodeURI(url);
}

/**
 * The text of a file that the document refers to.
 * @throws Error when it is no regular JSON or YAML file below the folder (links are followed), or too large
 */
async function readNeighbour(folder: string, path: string): Promise<string> {
  const realFile = await realpath(path);
  const stats = await stat(realFile);
  if (!stats.isFile() || stats.size > maxBytes || !isNeighbour(await realpath(folder), realFile))
    throw new Error(`${path} is not a file below the folder of the document, or is too large`);
  return decodeText(await readFile(realFile));
}

/** Whether the path is that of a JSON or YAML file below the folder. */
function isNeighbour(folder: string, path: string | undefined): boolean {
  if (path === undefined || !['.json', '.yaml', '.yml'].includes(extname(path).toLowerCase())) return false;
  const fromFolder = relative(folder, path);
  return fromFolder !== '' && !fromFolder.startsWith('..') && !isAbsolute(fromFolder);
}
