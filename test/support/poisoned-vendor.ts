import { startDemo } from '../../src/demo/index.js';
import { fakeServer } from './fake-server.js';

/** Both vendors, with the answers of the demo tenant in which every free text is replaced by texts of the test. */
export interface PoisonedVendor {
  env: Record<string, string>;
  /** Sets the texts, used in turn, and how many of them an answer gets at most; undefined restores those of the demo tenant. */
  wrote: (text: string | readonly string[] | undefined, most?: number) => void;
  /** Answers every request with this status and body from now on; undefined: as before. */
  refuse: (refusal: { status: number; body: unknown } | undefined) => void;
  /** Routes and members that a text was put into. */
  fields: Set<string>;
  close: () => Promise<void>;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** Members that decide how an answer is read, or that further calls need, and that no customer writes. */
const fixed = /id$|ids$|^(type|messageType|status|recordingStatus|code)$/i;
const isTime = (text: string) => /^\d{4}-\d\d-\d\d|^\/Date\(/.test(text);

/** A JSON document or JSON lines, changed. */
function jsonIn(source: string, change: (value: unknown) => unknown): string {
  try {
    return JSON.stringify(change(JSON.parse(source)));
  } catch {
    const lines = source.trim().split('\n');
    return lines.map((line) => JSON.stringify(change(JSON.parse(line)))).join('\n');
  }
}

export async function poisonedVendor(): Promise<PoisonedVendor> {
  // Gladly's limit of ten requests a second would only slow the tests down.
  const demo = await startDemo({ gladlyRequestsPerSecond: 10_000 });
  const origin = new URL(demo.env.GLADLY_API_URL ?? '').origin;
  const remembered = new Map<string, Promise<Answer>>();
  const fields = new Set<string>();
  let texts: readonly string[] | undefined;
  let textsPerAnswer = Number.POSITIVE_INFINITY;
  let refusal: { status: number; body: unknown } | undefined;

  const ask = async (
    method: string,
    target: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<Answer> => {
    const init = method === 'GET' ? { method, headers } : { method, headers, body };
    const answer = await fetch(origin + target, { ...init, redirect: 'manual' });
    const kept = ['content-type', 'location', 'content-disposition', 'gladly-limited-data'];
    const found = kept.flatMap((name) =>
      answer.headers.get(name) === null ? [] : [[name, answer.headers.get(name) ?? '']],
    );
    return {
      status: answer.status,
      headers: Object.fromEntries(found),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  };

  const server = await fakeServer(async (request, response) => {
    const { method, target, body } = request;
    const isLogin = /authenticate|connect\/token/i.test(target);
    if (refusal && !isLogin) {
      response.writeHead(refusal.status, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify(refusal.body));
    }
    const key = `${method} ${target} ${body}`;
    const headers = Object.fromEntries(
      ['authorization', 'content-type', 'accept'].flatMap((name) =>
        request.headers[name] ? [[name, String(request.headers[name])]] : [],
      ),
    );
    const answer: Promise<Answer> = remembered.get(key) ?? ask(method, target, headers, body);
    if (!isLogin) remembered.set(key, answer);
    const said = await answer;
    const changed =
      texts === undefined || isLogin || said.status >= 300 ? said : poisoned(said, texts, `${method} ${target}`);
    response.writeHead(changed.status, changed.headers);
    response.end(changed.body);
  });

  function poisoned(answer: Answer, payloads: readonly string[], route: string) {
    const type = answer.headers['content-type'] ?? '';
    const source = String(answer.body);
    if (source === '') return answer;
    let left = textsPerAnswer;
    // Each route begins with another text, so that short answers do not all hold the same texts.
    let turn = route.length;
    const next = () => {
      turn += 1;
      return payloads[turn % payloads.length] ?? '';
    };
    const put = (path: string, original: string) => {
      if (left <= 0 || original === '' || isTime(original)) return original;
      left -= 1;
      fields.add(`${route.split('?')[0]} ${path}`);
      return next();
    };
    const walk = (value: unknown, path: string, name: string): unknown => {
      if (typeof value === 'string') return fixed.test(name) ? value : put(path, value);
      if (Array.isArray(value)) return value.map((item) => walk(item, `${path}[]`, name));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, member]) => [key, walk(member, `${path}.${key}`, key)]),
      );
    };
    if (/json/.test(type)) return { ...answer, body: jsonIn(source, (value) => walk(value, '', '')) };
    if (/csv/.test(type)) {
      const [head = '', ...rows] = source.trimEnd().split('\n');
      const cell = () => `"${next().replace(/"/g, '""')}"`;
      return {
        ...answer,
        body: [
          head,
          ...rows.map((row) => row.replace(/[^,]*$/, () => (put('[].last', 'x') === 'x' ? 'x' : cell()))),
        ].join('\n'),
      };
    }
    put('content-disposition', 'x');
    const name = encodeURIComponent(Buffer.from(next()).toString('utf8').slice(0, 2000));
    return { ...answer, headers: { ...answer.headers, 'content-disposition': `attachment; filename*=UTF-8''${name}` } };
  }

  return {
    env: Object.fromEntries(Object.entries(demo.env).map(([name, value]) => [name, value.replace(origin, server.url)])),
    wrote: (payload, most = Number.POSITIVE_INFINITY) => {
      texts = typeof payload === 'string' ? [payload] : payload;
      textsPerAnswer = most;
    },
    refuse: (next) => {
      refusal = next;
    },
    fields,
    close: async () => {
      await server.close();
      await demo.close();
    },
  };
}
