import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { startDemo } from '../../src/demo/index.js';
import { fakePuzzel } from './fake-puzzel.js';
import { fakeServer, json, type SeenRequest } from './fake-server.js';

/** One call, and what its answer must be. */
export interface ExpectedCall {
  tool: string;
  args: Record<string, unknown>;
  /** `ok` or the kind of the error. */
  outcome: string;
  /** The result of a success; left out where only the outcome is known in advance. */
  result?: unknown;
  /** The file that a success has saved. */
  file?: string;
}

/** Both vendors with many faults. Each fault hits known calls, so that every outcome is known in advance. */
export interface FaultyVendors {
  env: Record<string, string>;
  /** Settings of the demo tenant, which has no faults. */
  demoEnv: Record<string, string>;
  /** The call that has to come before all others. */
  begin: { tool: string; args: Record<string, unknown> };
  /** The call with this number. */
  call: (n: number) => ExpectedCall;
  /** How often faults occurred, and how many requests and logins came. */
  figures: () => Record<string, number>;
  /** Writes that came more than once. */
  repeatedWrites: () => string[];
  close: () => Promise<void>;
}

/**
 * What happens to the calls, in this order again and again; `none`, `list` and `write` are calls without a fault. `reset`
 * closes the connection at the first attempt only, `dropped` and `droppedWrite` at every one.
 */
const faults = ['none', 'list', 'write', 'limit', 'reset', 'slow', 'error', 'dropped', 'cut', 'droppedWrite'] as const;
type Fault = (typeof faults)[number];
const rowsPerList = 120;

/** The conversation that is polled after `begin` has started it. */
const chatId = '5b1c0f52-7f43-4f6f-a1d5-0a2f7c8e9d11';

/** After so many requests a token is revoked early; with fewer, one call might be refused twice. */
const requestsPerRevocation = 500;

/** @param folder where the server under test saves files */
export async function faultyVendors(folder: string): Promise<FaultyVendors> {
  const [puzzel, gladly, demo] = [await fakePuzzel(), await fakeServer(), await startDemo()];
  puzzel.tokenSeconds = 4;
  const seen = new Map<string, number>();
  const counts = { requests: 0, limited: 0, resets: 0, cut: 0, failed: 0, revoked: 0 };
  /** Revokes only the newest token: if all were revoked, a call refused with an older one would retry with the newest, and fail. */
  const revoke = () => {
    if (puzzel.valid.delete([...puzzel.valid].at(-1) ?? '')) counts.revoked += 1;
  };

  const answer = (vendor: 'puzzel' | 'gladly', { method, target }: SeenRequest, response: ServerResponse) => {
    const recordingId = /\/archive\/(\d+)\/recordings\//.exec(target)?.[1];
    if (recordingId !== undefined) return sendRecording(response, recordingId);
    if (target.endsWith('/reports')) return sendReport(response);
    // The number of the call is the last one in the path.
    const n = Number(/\d+(?=[^\d?]*(\?|$))/.exec(target)?.[0]);
    const key = `${method} ${target}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    counts.requests += 1;
    if (counts.requests % requestsPerRevocation === 0) revoke();
    // Nobody reads the recorded requests, which would fill the memory in a long run.
    puzzel.seen.length = gladly.seen.length = 0;
    const data = (value: unknown) => json(response, vendor === 'puzzel' ? { result: value, code: 0 } : value);
    const drop = () => {
      counts.resets += 1;
      response.destroy();
    };
    switch (faultOf(n)) {
      case 'limit':
        counts.limited += 1;
        return json(response, {}, 429, { 'retry-after': '3' });
      case 'error':
        counts.failed += 1;
        return json(response, { code: 9, message: 'out of order' }, 500);
      case 'reset':
        return times === 1 ? drop() : data({ id: n });
      case 'dropped':
      case 'droppedWrite':
        return drop();
      case 'cut':
        counts.cut += 1;
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"code":0,"result":[');
        return void setImmediate(() => response.destroy());
      case 'slow':
        return void setTimeout(() => data({ id: n }), 200);
      case 'list':
        return data(Array.from({ length: rowsPerList }, (_, index) => rowOf(n, index)));
      case 'write':
        return void response.writeHead(204).end();
      default:
        return data({ id: n });
    }
  };
  puzzel.api = (_path, request, response) => answer('puzzel', request, response);
  gladly.answer((request, response) => answer('gladly', request, response));

  return {
    env: {
      ...puzzel.env,
      GLADLY_API_URL: gladly.url,
      GLADLY_EMAIL: 'agent@example.com',
      GLADLY_API_TOKEN: 'gladly-secret-token',
      PUZZEL_MCP_DOWNLOAD_DIR: folder,
      // The chat uses the servers of the demo tenant, which have no faults.
      ...Object.fromEntries(Object.entries(demo.env).filter(([name]) => name.startsWith('PUZZEL_CHAT_'))),
    },
    demoEnv: demo.env,
    begin: { tool: 'puzzel_chat_conversations_route', args: { queue_key: 'q_chat', conversation_id: chatId } },
    call: (n) => rareCall(n, folder) ?? faultyCall(n),
    figures: () => ({ ...counts, logins: puzzel.logins, refreshes: puzzel.refreshes }),
    repeatedWrites: () => [...seen].filter(([key, times]) => !key.startsWith('GET') && times > 1).map(([key]) => key),
    async close() {
      await Promise.all([puzzel.close(), gladly.close(), demo.close()]);
    },
  };
}

const recordingBytes = 64 * 1024;

function sendRecording(response: ServerResponse, id: string): void {
  const headers = { 'content-type': 'audio/wav', 'content-disposition': `attachment; filename="${id}.wav"` };
  response.writeHead(200, { ...headers, 'content-length': recordingBytes });
  response.end(Buffer.alloc(recordingBytes, 'wave'));
}

function sendReport(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/csv' });
  response.end('Channel,Contacts\nchat,34\nvoice,5\n');
}

/** The rarer calls: a file, a report, a poll of a chat, a deletion that a person has to confirm. */
function rareCall(n: number, folder: string): ExpectedCall | undefined {
  const position = n % 200;
  if (position % 40 === 7) {
    const file = join(folder, `${n}.wav`);
    const result = { path: file, bytes: recordingBytes, mime_type: 'audio/wav', filename: `${n}.wav` };
    const args = { iq_session_id: String(n), index: 1 };
    return { tool: 'puzzel_archive_recording_files_download', args, outcome: 'ok', result, file };
  }
  if (position % 40 === 21)
    return { tool: 'list_all_puzzel_chat_messages', args: { conversation_id: chatId }, outcome: 'ok' };
  if (position === 13) {
    const args = { metricSet: 'ContactSummaryReportV2', startAt: '2026-01-01', endAt: '2026-01-02', timezone: 'UTC' };
    const rows = [
      ['chat', '34'],
      ['voice', '5'],
    ];
    return { tool: 'create_a_gladly_report', args, outcome: 'ok', result: { columns: ['Channel', 'Contacts'], rows } };
  }
  if (position === 40) return { tool: 'delete_a_puzzel_etask_by_id', args: { id: n }, outcome: 'ok' };
  return undefined;
}

const faultOf = (n: number): Fault => faults[n % faults.length] ?? 'none';
const errorKinds: Partial<Record<Fault, string>> = {
  limit: 'rate_limited',
  error: 'upstream',
  dropped: 'network',
  cut: 'network',
  droppedWrite: 'network',
};

function faultyCall(n: number): ExpectedCall {
  const fault = faultOf(n);
  const outcome = errorKinds[fault] ?? 'ok';
  const isForPuzzel = Math.floor(n / faults.length) % 2 === 0;
  const text = String(n);
  switch (fault) {
    case 'write':
    case 'droppedWrite': {
      const args = { id: text, body: 'Call back' };
      return { tool: 'update_a_gladly_task_by_id', args, outcome, result: { id: text, status: 'updated' } };
    }
    case 'list': {
      const result = [rowOf(n, 0)];
      return isForPuzzel
        ? { tool: 'list_all_puzzel_missed_calls', args: { queue_id: n, limit: 1 }, outcome, result }
        : { tool: 'list_all_gladly_customer_tasks', args: { customer_id: text, limit: 1 }, outcome, result };
    }
    default: {
      const result = { id: n };
      return isForPuzzel
        ? { tool: 'get_single_puzzel_etask_by_id', args: { id: n }, outcome, result }
        : { tool: 'get_single_gladly_conversation_by_id', args: { id: text }, outcome, result };
    }
  }
}

const rowOf = (n: number, index: number) => ({ id: index, of: n, text: 'x'.repeat(200) });
