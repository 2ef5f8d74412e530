import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Downloads } from '../../src/api/downloads.js';
import type { Arguments } from '../../src/api/route.js';
import { GladlyClient } from '../../src/gladly/client.js';
import { Http } from '../../src/http/client.js';
import type { HttpRequest } from '../../src/http/request.js';
import type { CallContext, Outcome } from '../../src/tools/define.js';
import { fakeServer, json } from './fake-server.js';
import { toolNamed } from './tool-named.js';

interface Seen {
  method: string;
  target: string;
  body: unknown;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** Text as it is, anything else as JSON. */
  body?: unknown;
  /** Closes the connection instead of answering. */
  hangUp?: boolean;
  /** Sends no content-length. */
  chunked?: boolean;
}

type RunTool = (
  tool: string,
  args: Arguments,
  context?: Partial<Pick<CallContext, 'signal' | 'isOffered'>>,
) => Promise<Outcome>;

export interface FakeGladly {
  /** Requests, except those for lists of names. */
  seen: Seen[];
  /** The lists of names that it has: agents, inboxes, teams or topics. */
  lists: Record<string, unknown[]>;
  /** The status with which it answers for a list that is not in `lists`; 404 unless a test sets another. */
  unlistedStatus: number;
  /** The lists that were asked for, such as `agents`. */
  listed: string[];
  call: RunTool;
  /** Calls the listener instead of answering a request for a list. */
  whenListed: (listener: () => void) => void;
}

/** Runs Gladly tools through the real client against an address, until the end of the test; `guard` gets every request. */
export function toolRunner(apiUrl: string, guard?: (request: HttpRequest) => void): RunTool {
  const downloadDir = mkdtempSync(join(tmpdir(), 'gladly-tools-'));
  onTestFinished(() => rmSync(downloadDir, { recursive: true, force: true }));
  const http = new Http({ timeoutMs: 5000, userAgent: 'test', guard });
  const downloads = new Downloads(downloadDir, (text) => text);
  const gladly = new GladlyClient(http, { apiUrl, email: 'a@example.com', apiToken: 'token', downloads });
  // As in the runner, the arguments pass the schema first, the data their transform last.
  return async (name, given, context = {}) => {
    const tool = toolNamed(name);
    const args = tool.schemas().validator.parse(given);
    const clients = { gladly } as CallContext['clients'];
    const outcome = await tool.run(args, { clients, signal: new AbortController().signal, ...context });
    return { ...outcome, data: outcome.transform ? outcome.transform(outcome.data) : outcome.data };
  };
}

/** A fake of Gladly that gives the answers in turn, records the requests, and ends with the test. */
export async function fakeGladly(...answers: Answer[]): Promise<FakeGladly> {
  let onList: (() => void) | undefined;
  const server = await fakeServer(({ method, target, body: sent }, response) => {
    const [, list] = /^\/api\/v1\/(agents|inboxes|teams|topics)$/.exec(target) ?? [];
    if (method === 'GET' && list !== undefined) {
      gladly.listed.push(list);
      if (onList) return onList();
      const records = gladly.lists[list];
      return json(response, records, records ? 200 : gladly.unlistedStatus);
    }
    gladly.seen.push({ method, target, body: sent === '' ? undefined : JSON.parse(sent) });
    const { status = 200, headers = {}, body, hangUp, chunked } = answers.shift() ?? { status: 500 };
    if (hangUp) return void response.destroy();
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(chunked ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
      ...headers,
    });
    response.end(text);
  });
  onTestFinished(() => server.close());
  const gladly: FakeGladly = {
    seen: [],
    lists: {},
    unlistedStatus: 404,
    listed: [],
    whenListed: (listener) => {
      onList = listener;
    },
    call: toolRunner(server.url),
  };
  return gladly;
}
