import { type Headers, header } from '../http/headers.js';
import { isObject, jsonIn, looksLikeJson } from '../json.js';
import { limits } from '../limits.js';
import { cutAt, cutAtWord } from '../redact.js';
import { cutMark } from '../secret-search.js';

/** What a vendor said in the body of a refusal, as far as it could be read. */
export interface VendorWords {
  message?: string | undefined;
  code?: string | number | undefined;
  /** The errors in the body as they came; without any, the members that errors do not commonly have. */
  details?: unknown;
}

/**
 * The words of a refusal, in whichever form they come: Puzzel's envelope, Gladly's `errors`, problem+json (RFC 9457),
 * ASP.NET's `Message` and `ModelState`, ServiceStack's `responseStatus`, OAuth's `error`, `message`, the title of a page,
 * or the first characters of a text. Names of members are matched in lower case.
 */
export function vendorWords({ text, headers }: { text: string; headers: Headers }): VendorWords {
  const parsed = looksLikeJson(text) ? jsonIn(text) : undefined;
  if (parsed !== undefined) return wordsOf(parsed);
  return { message: plainWords(text, header(headers, 'content-type') ?? '') };
}

/** The same for a parsed body. No text is shortened: calls/result.ts removes secrets first, and then shortens. */
export const wordsOf = (parsed: unknown): VendorWords => {
  const { message, ...rest } = collectWords(parsed);
  return { ...rest, message: message || undefined };
};

/** Whether a member holds anything: text that is not blank, a list or object with members, `true`, a number other than 0. */
export const isFilled = (value: unknown): boolean =>
  isObject(value) || Array.isArray(value)
    ? Object.keys(value).length > 0
    : Boolean(isText(value) ? value.trim() : value);

function collectWords(value: unknown): VendorWords {
  if (typeof value === 'string') return { message: value };
  if (Array.isArray(value)) return wordsOfErrors(value);
  const members = withLowerCaseNames(value);
  const { responsestatus, error } = members;
  if (isObject(responsestatus)) return collectWords(responsestatus);
  if (isObject(error)) return collectWords(error);
  const listWords = wordsOfErrors(members.errors ?? members.modelstate);
  const names = ['title', 'message', 'detail', 'error', 'error_description', 'error_message'];
  const words = names
    .flatMap((name) => members[name])
    .filter((word): word is string => isText(word) && word.trim() !== '');
  const details = Object.entries(members).filter(([name, member]) => isDetail(name) && member !== null);
  const message = [[...new Set(words)].join(': ').replace(/\.$/, ''), listWords.message].filter(Boolean).join('. ');
  return {
    message: message === '' ? anyWords(value) : message,
    code: plainCode(members.code) ?? plainCode(members.errorcode) ?? listWords.code,
    details: listWords.details ?? (details.length > 0 ? Object.fromEntries(details) : undefined),
  };
}

/** Members that errors commonly have. Any other is a detail of the error, or shows that the object is a record. */
export const commonErrorMembers =
  /^(message|msg|title|detail|error|error_description|error_message|errormessage|code|errorcode|status|statuscode|type|instance|result|id|timestamp|path|trace_?id|request_?id)$/;

const isDetail = (name: string): boolean =>
  !commonErrorMembers.test(name) && !/^(errors|modelstate|responsestatus)$/.test(name);

/** The words of an error of unknown structure: its texts, each after the name of its member. */
function anyWords(value: unknown): string {
  const texts: string[] = [];
  const collect = (part: unknown, name: string, levelsLeft: number) => {
    if (texts.length >= maxTexts || levelsLeft === 0) return;
    if (isText(part) && part.trim() !== '') texts.push(name === '' ? part : `${name}: ${part}`);
    if (typeof part !== 'object' || part === null) return;
    for (const [key, member] of Object.entries(part).slice(0, maxErrors)) {
      if (!/^(type|status|instance|timestamp|path|trace_?id|request_?id|result)$/i.test(key))
        collect(member, Array.isArray(part) ? name : key, levelsLeft - 1);
    }
  };
  collect(value, '', 6);
  return texts.join('; ');
}

const maxTexts = 20;

/** Most errors of one refusal that are read; no call has as many arguments. */
export const maxErrors = 500;

/** The words of a list of errors, of a single one, or of lists of texts by argument name. */
function wordsOfErrors(errors: unknown): VendorWords {
  if (errors === undefined || errors === null) return {};
  if (isObject(errors) && wordsOfError(errors) === '') {
    const words = Object.entries(errors).map(([name, reasons]) => {
      const text = [reasons].flat().map(wordsOfError).filter(Boolean).join(' ');
      return text === '' ? anyWords({ [name]: reasons }) : `${name}: ${text}`;
    });
    return { message: words.filter(Boolean).join('; '), details: errors };
  }
  const list = [errors].flat().slice(0, maxErrors);
  const objects = list.filter(isObject);
  const { code, errorcode } = withLowerCaseNames(objects[0]);
  const message = list.map(wordsOfError).filter(Boolean).join('; ');
  return {
    message,
    code: plainCode(code) ?? plainCode(errorcode),
    details: objects.length === 0 ? undefined : objects,
  };
}

function wordsOfError(error: unknown): string {
  if (isText(error)) return error;
  const { attr, fieldname, field, code, errorcode, detail, message } = withLowerCaseNames(error);
  const subject = [attr ?? fieldname ?? field, code ?? errorcode].filter(isText).join(' ');
  const text = [detail, message].find(isText);
  return text === undefined ? subject : `${subject === '' ? '' : `${subject}: `}${text}`;
}

export const isText = (value: unknown): value is string => typeof value === 'string';

const plainCode = (code: unknown): string | number | undefined =>
  typeof code === 'number' || (typeof code === 'string' && code !== '') ? code : undefined;

/** The members of an object with their names in lower case; none when the value is no object. */
export function withLowerCaseNames(value: unknown): Record<string, unknown> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}

/** Characters of a page or plain text that a message quotes; secrets were removed from it when it came. */
const maxQuoteLength = 300;

function plainWords(text: string, type: string): string | undefined {
  const beginning = cutAtWord(text, limits.webPageLength);
  const isMarkup = /html|xml/i.test(type) || /^\s*</.test(beginning);
  // The bytes of a file may come with the status of a refusal.
  if (!isMarkup && beginning.includes('\0')) return undefined;
  const words = (isMarkup ? wordsInMarkup(beginning) : beginning).replace(/\s+/g, ' ').trim();
  if (words === '' || words === cutMark) return undefined;
  return words.length <= maxQuoteLength ? words : cutAt(words, maxQuoteLength);
}

/** The code and message of an XML error, the title of a page, or else all text that a reader would see. */
function wordsInMarkup(page: string): string {
  const markup = page.replace(/<!--[^>]{0,2000}-->/g, ' ').replace(/<!\[CDATA\[([^\]]{0,2000})\]\]>/g, '$1');
  const element = (name: string) =>
    new RegExp(`<(?:[\\w-]{1,30}:)?${name}(?:\\s[^<>]{0,200})?>([^<]+)`, 'i').exec(markup)?.[1]?.trim();
  const elements = ['message', 'faultstring', 'detail', 'description', 'text', 'title', 'h1'];
  const attribute = /\smessage\s{0,5}=\s{0,5}["']([^"'<>]+)/i.exec(markup)?.[1];
  const message = elements.map(element).find(Boolean) ?? attribute;
  if (message !== undefined) return [element('code'), message].filter(Boolean).join(': ');
  return markup.replace(/<(style|script)\b[^<]{0,5000}/gi, ' ').replace(/<[^<>]{0,500}>/g, ' ');
}
