import { startDemo } from '../../src/demo/index.js';
import { fakeServer } from './fake-server.js';

interface Refusal {
  status: number;
  body: unknown;
}

/** Both vendors, with the answers of the demo tenant in which every free text is replaced by texts of the test. */
export interface PoisonedVendor {
  env: Record<string, string>;
  /** Sets the texts, used in turn, and how many of them an answer gets at most; undefined restores those of the demo tenant. */
  setTexts: (texts: readonly string[] | undefined, maxPerAnswer?: number) => void;
  /** Sets the answer to every request but logins; undefined restores the answers of the demo tenant. */
  setRefusal: (refusal: Refusal | undefined) => void;
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
const fixedMembers = /id$|ids$|^(type|messageType|status|recordingStatus|code)$/i;
const isTime = (text: string) => /^\d{4}-\d\d-\d\d|^\/Date\(/.test(text);

/** Changes a JSON document or each of many JSON lines. */
function changeJson(source: string, change: (value: unknown) => unknown): string {
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
  /** Answers of the demo tenant, so that a repeated request, a write too, gets the same answer as before. */
  const answers = new Map<string, Promise<Answer>>();
  const fields = new Set<string>();
  let texts: readonly string[] | undefined;
  let maxTexts = Number.POSITIVE_INFINITY;
  let refusal: Refusal | undefined;

  const askDemo = async (target: string, init: RequestInit): Promise<Answer> => {
    const answer = await fetch(origin + target, { ...init, redirect: 'manual' });
    const kept = ['content-type', 'location', 'content-disposition', 'gladly-limited-data'];
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => kept.includes(name)));
    return { status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) };
  };

  const server = await fakeServer(async (request, response) => {
    const { method, target, body } = request;
    const isLogin = /authenticate|connect\/token/i.test(target);
    if (refusal && !isLogin) {
      response.writeHead(refusal.status, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify(refusal.body));
    }
    const key = `${method} ${target} ${body}`;
    const headers = ['authorization', 'content-type', 'accept'].flatMap((name): [string, string][] =>
      request.headers[name] ? [[name, String(request.headers[name])]] : [],
    );
    const pending = answers.get(key) ?? askDemo(target, { method, headers, ...(method !== 'GET' && { body }) });
    if (!isLogin) answers.set(key, pending);
    const original = await pending;
    const isKept = isLogin || original.status >= 300 || original.body.length === 0;
    const answer = isKept || texts === undefined ? original : poison(original, texts, `${method} ${target}`);
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });

  function poison(answer: Answer, payloads: readonly string[], route: string): Answer {
    const type = answer.headers['content-type'] ?? '';
    const source = String(answer.body);
    let remaining = maxTexts;
    // Each route begins with another text, so that short answers do not all hold the same texts.
    let position = route.length;
    /** The next text, or the original where nothing may be replaced. */
    const replace = (original: string, path: string) => {
      if (remaining <= 0 || original === '' || isTime(original)) return original;
      remaining -= 1;
      position += 1;
      fields.add(`${route.split('?')[0]} ${path}`);
      return payloads[position % payloads.length] ?? '';
    };
    const walk = (value: unknown, path: string, name: string): unknown => {
      if (typeof value === 'string') return fixedMembers.test(name) ? value : replace(value, path);
      if (Array.isArray(value)) return value.map((item) => walk(item, `${path}[]`, name));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, member]) => [key, walk(member, `${path}.${key}`, key)]),
      );
    };
    if (/json/.test(type)) return { ...answer, body: changeJson(source, (value) => walk(value, '', '')) };
    if (/csv/.test(type)) {
      const [head = '', ...rows] = source.trimEnd().split('\n');
      const cell = () => `"${replace('x', '[].last').replace(/"/g, '""')}"`;
      return { ...answer, body: [head, ...rows.map((row) => row.replace(/[^,]*$/, cell))].join('\n') };
    }
    const name = Buffer.from(replace('x', 'content-disposition')).toString('utf8').slice(0, 2000);
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
    return { ...answer, headers: { ...answer.headers, 'content-disposition': disposition } };
  }

  return {
    env: Object.fromEntries(Object.entries(demo.env).map(([name, value]) => [name, value.replace(origin, server.url)])),
    setTexts: (next, maxPerAnswer = Number.POSITIVE_INFINITY) => {
      texts = next;
      maxTexts = maxPerAnswer;
    },
    setRefusal: (next) => {
      refusal = next;
    },
    fields,
    close: async () => {
      await server.close();
      await demo.close();
    },
  };
}
