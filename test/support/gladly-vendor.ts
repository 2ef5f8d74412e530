import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Downloads } from '../../src/api/downloads.js';
import type { Arguments } from '../../src/api/route.js';
import { GladlyClient } from '../../src/gladly/client.js';
import { Http } from '../../src/http/client.js';
import type { CallContext, Outcome } from '../../src/tools/define.js';
import { toolNamed } from './tool-named.js';

export interface Seen {
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

export interface Vendor {
  seen: Seen[];
  /** Agents, inboxes, teams and topics by path; what is not here answers 404. They are not among `seen`. */
  lists: Record<string, unknown[]>;
  /** Status of a list that is not in `lists`; 404 at first. */
  unlistedStatus: number;
  /** Paths of the lists that were asked for. */
  listed: string[];
  call: (
    tool: string,
    args: Arguments,
    context?: Partial<Pick<CallContext, 'signal' | 'isOffered'>>,
  ) => Promise<Outcome>;
  /** Calls the listener instead of answering a request for a list. */
  whenListed: (listener: () => void) => void;
}

/** Calls of tools through the real client, against an address. */
export function callerOf(apiUrl: string, credentials = { email: 'a@example.com', apiToken: 'token' }) {
  const downloadDir = mkdtempSync(join(tmpdir(), 'gladly-tools-'));
  const http = new Http({ timeoutMs: 5000, userAgent: 'test' });
  const gladly = new GladlyClient(http, {
    apiUrl,
    ...credentials,
    downloads: new Downloads(downloadDir, (text) => text),
  });
  /** Calls a tool as the runner does: the arguments pass the schema first, the data their transform last. */
  const call = async (
    name: string,
    given: Arguments,
    context: Partial<Pick<CallContext, 'signal' | 'isOffered'>> = {},
  ): Promise<Outcome> => {
    const tool = toolNamed(name);
    const args = tool.schemas().validator.parse(given);
    const clients = { gladly } as CallContext['clients'];
    const outcome = await tool.run(args, { clients, signal: new AbortController().signal, ...context });
    return { ...outcome, data: outcome.transform ? outcome.transform(outcome.data) : outcome.data };
  };
  return { call, forget: () => rmSync(downloadDir, { recursive: true, force: true }) };
}

/** A server that gives the answers in turn, records the requests, and ends with the test. */
export async function startVendor(...answers: Answer[]): Promise<Vendor> {
  const seen: Seen[] = [];
  const lists: Vendor['lists'] = {};
  const listed: string[] = [];
  let onList: (() => void) | undefined;
  const server = createServer(async (request, response) => {
    const [, list] = /^\/api\/v1\/(agents|inboxes|teams|topics)$/.exec(request.url ?? '') ?? [];
    if (request.method === 'GET' && list !== undefined) {
      listed.push(list);
      if (onList) return onList();
      const records = lists[list];
      response
        .writeHead(records ? 200 : vendor.unlistedStatus, { 'content-type': 'application/json' })
        .end(JSON.stringify(records));
      return;
    }
    seen.push({ method: request.method ?? '', target: request.url ?? '', body: await bodyOf(request) });
    const { status = 200, headers = {}, body, hangUp, chunked } = answers.shift() ?? { status: 500 };
    if (hangUp) {
      response.destroy();
      return;
    }
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(chunked ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
      ...headers,
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { call, forget } = callerOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(async () => {
    forget();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const vendor: Vendor = {
    seen,
    lists,
    unlistedStatus: 404,
    listed,
    whenListed: (listener) => {
      onList = listener;
    },
    call,
  };
  return vendor;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}
