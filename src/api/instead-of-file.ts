import { Failure } from '../failure.js';
import { charsetOf, decodeBytes } from '../http/body.js';
import { type Headers, header } from '../http/headers.js';
import { jsonIn, redactedUnlessJson } from '../json.js';
import { limits } from '../limits.js';
import { filenameIn } from './filename.js';
import { isErrorJson } from './refusals.js';
import { vendorWords } from './vendor-words.js';

/**
 * What was asked for. `media` is a recording or an archived chat: never JSON or markup, and plain text only when its file name
 * says so, such as `chat.txt`. A `report` is never JSON or markup. `any` is an attachment.
 */
export type ExpectedContent = 'media' | 'report' | 'any';

/**
 * What an answer seems to be. A `page` is HTML or an XML error document, `markup` any other markup, a `message` a short error
 * message, `text` any other plain text, `other` anything else, such as sound.
 */
export type SniffedType = 'nothing' | 'json' | 'page' | 'markup' | 'message' | 'text' | 'other';

/** Text that may precede JSON or the first element. */
const prolog =
  /^(?:[\s\u200b-\u200f\u2060]|\)\]\}',?|(?:for\s?\(;;\)|while\s?\((?:1|true)\));|\/\*[^*]{0,200}\*\/|<\?xml[^>]*>|<!--(?:[^-]|-(?!->))*-->)*/i;

/** Tags with which an HTML page begins. */
const page =
  /^<(?:!doctype\s+html|html|head|body|title|script|style|meta|h[1-6]|center|div|p|pre|font|table|frameset|form|iframe|noscript|link|a|span|img|input|section|main|header|nav|ul)\b/i;

/** Root elements of the error documents that services and file stores send. */
const xmlError = /^<(?:[\w-]+:)?(?:errors?|fault|envelope|exception|apiresult)\b/i;
const jsonType = /^application\/(?:[\w.-]+\+)?json\b/i;
/** JSON without brackets, and JSONP. */
const jsonWord = /^(?:"[^"\n]*"|null|true|false|-?\d{1,20}|[\w.$]{1,50}\(\s*[[{].*)\s*$/s;
/** Words of a short error message, whatever its content type says. */
const errorWords =
  /\b(?:access|permission)? ?denied\b|\bnot (?:found|exist|available|allowed|permitted|authori[sz]ed|ready)\b|\bno such\b|\b(?:forbidden|unauthori[sz]ed|failed|failure|invalid|unavailable|exceeded|expired|error|exception)\b/i;
const maxMessageLines = 3;

const isErrorMessage = (text: string): boolean =>
  text.length < limits.sniffedBytes &&
  text.trim().split('\n').length <= maxMessageLines &&
  /^["'(]?\p{L}/u.test(text) &&
  errorWords.test(text) &&
  !unprintable.test(text);

/** Characters that no text holds; bytes of sound, decoded as text, have many. */
const unprintable = /(?![\t\n\f\r])\p{Cc}|\ufffd/u;

/**
 * What a body seems to be by its first bytes and its content type.
 * @param beginning the first bytes of the body, or all of them
 */
export function sniffType(beginning: Buffer, headers: Headers): SniffedType {
  if (beginning.length === 0) return 'nothing';
  const text = decodeBytes(beginning).replace(prolog, '');
  const type = header(headers, 'content-type')?.trim() ?? '';
  if (page.test(text) || xmlError.test(text) || /^text\/html|^application\/xhtml/i.test(type)) return 'page';
  if (/^[{[]/.test(text) || jsonWord.test(text)) return 'json';
  if (text.startsWith('<') || /^(?:text|application)\/(?:[\w.-]+\+)?xml\b/i.test(type)) return 'markup';
  if (isErrorMessage(text)) return 'message';
  if (jsonType.test(type)) return 'json';
  return text === '' || (/^text\/plain\b/i.test(type) && !unprintable.test(text)) ? 'text' : 'other';
}

/**
 * Why an answer of status 200 or 204 is not the file that was asked for, with the vendor's words; undefined when it is.
 * @param wholeBody undefined when the body is too long for a message
 */
export function insteadOfFile(
  answer: { status: number; headers: Headers },
  sniffedType: SniffedType,
  wholeBody: Buffer | undefined,
  {
    vendor,
    expected,
    redact = (text) => text,
  }: { vendor: string; expected: ExpectedContent; redact?: (text: string) => string },
): Failure | undefined {
  const { headers, status } = answer;
  if (sniffedType === 'other' || (sniffedType === 'nothing' && expected === 'report')) return undefined;
  if (sniffedType === 'text' && expected !== 'media') return undefined;
  if ((sniffedType === 'markup' || sniffedType === 'message') && expected === 'any') return undefined;
  if (sniffedType === 'nothing') {
    return new Failure('upstream', `${vendor} answered with an empty file; nothing was kept.`, {
      status,
      hint: 'The recording or file may not be ready or may be gone: look at the record that names it, and try again later.',
    });
  }
  // A file has a name; an error message has none.
  const filename = filenameIn(header(headers, 'content-disposition') ?? '');
  if (expected === 'any' && /\.\w{1,8}$/.test(filename)) return undefined;
  // An archived chat is a text, and its name says so.
  if ((sniffedType === 'text' || sniffedType === 'message') && /\.(txt|md|log|csv)$/i.test(filename)) return undefined;
  const bodyText = wholeBody && decodeBytes(wholeBody, charsetOf(headers));
  // The first row of a CSV table may hold the words of an error as well.
  if (sniffedType === 'message' && expected === 'report' && /^[^\n]*[,;\t]/.test(bodyText ?? '')) return undefined;
  const text = bodyText !== undefined && unprintable.test(bodyText) ? undefined : bodyText;
  const data = text === undefined ? undefined : jsonIn(text);
  const isJsonData = sniffedType === 'json' && !isErrorJson(data);
  const isSurelyJson = data !== undefined || jsonType.test(header(headers, 'content-type')?.trim() ?? '');
  if (isJsonData && expected !== 'media' && !(expected === 'report' && isSurelyJson)) return undefined;
  const { message, code, details } =
    text === undefined ? {} : vendorWords({ text: redactedUnlessJson(text, redact), headers });
  return new Failure(
    'upstream',
    `${vendor} answered ${describeAnswer(sniffedType, isJsonData)} instead of the file${message ? `: ${message}` : '.'}`,
    {
      status,
      code,
      details,
      hint:
        sniffedType === 'page'
          ? 'A sign-in page or a proxy may have answered: `puzzel-mcp doctor` tests the address and the credentials.'
          : 'Check the ids with the list tool that returned them; the file may not exist.',
    },
  );
}

function describeAnswer(sniffedType: SniffedType, isJsonData: boolean): string {
  if (sniffedType === 'page') return 'with a page';
  if (sniffedType === 'json') return isJsonData ? 'with data' : 'with an error';
  return sniffedType === 'message' ? 'with a message' : 'with a text';
}
