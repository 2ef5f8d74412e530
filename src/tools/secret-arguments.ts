import { percentDecoded } from '../percent-decoded.js';
import type { Tool } from './define.js';

/** Arguments that are secrets, or objects full of them: treated like the owner's own. */
const secretArguments: ReadonlySet<string> = new Set(['credentials', 'headers', 'accessToken', 'idToken']);

/** Levels of lists and objects that are looked through; no such argument has more than three. */
const levels = 5;

/** Arguments that are an address, which may hold a password. */
const addresses = /^(?:url|uri|link)$/i;

/** Secrets of one call: a webhook has a user, a password and some headers. */
const most = 50;

/**
 * Secrets among the arguments as they were given, in any form in which arguments are understood. Only arguments that the
 * tool has count: a word that anybody could make a secret would be taken out of every later answer.
 */
export function secretsIn({ input }: Pick<Tool, 'input'>, raw: unknown): string[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const given = Object.entries(raw).filter(([name]) => Object.hasOwn(input, name));
  return given
    .flatMap(([name, value]) => {
      if (secretArguments.has(name)) return textsIn(value, levels);
      return addresses.test(name) ? passwordsIn(value) : [];
    })
    .slice(0, most);
}

/** The passwords of addresses such as `https://user:password@host/` in a text, as they stand there and as they are read. */
function passwordsIn(value: unknown): string[] {
  if (typeof value !== 'string' || !value.includes('@')) return [];
  const passwords = [...value.matchAll(/\/\/[^\s/?#@:]{0,200}:([^/?#@]{1,500})@/g)].map(
    ([, password = '']) => password,
  );
  return passwords.flatMap((password) => {
    // URLs lose line breaks and tabs.
    const read = password.replace(/[\t\r\n]/g, '');
    return [password, read, percentDecoded(read)];
  });
}

/** Members of credentials that are no secret: a user name like `admin` would be taken out of every answer. */
const isPlainMember = (name: string, parent: object): boolean =>
  /^(user_?name|type)$/i.test(name) || (name === 'name' && 'value' in parent);

/** Every secret text in a value; a number is one by its digits, and a text may hold a list or object. */
function textsIn(value: unknown, left: number): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') return [value, ...behindScheme(value), ...textsIn(jsonIn(value), left - 1)];
  if (typeof value !== 'object' || value === null || left <= 0) return [];
  const members = Object.entries(value).filter(([name]) => !isPlainMember(name, value));
  return members.flatMap(([, member]) => textsIn(member, left - 1));
}

/** `X` of `Bearer X`: the vendor may repeat it alone. */
const behindScheme = (text: string): string[] =>
  /^\s*(?:bearer|basic|digest|token|api-?key|key)\s+(\S+)\s*$/i.exec(text)?.slice(1) ?? [];

function jsonIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
