import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errorCode } from '../error-code.js';
import { Failure } from '../failure.js';
import { Http } from '../http/client.js';
import { isLoopback } from '../http/loopback.js';
import { decodeText, UnreadableText } from '../text-file.js';
import { UsageError } from '../usage-error.js';
import { version } from '../version.js';

/** A document that was read, but not parsed. */
export interface Source {
  text: string;
  /** References to files are resolved against it; undefined when the document was fetched. */
  path: string | undefined;
}

/** Largest file that is read, in bytes; published documents have a few MiB. From an address, `Http` reads 16 MiB at most. */
export const maxBytes = 32 * 1024 * 1024;

/**
 * Reads the text of a document from a file, or fetches it from an https address (http on this machine only).
 * @throws UsageError when it cannot be read or is empty
 */
export async function readSource(spec: string, timeoutMs: number): Promise<Source> {
  const source = /^[a-z][a-z\d+.-]+:\/\//i.test(spec)
    ? { text: await fetchText(spec, timeoutMs), path: undefined }
    : await readFileSource(resolve(spec));
  if (source.text.trim() === '') throw new UsageError(`${spec} is empty.`);
  return source;
}

async function readFileSource(path: string): Promise<Source> {
  try {
    const stats = await stat(path);
    if (!stats.isFile()) throw new UsageError(`${path} is not a file.`);
    if (stats.size > maxBytes) throw new UsageError(`${path} is larger than ${maxBytes / 1024 / 1024} MiB.`);
    return { text: decodeText(await readFile(path)), path };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof UnreadableText) throw new UsageError(`${path} ${error.message}`);
    throw new UsageError(`${path} cannot be read (${errorCode(error)}).`);
  }
}

async function fetchText(address: string, timeoutMs: number): Promise<string> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!url || !isSafe || url.username !== '' || url.password !== '') {
    throw new UsageError('--spec: an address must be https, without a user (http only on this machine).');
  }
  const http = new Http({ timeoutMs, userAgent: `puzzel-mcp/${version}` });
  try {
    const answer = await http.send({
      method: 'GET',
      url: url.href,
      headers: { accept: 'application/json, application/yaml, */*;q=0.8' },
      signal: new AbortController().signal,
      repeatable: true,
    });
    if (answer.status !== 200) throw new UsageError(`${url.host} answers ${answer.status}${adviceFor(answer.status)}.`);
    return answer.text;
  } catch (error) {
    if (error instanceof Failure) throw new UsageError(`The document cannot be fetched: ${error.message}`);
    throw error;
  } finally {
    await http.close();
  }
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403) return ': it wants a login. Save the document with a browser and give the file';
  return status >= 300 && status < 400 ? ': it has moved, and redirects are not followed. Give the final address' : '';
}
