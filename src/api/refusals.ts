import { scalarNumber, scalarText } from '../json.js';
import { commonErrorMembers, isFilled, isText, maxErrors, withLowerCaseNames } from './vendor-words.js';

/*
 * Refusals that come with a status of success. Names of members are matched in lower case, and null members count as absent.
 */

/** Members that only an error has. */
const errorMembers =
  /^(errors|error|modelstate|responsestatus|fault|faultstring|exception(message|type)?|error_?messages?|error_?description|odata\.error)$/;

/** Members that say whether the request succeeded. */
const successMembers = /^(success|succeeded|issuccess(ful)?|ok)$/;

/** Members that records and errors have: they belong to an error only beside a clear sign of an error. */
const sharedMembers =
  /^(description|reason|details?|messages|data|payload|failed|faultcode|stack_?trace|innerexception|help_?link)$/;

/** Words of success; they count in a text that tells no failure. */
const successWords =
  /\b(?:ok|okay|success(?:ful(?:ly)?)?|succeeded|done|accepted|created|updated|changed|deleted|removed|saved|stored|set|added|sent|queued|received|delivered|started|stopped|ended|closed|reserved|completed?|imported|registered|assigned|applied|processed|scheduled|moved|true)\b/i;
const failureWords =
  /\b(?:not|no|never|denied|forbidden|fail(?:ed|ures?|s)?|errors?|invalid|cannot|can't|couldn't|unable|unauthori[sz]ed|refused|rejected|locked|expired|exceeded|must|missing|unknown|exceptions?|wrong)\b/i;
/** A failure that is denied, as in "Saved. No errors."; not the end of a number, as in "10 errors" or "1.0 errors". */
const deniedFailures = /(?<![\w.,])(?:no|0|zero|without(?: any)?)\s+(?:errors?|failures?|failed|exceptions?)\b/gi;

const saysFailure = (text: string): boolean => failureWords.test(text.replace(deniedFailures, ''));

/** Whether a text, such as a status or a message, says that the request succeeded. */
export const saysSuccess = (text: string): boolean => successWords.test(text) && !saysFailure(text);

/** Whether a code stands for success: zero, as a number or as text. */
export const isSuccessCode = (code: unknown): boolean => /^\s*[+-]?0+(\.0+)?\s*$/.test(scalarText(code));

/**
 * Whether an answer of status 2xx is a refusal: it holds an error and no members of a record. The answer to a write holds
 * little more than the outcome, so a text, a status or a flag is enough. No answer of the chat is documented, and its
 * records are messages, so only an unmistakable error counts in an answer of the chat.
 */
export function saysRefused(value: unknown, request: 'read' | 'write' | 'chat' = 'read'): boolean {
  const isWrite = request === 'write';
  if (isText(value)) return isWrite && /\S\s+\S/.test(value) && !saysSuccess(value);
  if (Array.isArray(value))
    return value.length > 0 && value.slice(0, maxErrors).every((entry) => saysRefused(entry, request));
  const members = withoutNulls(withLowerCaseNames(value));
  const names = Object.keys(members);
  const flags = Object.entries(members).flatMap(([name, flag]) =>
    successMembers.test(name) ? [scalarText(flag)] : [],
  );
  const isFailed = flags.some((flag) => /^false$/i.test(flag)) || members.failed === true;
  if (isFailed && isWrite) return true;
  const hasError = names.some((name) => errorMembers.test(name) && isFilled(members[name]));
  const { id, code, errorcode, status, statuscode, message, msg } = members;
  const isErrorStatus = scalarNumber(statuscode ?? status) >= 400 && (isWrite || names.length > 1);
  const isErrorWord = isWrite && /^(error|fail(ed|ure)?)$/i.test(scalarText(status));
  const isErrorCode = errorcode !== undefined && isFilled(errorcode) && !isSuccessCode(errorcode);
  const isClearError = hasError || isFailed || isErrorCode || isErrorStatus || isErrorWord;
  const belongsToError = (name: string) =>
    commonErrorMembers.test(name) ||
    errorMembers.test(name) ||
    successMembers.test(name) ||
    /^(attr|field|fieldname|meta)$/.test(name) ||
    (isClearError && sharedMembers.test(name));
  if (!names.every(belongsToError)) return false;
  if (hasError || isFailed) return true;
  if (id !== undefined) return false;
  if (isClearError) return true;
  const isSuccess =
    flags.length > 0 ||
    [status, statuscode, code].some((value) => saysSuccess(scalarText(value)) || isSuccessStatus(value));
  if (isSuccess || request === 'chat') return false;
  const hasMessage = ['message', 'msg', 'detail'].some((name) => isFilledText(members[name]));
  if (hasMessage && isFilled(code) && !isSuccessCode(code)) return true;
  return [message, msg].some((text) => isFilledText(text) && (isWrite ? !saysSuccess(text) : saysFailure(text)));
}

const isSuccessStatus = (status: unknown): boolean => scalarNumber(status) >= 200 && scalarNumber(status) < 300;

const isFilledText = (value: unknown): value is string => isText(value) && isFilled(value);

const withoutNulls = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, member]) => member !== null));

/** Whether JSON that came with status 200 instead of a file is an error. */
export function isErrorJson(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.slice(0, maxErrors).every(isError);
  if (!isText(value) && saysRefused(value)) return true;
  const members = withoutNulls(withLowerCaseNames(value));
  const names = Object.keys(members);
  const hasMessage = names.some((name) => /^(error_?)?(message|msg)$/.test(name));
  if (hasMessage && names.every((name) => commonErrorMembers.test(name)))
    return !names.includes('id') || names.includes('code');
  const { code, errors, modelstate, responsestatus, error, message, title, status, detail, result } = members;
  if (errors !== undefined || modelstate !== undefined || responsestatus !== undefined || error !== undefined)
    return true;
  if (code !== undefined && (message !== undefined || result !== undefined || scalarNumber(code) !== 0)) return true;
  return title !== undefined && (status !== undefined || detail !== undefined);
}

/** Whether an entry of a list is an error: it has no id, and is what `isErrorJson` looks for. */
const isError = (value: unknown): boolean => withLowerCaseNames(value).id === undefined && isErrorJson(value);
