import { isFilled, isText, lowerCase, mostErrors, plainMembers } from './vendor-words.js';

/*
 * Refusals that come with a status of success. Names of members are matched without case, and what is null counts as absent.
 */

/** Members that only an error has. */
const errorMembers =
  /^(errors|error|modelstate|responsestatus|fault|faultstring|exception(message|type)?|error_?messages?|error_?description|odata\.error)$/;

/** Members that say whether it went well. */
const successMembers = /^(success|succeeded|issuccess(ful)?|ok)$/;

/** Members that may stand beside a clear sign of an error, but in records as well. */
const sideMembers =
  /^(description|reason|details?|messages|data|payload|attr|field|fieldname|meta|failed|faultcode|stack_?trace|innerexception|help_?link)$/;

/** What vendors say when all is well. */
export const good = /^\s*(ok|okay|success|succe|done|accepted|created|updated|deleted|removed|saved|sent|queued|true)/i;

/** Whether a code stands for success: 0 in digits, in whatever type. */
export const isZero = (code: unknown): boolean => /^\s*[+-]?0+(\.0+)?\s*$/.test(String(code));

/**
 * Whether an answer of status 2xx says that nothing was done: it holds an error, and nothing of a record.
 * @param isWrite the answer to a write holds little else than how it went: then a text, a status or a flag says enough
 */
export function saysRefused(value: unknown, isWrite = false): boolean {
  if (isText(value)) return isWrite && /\S\s+\S/.test(value) && !good.test(value);
  if (Array.isArray(value))
    return value.length > 0 && value.slice(0, mostErrors).every((one) => saysRefused(one, isWrite));
  const members = present(lowerCase(value));
  const names = Object.keys(members);
  const flags = Object.entries(members).filter(([name]) => successMembers.test(name));
  const isFailed = flags.some(([, flag]) => /^false$/i.test(String(flag))) || members.failed === true;
  if (isFailed && isWrite) return true;
  const hasError = names.some((name) => errorMembers.test(name) && isFilled(members[name]));
  const { id, code, errorcode, status, statuscode, message, msg } = members;
  const isErrorStatus = Number(statuscode ?? status) >= 400 || /^(error|fail(ed|ure)?)$/i.test(String(status));
  const isErrorCode = errorcode !== undefined && isFilled(errorcode) && !isZero(errorcode);
  const isClear = hasError || isFailed || isErrorCode || (isErrorStatus && (isWrite || names.length > 1));
  const isKnown = (name: string) =>
    plainMembers.test(name) ||
    errorMembers.test(name) ||
    successMembers.test(name) ||
    /^(attr|field|fieldname|meta)$/.test(name) ||
    (isClear && sideMembers.test(name));
  if (!names.every(isKnown)) return false;
  if (hasError || isFailed) return true;
  if (id !== undefined) return false;
  if (isClear) return true;
  const hasWords = ['message', 'msg', 'title', 'detail'].some((name) => isWords(members[name]));
  if (hasWords && isFilled(code) && !isZero(code)) return true;
  return [message, msg].some((word) => isWords(word) && !good.test(word));
}

const isWords = (value: unknown): value is string => isText(value) && isFilled(value);

const present = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, member]) => member !== null));

/** Whether JSON says that something went wrong: a vendor answers so with 200, too, where a file was asked for. */
export function isRefusal(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.slice(0, mostErrors).every(isError);
  if (!isText(value) && saysRefused(value)) return true;
  const members = lowerCase(value);
  const names = Object.keys(members);
  if (names.some((name) => /^(error_?)?(message|msg)$/.test(name)) && names.every((name) => plainMembers.test(name)))
    return !names.includes('id') || names.includes('code');
  const { code, errors, modelstate, responsestatus, error, message, title, status, detail, result } = members;
  if (errors !== undefined || modelstate !== undefined || responsestatus !== undefined || error !== undefined)
    return true;
  if (code !== undefined && (message !== undefined || result !== undefined || Number(code) !== 0)) return true;
  return title !== undefined && (status !== undefined || detail !== undefined);
}

/** One of a list of errors: it names what is wrong by a code, and says more. */
function isError(value: unknown): boolean {
  const { code, detail, message, attr, id } = lowerCase(value);
  return id === undefined && ((isText(code) && [detail, message, attr].some(isText)) || isRefusal(value));
}
