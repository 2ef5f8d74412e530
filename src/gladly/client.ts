import { Failure } from '../failure.js';
import { readText, readUpTo } from '../http/body.js';
import type { Http } from '../http/client.js';
import { unlessAborted } from '../http/deadline.js';
import type { SavedFile } from '../http/download.js';
import type { Downloads, Transfer } from '../http/downloads.js';
import { header } from '../http/headers.js';
import { parseJson } from '../http/json.js';
import { type Place, readJson } from '../http/long-list.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import { type Arguments, buildRequest, type Route } from '../http/route.js';
import { refusal } from './errors.js';
import { type Holding, lockedFailure } from './locked.js';
import { mergedFailure, movedTo } from './merged.js';
import { withoutCredentials } from './signed-address.js';

/** One operation as a tool declares it. */
export interface GladlyOperation {
  name: string;
  route: Route;
  /** Changes nothing, so it may be repeated when the connection died before an answer. */
  read: boolean;
  /** The argument that holds a customer id, if any. */
  customer?: string | undefined;
  /** Takes minutes by nature. */
  slow?: boolean | undefined;
  /** Only pages of its list are looked at: a long one comes as a LongList. */
  paged?: boolean | undefined;
}

export interface GladlyAnswer {
  status: number;
  /** Parsed JSON, text when it is not JSON, undefined when the answer was empty. */
  data: unknown;
  location: string | undefined;
  /** The header `Gladly-Limited-Data` says that the list was cut. */
  limited: boolean;
}

export interface GladlyOptions {
  /** Without `/api/v1`: the paths carry it. */
  apiUrl: string;
  email: string;
  apiToken: string;
  downloads: Downloads;
}

/** The Gladly REST API: Basic auth, its error shapes, merged and locked customers, files. Redirects are not followed. */
export class GladlyClient {
  readonly #http: Http;
  readonly #options: GladlyOptions;
  readonly #authorization: string;
  #organization: Promise<string> | undefined;

  constructor(http: Http, options: GladlyOptions) {
    this.#http = http;
    this.#options = options;
    this.#authorization = `Basic ${Buffer.from(`${options.email}:${options.apiToken}`).toString('base64')}`;
  }

  async call(operation: GladlyOperation, args: Arguments, signal: AbortSignal): Promise<GladlyAnswer> {
    const answer = await this.#http.send(this.#request(operation, args, signal));
    if (answer.status < 200 || answer.status > 299) throw await this.#refused(operation, args, answer, signal);
    return {
      status: answer.status,
      data: dataOf(answer, operation.paged),
      location: header(answer.headers, 'location'),
      // Called a flag only; one client's test takes `false` as not cut (gladly.md, f).
      limited: !/^(false|0)?$/i.test(header(answer.headers, 'gladly-limited-data')?.trim() ?? ''),
    };
  }

  /** Writes the answer's octets to the download folder; a 303 is followed once, without credentials. */
  async download(operation: GladlyOperation, args: Arguments, name: string, context: Transfer): Promise<SavedFile> {
    const outcome = await this.textOrFile(operation, args, { name, maxBytes: -1 }, context);
    if ('file' in outcome) return outcome.file;
    throw new Failure('upstream', 'Gladly answered without a file.');
  }

  /**
   * The answer's text when it is at most `maxBytes` long, else the file it was written to.
   */
  async textOrFile(
    operation: GladlyOperation,
    args: Arguments,
    wanted: { name: string; maxBytes: number },
    context: Transfer,
  ): Promise<{ text: string } | { file: SavedFile }> {
    const request = this.#request(operation, args, context.signal);
    const first = await this.#transfer(request, wanted, context);
    if ('text' in first || 'file' in first) return first;
    const target = first.refused.status === 303 ? header(first.refused.headers, 'location') : undefined;
    if (target === undefined) throw await this.#refused(operation, args, first.refused, context.signal);
    const second = await this.#transfer(withoutCredentials(request, target), wanted, context);
    if ('text' in second || 'file' in second) return second;
    throw refusal(second.refused);
  }

  /** The `id` of GET /organization, asked for once. */
  organizationId(signal: AbortSignal): Promise<string> {
    this.#organization ??= this.#askOrganization().catch((error: unknown) => {
      this.#organization = undefined;
      throw error;
    });
    return unlessAborted(this.#organization, signal);
  }

  async #askOrganization(): Promise<string> {
    const { data } = await this.call(reading('/api/v1/organization'), {}, new AbortController().signal);
    const id = (data as { id?: unknown } | undefined)?.id;
    if (typeof id === 'string') return id;
    throw new Failure('upstream', 'Gladly does not say the id of the organization.', { hint: 'Give org_id yourself.' });
  }

  async #transfer(
    request: HttpRequest,
    { name, maxBytes }: { name: string; maxBytes: number },
    { progress }: Transfer,
  ): Promise<{ text: string } | { file: SavedFile } | { refused: HttpAnswer }> {
    const asked = { ...request, headers: { ...request.headers, accept: '*/*', 'accept-encoding': 'identity' } };
    return this.#http.stream(asked, async (answer, signal) => {
      if (answer.status !== 200) return { refused: { ...answer, text: await readText(answer.body, 1024 * 1024) } };
      if (maxBytes < 0) return { file: await this.#options.downloads.save(answer, name, { signal, progress }) };
      const read = await readUpTo(answer.body, maxBytes, (bytes) => progress(bytes, undefined));
      if ('text' in read) return read;
      return { file: await this.#options.downloads.save({ ...answer, body: read.whole }, name, { signal, progress }) };
    });
  }

  #request(operation: GladlyOperation, args: Arguments, signal: AbortSignal): HttpRequest {
    const { method, target, body } = buildRequest(operation.route, args);
    return {
      method,
      url: this.#options.apiUrl + target,
      headers: {
        authorization: this.#authorization,
        accept: 'application/json, */*',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      slow: operation.slow,
      repeatable: operation.read,
    };
  }

  /** What a refusal means: a merged customer, a locked one, or what the status says. */
  async #refused(
    operation: GladlyOperation,
    args: Arguments,
    answer: HttpAnswer,
    signal: AbortSignal,
  ): Promise<Failure> {
    const failure = refusal(answer);
    const { customer } = operation;
    const id = customer === undefined ? undefined : args[customer];
    if (customer === undefined || typeof id !== 'string') return failure;
    const to = await this.#successor(operation, id, answer, signal);
    if (to !== undefined && to !== id) return mergedFailure(operation.name, args, customer, to, answer.status);
    const deleting = operation.route.method === 'DELETE' && operation.route.path === profilePath(customer);
    if (deleting && failure.code === 'invalid_state')
      return lockedFailure(id, failure, await this.#holding(id, signal));
    return failure;
  }

  /** Where a customer went. Only two operations answer 301 (gladly.md, b); elsewhere a 404 needs one look at the profile. */
  async #successor(operation: GladlyOperation, id: string, answer: HttpAnswer, signal: AbortSignal) {
    const told = movedTo(answer);
    if (told !== undefined) return told;
    const isProfile =
      operation.route.method === 'GET' && operation.route.path === profilePath(operation.customer ?? '');
    if (isProfile || (answer.status !== 404 && answer.status !== 301)) return undefined;
    try {
      return movedTo(await this.#http.send(this.#request(reading(profilePath('id')), { id }, signal)));
    } catch {
      // The look at the profile failed; the first answer stands.
      if (signal.aborted) throw signal.reason;
      return undefined;
    }
  }

  async #holding(id: string, signal: AbortSignal): Promise<Holding> {
    const list = async (path: string) => {
      try {
        const { data } = await this.call(reading(path), { id }, signal);
        return Array.isArray(data) ? (data as Record<string, unknown>[]) : unreadable;
      } catch (error) {
        if (error instanceof Failure && error.kind !== 'cancelled') return error;
        throw error;
      }
    };
    return {
      conversations: await list('/api/v1/customers/{id}/conversations'),
      tasks: await list('/api/v1/customers/{id}/tasks'),
    };
  }
}

const unreadable = new Failure('upstream', 'Gladly answered something else than a list.');

const profilePath = (argument: string) => `/api/v1/customer-profiles/{${argument}}`;

/** A read of the client's own, beside the tools. */
const reading = (path: string): GladlyOperation => ({
  name: path,
  route: { method: 'GET', path, provenance: 'documented', alternatives: [] },
  read: true,
});

/** Where a list of Gladly's stands. */
const places: readonly Place[] = [[], ['entries']];

/** Reports are CSV, events and exports JSON lines; everything else must be JSON. */
function dataOf({ text, headers, status }: HttpAnswer, paged = false): unknown {
  if (text.trim() === '') return undefined;
  if (/csv|jsonl|ndjson/i.test(header(headers, 'content-type') ?? '')) return text;
  try {
    return paged ? readJson(text, places) : parseJson(text);
  } catch (cause) {
    throw unreadableAnswer(status, cause);
  }
}

function unreadableAnswer(status: number, cause: unknown): Failure {
  return new Failure('upstream', `Gladly answered ${status}, but not with data that can be read.`, {
    status,
    hint: 'Check GLADLY_HOST: a login page or a proxy may have answered. After a write, read what became of it.',
    cause,
  });
}
