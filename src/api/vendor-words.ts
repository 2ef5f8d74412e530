import { type Headers, header } from '../http/headers.js';
import { isObject, parseJson } from '../http/json.js';
import { limits } from '../http/limits.js';
import { cutAtWord } from '../redact.js';

/** What a vendor said in the body of a refusal, as far as it could be read. */
export interface VendorWords {
  message?: string | undefined;
  code?: string | number | undefined;
  /** Errors argument by argument, as they came. */
  details?: unknown;
}

/**
 * The words of a refusal, in whichever form they come: Puzzel's envelope, Gladly's `errors`, problem+json (RFC 9457),
 * ASP.NET's `Message` and `ModelState`, ServiceStack's `responseStatus`, OAuth's `error`, `message`, the title of a page,
 * or the first characters of a text. Names of members are matched without case.
 */
export function vendorWords({ text, headers }: { text: string; headers: Headers }): VendorWords {
  const parsed = jsonIn(text);
  if (parsed !== undefined) return wordsOf(parsed);
  return { message: plainWords(text, header(headers, 'content-type') ?? '') };
}

/** The same for a body that has been parsed. */
export const wordsOf = (parsed: unknown): VendorWords => limited(wordsIn(parsed));

/** Whether JSON says that something went wrong: a vendor answers so with 200, too, where a file was asked for. */
export function isRefusal(value: unknown): boolean {
  const { code, errors, modelstate, responsestatus, error, message, title, status, detail, result } = lowerCase(value);
  if (errors !== undefined || modelstate !== undefined || responsestatus !== undefined || error !== undefined)
    return true;
  if (code !== undefined && (message !== undefined || result !== undefined || Number(code) !== 0)) return true;
  return title !== undefined && (status !== undefined || detail !== undefined);
}

function jsonIn(text: string): unknown {
  if (!/^\s*[[{"]/.test(text.slice(0, 1000))) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function wordsIn(value: unknown): VendorWords {
  if (typeof value === 'string') return { message: value };
  if (Array.isArray(value)) return wordsOfErrors(value);
  const members = lowerCase(value);
  const { responsestatus, error } = members;
  if (isObject(responsestatus)) return wordsIn(responsestatus);
  if (isObject(error)) return wordsIn(error);
  const told = wordsOfErrors(members.errors ?? members.modelstate);
  const own = [members.title, members.message, members.detail, error, members.error_description, members.error_message];
  const words = own.filter((word): word is string => typeof word === 'string' && word.trim() !== '');
  return {
    message: [[...new Set(words)].join(': ').replace(/\.$/, ''), told.message].filter(Boolean).join('. '),
    code: plainCode(members.code) ?? plainCode(members.errorcode) ?? told.code,
    details: told.details,
  };
}

/** Errors of one refusal that are read; no call has as many arguments. */
const mostErrors = 500;

/** A list of errors, a single one, or lists of words by the name of an argument. */
function wordsOfErrors(errors: unknown): VendorWords {
  if (errors === undefined || errors === null) return {};
  const isByName = isObject(errors) && Object.values(errors).some(Array.isArray);
  if (isByName) {
    const words = Object.entries(errors).map(([name, told]) => `${name}: ${[told].flat().filter(isText).join(' ')}`);
    return { message: words.join('; '), details: errors };
  }
  const list = [errors].flat().slice(0, mostErrors);
  const objects = list.filter(isObject);
  const message = list.map(wordsOfError).filter(Boolean).join('; ');
  return {
    message,
    code: plainCode(objects[0]?.code) ?? plainCode(objects[0]?.errorCode),
    details: objects.length === 0 ? undefined : objects,
  };
}

function wordsOfError(error: unknown): string {
  if (isText(error)) return error;
  const { attr, fieldname, field, code, errorcode, detail, message } = lowerCase(error);
  const what = [attr ?? fieldname ?? field, code ?? errorcode].filter(isText).join(' ');
  const said = [detail, message].find(isText);
  return said === undefined ? what : `${what === '' ? '' : `${what}: `}${said}`;
}

const isText = (value: unknown): value is string => typeof value === 'string';

const plainCode = (code: unknown): string | number | undefined =>
  typeof code === 'number' || (typeof code === 'string' && code !== '') ? code : undefined;

/** The members by lower-case name; none of what is no object. */
function lowerCase(value: unknown): Record<string, unknown> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}

function plainWords(text: string, type: string): string | undefined {
  const beginning = text.slice(0, 4 * limits.plainTextLength);
  const isMarkup = /html|xml/i.test(type) || /^\s*</.test(beginning);
  const told = isMarkup ? wordsInMarkup(text.slice(0, 16 * 1024)) : beginning;
  const words = told.replace(/\s+/g, ' ').trim();
  return words === '' ? undefined : cutAtWord(words, limits.plainTextLength);
}

/** The title of a page, or the code and message of a store's XML error. */
function wordsInMarkup(markup: string): string {
  const element = (name: string) => new RegExp(`<${name}[^<>]{0,200}>([^<]{1,500})`, 'i').exec(markup)?.[1];
  return [element('code'), element('message') ?? element('title') ?? element('h1')].filter(Boolean).join(': ');
}

const limited = ({ message, ...rest }: VendorWords): VendorWords => ({
  ...rest,
  message: message === undefined || message === '' ? undefined : cutAtWord(message, limits.wordsLength),
});
