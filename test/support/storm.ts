import type { ServerResponse } from 'node:http';
import { fakePuzzel } from './fake-puzzel.js';
import { fakeServer, json, type SeenRequest } from './fake-server.js';

/** One call of the storm, and what its answer must be. */
export interface StormCall {
  tool: string;
  args: Record<string, unknown>;
  /** `ok` or the kind of the error. */
  outcome: string;
  /** What a success says. */
  result?: unknown;
}

/** Both vendors on a bad day: every fault hits known calls, so that every answer can be foretold. */
export interface Storm {
  env: Record<string, string>;
  call: (n: number) => StormCall;
  /** What the vendors did, and what they saw. */
  figures: () => Record<string, number>;
  /** Writes that came more than once. */
  repeatedWrites: () => string[];
  close: () => Promise<void>;
}

type Fault = 'none' | 'list' | 'write' | 'dyingWrite' | 'slow' | 'limit' | 'failure' | 'reset' | 'dead' | 'cut';
const faults: Fault[] = ['none', 'list', 'write', 'limit', 'reset', 'slow', 'failure', 'dead', 'cut', 'dyingWrite'];
const rowsPerList = 120;

/** Seconds that a token lives, and milliseconds after which one is taken back before its time. */
const [tokenSeconds, revokeMs] = [4, 2_500];

export async function storm(): Promise<Storm> {
  const [puzzel, gladly] = [await fakePuzzel(), await fakeServer()];
  puzzel.tokenSeconds = tokenSeconds;
  const seen = new Map<string, number>();
  const counts = { requests: 0, limited: 0, resets: 0, cut: 0, failed: 0, revoked: 0 };
  const revoking = setInterval(() => {
    counts.revoked += puzzel.valid.size;
    puzzel.valid.clear();
  }, revokeMs);

  const answer = (vendor: 'puzzel' | 'gladly', { method, target }: SeenRequest, response: ServerResponse) => {
    const n = Number(/\d+(?=\D*$)/.exec(target)?.[0]);
    const key = `${method} ${target}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    counts.requests += 1;
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
      case 'failure':
        counts.failed += 1;
        return json(response, { code: 9, message: 'out of order' }, 500);
      case 'reset':
        return times === 1 ? drop() : data({ id: n });
      case 'dead':
      case 'dyingWrite':
        return drop();
      case 'cut':
        counts.cut += 1;
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"code":0,"result":[');
        return void setImmediate(() => response.destroy());
      case 'slow':
        return void setTimeout(() => data({ id: n }), 200);
      case 'list':
        return data(Array.from({ length: rowsPerList }, (_, index) => ({ id: index, of: n, text: 'x'.repeat(200) })));
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
    },
    call: stormCall,
    figures: () => ({ ...counts, logins: puzzel.logins, refreshes: puzzel.refreshes }),
    repeatedWrites: () => [...seen].filter(([key, times]) => key.startsWith('PUT') && times > 1).map(([key]) => key),
    async close() {
      clearInterval(revoking);
      await Promise.all([puzzel.close(), gladly.close()]);
    },
  };
}

const faultOf = (n: number): Fault => faults[n % faults.length] ?? 'none';
const kinds: Partial<Record<Fault, string>> = {
  limit: 'rate_limited',
  failure: 'upstream',
  dead: 'network',
  cut: 'network',
  dyingWrite: 'network',
};

function stormCall(n: number): StormCall {
  const fault = faultOf(n);
  const [puzzel, outcome] = [Math.floor(n / faults.length) % 2 === 0, kinds[fault] ?? 'ok'];
  const id = puzzel ? n : String(n);
  switch (fault) {
    case 'write':
    case 'dyingWrite':
      return {
        tool: 'update_a_gladly_topic_by_id',
        args: { id: String(n), name: 'Returns' },
        outcome,
        result: { id: String(n), status: 'updated' },
      };
    case 'list':
      return puzzel
        ? { tool: 'list_all_puzzel_missed_calls', args: { queue_id: n, limit: 1 }, outcome, result: firstRow(n) }
        : { tool: 'list_all_gladly_customer_tasks', args: { customer_id: id, limit: 1 }, outcome, result: firstRow(n) };
    default:
      return {
        tool: puzzel ? 'get_single_puzzel_etask_by_id' : 'get_single_gladly_conversation_by_id',
        args: { id },
        outcome,
        result: { id: n },
      };
  }
}

const firstRow = (n: number) => [{ id: 0, of: n, text: 'x'.repeat(200) }];
