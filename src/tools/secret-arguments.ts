import { jsonIn } from '../json.js';
import { percentDecoded } from '../percent-decoded.js';
import type { Tool } from './define.js';

/** Arguments that are secrets, or objects full of them. They are redacted like the owner's own secrets. */
const secretArguments: ReadonlySet<string> = new Set(['credentials', 'headers', 'accessToken', 'idToken']);

/** Levels of lists and objects that are searched; no secret argument has more than three. */
const maxLevels = 5;

/** Matches the name of an argument that is an address, which may hold a password. */
const addressArgumentPattern = /^(?:url|uri|link)$/i;

/** Largest number of secrets of one call: a webhook has a password, a realm and some headers. */
const maxSecrets = 50;

/**
 * The secrets among the unvalidated arguments, also where a number stands for a text, or JSON text for an object. Arguments
 * that the tool does not have are ignored: otherwise a call could declare any word a secret, and it would vanish from every
 * later answer.
 */
export function secretsIn({ input }: Pick<Tool, 'input'>, raw: unknown): string[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const toolArguments = Object.entries(raw).filter(([name]) => Object.hasOwn(input, name));
  return toolArguments
    .flatMap(([name, value]) => {
      if (secretArguments.has(name)) return textsIn(value, maxLevels);
      return addressArgumentPattern.test(name) ? passwordsIn(value) : [];
    })
    .slice(0, maxSecrets);
}

/**
 * The passwords in addresses such as `https://user:password@host/`, as written and as a URL parser reads them: the parser
 * accepts any number of slashes and backslashes, and ends a password at the last @ before the path.
 */
function passwordsIn(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  // A password may hold two slashes, so these begin an address only after a scheme or where a word begins.
  const [, ...addresses] = value.split(/https?:[\\/\s]*|(?:^|\s|\b[a-z][a-z\d+.-]{0,20}:)[\\/]{2,}/i);
  return addresses.flatMap((address) => {
    const [authority = ''] = address.split(/[\\/?#]/, 1);
    // When a password holds a slash, the authority ends within it, so the address up to its first @ is read instead.
    const isAuthorityWhole = authority.includes('@') || /^[^:]*(?::\d*)?$/.test(authority);
    const [, password] =
      /^[^:]*:(.*)@/s.exec(isAuthorityWhole ? authority : address.slice(0, address.indexOf('@') + 1)) ?? [];
    if (password === undefined) return [];
    // A URL parser drops line breaks and tabs.
    const parsed = password.replace(/[\t\r\n]/g, '');
    return [...new Set([password, parsed, percentDecoded(parsed)])];
  });
}

/** Members that are no secrets: else a user called `admin`, a kind of login or a header's name would vanish from answers. */
const isPlainMember = (name: string, parent: object): boolean =>
  /^(user_?name|type)$/i.test(name) || (name === 'name' && 'value' in parent);

/** Every secret text in a value. A number counts as its digits, and a text may be a list or object in JSON. */
function textsIn(value: unknown, levelsLeft: number): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') {
    const parsed = /^\s*[[{]/.test(value) ? jsonIn(value) : undefined;
    return [value, ...afterScheme(value), ...textsIn(parsed, levelsLeft - 1)];
  }
  if (typeof value !== 'object' || value === null || levelsLeft <= 0) return [];
  const members = Object.entries(value).filter(([name]) => !isPlainMember(name, value));
  return members.flatMap(([, member]) => textsIn(member, levelsLeft - 1));
}

/** `X` of `Bearer X`: a vendor may repeat it without the scheme. */
const afterScheme = (text: string): string[] =>
  /^\s*(?:bearer|basic|digest|token|api-?key|key)\s+(\S+)\s*$/i.exec(text)?.slice(1) ?? [];
