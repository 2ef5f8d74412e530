import { type AnswerSource, answerData } from '../api/answer-data.js';
import type { Download, Downloads, WantedFile } from '../api/downloads.js';
import { saysRefused } from '../api/refusals.js';
import { type Arguments, requestFor } from '../api/route.js';
import type { Operation } from '../api/route-resolver.js';
import { Failure } from '../failure.js';
import type { Http } from '../http/client.js';
import { unlessAborted } from '../http/deadline.js';
import type { SavedFile } from '../http/download.js';
import { header } from '../http/headers.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import type { RequestContext } from '../http/request-context.js';
import { isObject, looksLikeJson } from '../json.js';
import { expiredLinkHint, notAList, refusal, storeRefusal } from './errors.js';
import { ListCache } from './list-cache.js';
import { type Blockers, lockedFailure } from './locked.js';
import { mergedFailure, newIdIn } from './merged.js';
import { secretsInUrl, signedRequest } from './signed-address.js';

/** One operation of Gladly as a tool declares it. */
export interface GladlyOperation extends Operation {
  /** The argument that holds a customer id, if any. */
  customer?: string | undefined;
  /** Whether it may take minutes. */
  slow?: boolean | undefined;
  /** Whether it answers with a sound file. */
  recording?: boolean | undefined;
  /** Whether it answers with JSON lines, which stay text when they are no JSON as a whole. */
  jsonLines?: boolean;
}

export interface GladlyAnswer {
  /** Parsed JSON; text for CSV and JSON lines; undefined when the answer to a write was empty. */
  data: unknown;
  location: string | undefined;
  /** Whether the header `Gladly-Limited-Data` says that the list was cut. */
  limited: boolean;
}

export interface GladlyOptions {
  /** Without `/api/v1`: the paths carry it. */
  apiUrl: string;
  email: string;
  apiToken: string;
  downloads: Downloads;
  /** Called with each secret of a signed link. */
  onSecret?: (secret: string) => void;
}

/** What a call passes on to its requests. */
interface GladlyContext extends RequestContext {
  /** Whether the owner's filters allow a tool. Data of a forbidden tool must not appear in an error either. */
  readonly isOffered?: (tool: string) => boolean;
}

/** The Gladly REST API: Basic auth, error shapes, merged and locked customers, files. Only downloads follow redirects. */
export class GladlyClient {
  readonly #http: Http;
  readonly #options: GladlyOptions;
  readonly #authorization: string;
  #organizationIdRequest: Promise<string> | undefined;
  /** Lists that change seldom, such as agents and inboxes. */
  readonly lists: ListCache;

  constructor(http: Http, options: GladlyOptions) {
    this.#http = http;
    this.#options = options;
    this.lists = new ListCache(async (path) => {
      const { data } = await this.call(readOf(path), {}, { signal: new AbortController().signal });
      return data;
    });
    this.#authorization = `Basic ${Buffer.from(`${options.email}:${options.apiToken}`).toString('base64')}`;
  }

  /** @throws Failure when Gladly refuses: `merged`, `locked` (customers), else as the status says */
  async call(operation: GladlyOperation, args: Arguments, context: GladlyContext): Promise<GladlyAnswer> {
    const answer = await this.#http
      .send(this.#request(operation, args, context))
      .finally(() => !operation.isRead && this.lists.drop(operation.route.path));
    if (answer.status < 200 || answer.status > 299) throw await this.#failureOf(operation, args, answer, context);
    const data = await dataOf(answer, operation);
    if (saysRefused(data, operation.isRead ? 'read' : 'write')) throw refusal(answer);
    return {
      data,
      location: header(answer.headers, 'location'),
      // Gladly's document only calls this header a flag; a test of a public client library treats `false` as "not cut" (gladly.md, f).
      limited: !/^(false|0)?$/i.test(header(answer.headers, 'gladly-limited-data')?.trim() ?? ''),
    };
  }

  /**
   * Writes the answer's bytes to the download folder; a 303 is followed once, without credentials.
   * @throws Failure `upstream` when an error message, a page or nothing came instead of the file
   */
  async download(
    operation: GladlyOperation,
    args: Arguments,
    name: string,
    context: RequestContext,
  ): Promise<SavedFile> {
    const expected = operation.recording ? 'media' : 'any';
    const answer = await this.#fetch(operation, args, { name, vendor: 'Gladly', expected }, context);
    if ('file' in answer) return answer.file;
    throw refusal(answer);
  }

  /** Fetches a report: its text when it has at most `maxBytes`, else the file where it was saved, and its charset. */
  textOrFile(
    operation: GladlyOperation,
    args: Arguments,
    { name, maxBytes }: { name: string; maxBytes: number },
    context: RequestContext,
  ): Promise<HttpAnswer | Download> {
    const wanted: WantedFile = { name, vendor: 'Gladly', expected: 'report', inMemoryBytes: maxBytes };
    return this.#fetch(operation, args, wanted, context);
  }

  /** The `id` of GET /organization, which is kept. */
  organizationId({ signal }: RequestContext): Promise<string> {
    this.#organizationIdRequest ??= this.#requestOrganizationId().catch((error: unknown) => {
      this.#organizationIdRequest = undefined;
      throw error;
    });
    return unlessAborted(this.#organizationIdRequest, signal);
  }

  async #requestOrganizationId(): Promise<string> {
    const { data } = await this.call(readOf('/api/v1/organization'), {}, { signal: new AbortController().signal });
    const id = isObject(data) ? data.id : undefined;
    if (typeof id === 'string') return id;
    throw new Failure('upstream', 'Gladly does not say the id of the organization.', { hint: 'Give org_id yourself.' });
  }

  /** Fetches a file, or a text that stays in memory; follows a 303 to the file store. */
  async #fetch(operation: GladlyOperation, args: Arguments, wanted: WantedFile, context: RequestContext) {
    const { downloads, onSecret } = this.#options;
    const request = this.#request(operation, args, context);
    const gladlyAnswer = await downloads.fetch(this.#http, request, wanted);
    if (gladlyAnswer.status === 200) return gladlyAnswer;
    const location = gladlyAnswer.status === 303 ? header(gladlyAnswer.headers, 'location') : undefined;
    if (location === undefined) throw await this.#failureOf(operation, args, gladlyAnswer, context);
    const storeRequest = signedRequest(request, location);
    for (const secret of secretsInUrl(storeRequest.url)) onSecret?.(secret);
    const vendor = `The file store ${new URL(storeRequest.url).host}`;
    const answer = await downloads.fetch(this.#http, storeRequest, { ...wanted, vendor }).catch((error: unknown) => {
      // Status 200: the store answered something other than the file.
      throw error instanceof Failure && error.status === 200 ? error.with({ hint: expiredLinkHint }) : error;
    });
    if (answer.status === 200) return answer;
    throw storeRefusal(vendor, answer);
  }

  #request(operation: GladlyOperation, args: Arguments, context: RequestContext): HttpRequest {
    const { apiUrl } = this.#options;
    const headers = { authorization: this.#authorization, accept: 'application/json, */*' };
    return {
      ...requestFor(operation, args, operation.route, { ...context, apiUrl, headers }),
      slow: operation.slow,
    };
  }

  /** The failure for a refusal: of a merged customer, of a locked one, or by the status. */
  async #failureOf(
    operation: GladlyOperation,
    args: Arguments,
    answer: HttpAnswer,
    context: GladlyContext,
  ): Promise<Failure> {
    const failure = refusal(answer);
    const { customer } = operation;
    const id = customer === undefined ? undefined : args[customer];
    if (customer === undefined || typeof id !== 'string') return failure;
    const newId = await this.#findNewId(operation, id, answer, context);
    if (newId !== undefined && newId !== id) return mergedFailure(operation.name, args, customer, newId, answer.status);
    const isDeletion = operation.route.method === 'DELETE' && operation.route.path === profilePath(customer);
    if (isDeletion && failure.code === 'invalid_state')
      return lockedFailure(id, failure, await this.#blockers(id, context), context.isOffered);
    return failure;
  }

  /** The new id of a merged customer: from a 301, which two operations answer (gladly.md, b), or from the profile. */
  async #findNewId(operation: GladlyOperation, id: string, answer: HttpAnswer, context: RequestContext) {
    const newId = newIdIn(answer);
    if (newId !== undefined) return newId;
    const isProfile =
      operation.route.method === 'GET' && operation.route.path === profilePath(operation.customer ?? '');
    if (isProfile || (answer.status !== 404 && answer.status !== 301)) return undefined;
    try {
      return newIdIn(await this.#http.send(this.#request(readOf(profilePath('id')), { id }, context)));
    } catch {
      if (context.signal.aborted) throw context.signal.reason;
      // Without the profile, the failure is that of the call itself.
      return undefined;
    }
  }

  /** What may keep a customer from being deleted, as far as the owner's filters let it be read. */
  async #blockers(id: string, context: GladlyContext): Promise<Blockers> {
    const cutLists: string[] = [];
    const readList = async (path: string, ...tools: string[]) => {
      if (tools.every((tool) => context.isOffered?.(tool) === false)) return undefined;
      try {
        const { data, limited } = await this.call(readOf(path), { id }, context);
        if (limited) cutLists.push(path.split('/').at(-1) ?? '');
        return Array.isArray(data) ? data.filter(isObject) : notAList();
      } catch (error) {
        if (error instanceof Failure && error.kind !== 'cancelled') return error;
        throw error;
      }
    };
    return {
      conversations: await readList(
        '/api/v1/customers/{id}/conversations',
        'list_all_gladly_customer_conversations',
        // To close conversations with this tool, their ids are needed.
        'update_a_gladly_conversation_by_id',
      ),
      tasks: await readList('/api/v1/customers/{id}/tasks', 'list_all_gladly_customer_tasks'),
      cutLists,
    };
  }
}

const profilePath = (argument: string) => `/api/v1/customer-profiles/{${argument}}`;

/** A read that this client makes for itself, not for a tool. */
const readOf = (path: string): GladlyOperation => ({
  name: path,
  route: { method: 'GET', path, provenance: 'documented', alternatives: [] },
  isRead: true,
});

/** CSV (reports) and JSON lines (events, exports) stay text, which may be empty; everything else must be JSON. */
async function dataOf(answer: HttpAnswer, { isRead, jsonLines }: GladlyOperation): Promise<unknown> {
  if (isRead && /csv|jsonl|ndjson/i.test(header(answer.headers, 'content-type') ?? '')) return answer.text;
  const data = answerData(answer, answerSource, !isRead);
  return jsonLines && looksLikeJson(answer.text) ? data.catch(() => answer.text) : data;
}

const answerSource: AnswerSource = { vendor: 'Gladly', setting: 'GLADLY_HOST' };
