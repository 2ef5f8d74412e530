import { filenameIn, safeFilename } from '../../src/api/filename.js';
import { sniffType } from '../../src/api/instead-of-file.js';
import { loginWords } from '../../src/api/login-answer.js';
import { mediaTypeOf } from '../../src/api/media-type.js';
import { saysRefused } from '../../src/api/refusals.js';
import { plainRequestId, requestIdIn } from '../../src/api/request-id.js';
import { vendorWords } from '../../src/api/vendor-words.js';
import { maskedArguments } from '../../src/calls/audit-masking.js';
import { checkFields, pick } from '../../src/calls/fields.js';
import { parseDotEnv } from '../../src/config/dot-env.js';
import { matchesPattern } from '../../src/config/selection.js';
import { newIdIn } from '../../src/gladly/merged.js';
import { charsetOf } from '../../src/http/body.js';
import { rateLimitOf } from '../../src/http/rate-limit.js';
import { readTime } from '../../src/iso-time.js';
import { jsonMembers } from '../../src/json.js';
import { createLog } from '../../src/log.js';
import { didYouMean, nearest } from '../../src/nearest.js';
import { parseDate, withIsoDates } from '../../src/puzzel/dates.js';
import { cutAtWord, Redactor } from '../../src/redact.js';
import { idOfLongLine, readLine } from '../../src/server/messages.js';
import { maybeHidden, oneLine, visible } from '../../src/visible.js';

/**
 * A program of its own, so that the test can kill it: it calls the functions named on the command line with long texts of the
 * worst kinds, or prints the names of all functions. With the longest text, linear time is a second or two, and quadratic
 * time is more than 15 seconds. To save time, each text is tried in a sixteenth of that length first, where quadratic time
 * is more than 60 ms: only functions that take the processor longer than `suspiciousMs` get the longest text.
 */

const [shortLength, longestLength] = [12_500, 200_000];
const suspiciousMs = 20;

/** What the texts repeat. At each repetition a pattern or a loop may begin another scan to the end, which makes it quadratic. */
const units = [
  [' ', 'a', '\n', 'a ', ' \n', '"', '\\', '\\\\"', '%', '%25', '&', '&amp;', '!&', '!', '[', '{"a":[', '1', '+1 '],
  ['…', 'corr…', 'correct hors', 'correct', 'eyJhbGciOiJFUzI1NiJ9.', 'ab\\\\\\', `ab${'\\'.repeat(60)}`, 'Y29ycmVjdC'],
  ['\u200b', '\u200e', '\u202a1\u202c', 'a\u202ab', 'ש\u2067', 'ש\u2067\n', 'ש\u2068a\u2069', '\ud83d', '👩\u200d'],
  ['می\u200c', 'ខ\u200b', '葛\u{e0100}', '葛\u{e0100}\u{e0101}', 'ab\u00ad', 'a\u034f\u0308', 'ᠮ\u180b', '\u{e0041}'],
  ['\u{1f3f4}\u{e0067}', '1\ufe0f', '\u00a0', '\u0000', '.', '.a', '-.', '=?', '?= ', '=?utf-8?q?a?= ', "''", '-->'],
  ['; charset', '<!-- ', '<code ', '<title>', '/customers/', '*', '*a', '= ', 'A=', 'A="\n', 'A=\\"\n', "A='\\'"],
  ['a: b, c = d; ', '\u2028', 'PUZZEL_MCP_A ', 'token', 'token ', 'eyJ-'],
].flat();

const redactor = new Redactor();
for (const secret of ['correct horse battery', '!&%\\"secret', 'ab\\\\\\\\\\\\\\\\\\\\cd', 'a!b?', 'a'.repeat(64)]) {
  redactor.add(secret);
}
redactor.addGiven(
  Array.from({ length: 100 }, (_, index) => `eyJhbGciOiJFUzI1NiJ9.${`${index}abc`.repeat(200)}.sig-${index}_x`),
);
/** Knows secrets that are a long run of one sign: no password is, but a model may send one. */
const runRedactor = new Redactor();
runRedactor.addGiven(
  ['\\', '&', '%', '=', "'"].flatMap((sign) => [499, 498, 497].map((count) => `${sign.repeat(count)}~`)),
);
/** Knows 100 secrets from arguments, the most that are remembered; they have no letters and differ only in their middle. */
const similarRedactor = new Redactor();
const codeOf = (index: number) => index.toString(2).replace(/0/g, '-').replace(/1/g, '.');
similarRedactor.addGiven(
  Array.from({ length: 100 }, (_, index) => `${'-.'.repeat(100)}${codeOf(index)}${'-.'.repeat(100)}`),
);
const log = createLog('debug', redactor, () => {});

const fileNames = (text: string) => [`filename="${text}"`, `filename*=utf-8''${text}`, text];

const functions: Record<string, (text: string) => unknown> = {
  rateLimitOf: (text) =>
    ['retry-after', 'ratelimit-limit', 'ratelimit', 'ratelimit-policy', 'x-ratelimit-reset'].map((name) =>
      rateLimitOf({ [name]: text, date: text }),
    ),
  filenameIn: (text) => fileNames(text).map((name) => filenameIn(`attachment; ${name}`)),
  safeFilename: (text) => [
    safeFilename(`attachment; filename="${text}"`, 'x', 'audio/wav'),
    safeFilename('', text, text),
  ],
  'content types': (text) => {
    const headers = { 'content-type': text };
    return [
      mediaTypeOf(text, text),
      charsetOf(headers),
      sniffType(Buffer.from('x'), headers),
      sniffType(Buffer.from(text), {}),
      sniffType(Buffer.from(`<!-${text}`), {}),
      sniffType(Buffer.from(`<?xml ${text}`), {}),
    ];
  },
  loginWords: (text) =>
    [text, JSON.stringify({ message: text })].map((body) => loginWords({ status: 400, headers: {}, text: body })),
  'ids in headers': (text) => [
    requestIdIn({ 'x-request-id': text }),
    plainRequestId(text),
    newIdIn({ status: 301, headers: { location: text }, text: '' }),
  ],
  vendorWords: (text) =>
    [text, `<${text}`, JSON.stringify({ title: text, errors: [{ attr: text, code: text, detail: text }] })]
      .concat(JSON.stringify({ Message: text, ModelState: { [text.slice(0, 1_000)]: [text] } }))
      .concat([`<!--${text}`, `<style ${text}`, `<message ${text}`, `<![CDATA[${text}`])
      .map((body) => vendorWords({ text: body, headers: {} })),
  jsonMembers: (text) =>
    [
      `"${text}"`,
      text,
      `1${text}1`,
      `1${'0'.repeat(text.length)}1e-${text.length - 100}`,
      `1.${'0'.repeat(text.length)}1`,
    ].map((number) => jsonMembers(`{"a":[${number}]}`)),
  refusals: (text) => [saysRefused(text, 'write'), saysRefused({ message: text, status: text, code: text })],
  dates: (text) => [readTime(text), parseDate(text), parseDate(`/Date(${text}`), withIsoDates([`/Date(1${text}`])],
  'lines of a client': (text) => [
    readLine(text),
    readLine(JSON.stringify({ jsonrpc: '2.0', id: 1, method: text, params: { [text]: text } })),
    idOfLongLine(text.slice(0, 1_024), text.slice(-1_024)),
  ],
  maskedArguments: (text) => maskedArguments('x', { id: text, time: text, [text]: text }, 3_000),
  fields: (text) => {
    const row = { a: { a: { a: [{ a: 1 }] } }, [text]: 1 };
    return [checkFields(['a', text], [row], { properties: { a: {} } }), pick(row, ['a', text])];
  },
  parseDotEnv: (text) => [text, `A=${text}`, `A${text}`, `A="${text}`].map((file) => parseDotEnv(file, '.env')),
  matchesPattern: (text) => matchesPattern(`${text}!`, 'a'.repeat(40)),
  visible,
  maybeHidden: (text) => maybeHidden(JSON.stringify(text)),
  oneLine,
  cutAtWord: (text) => [cutAtWord(text, 200), cutAtWord(`${text}"end`, text.length + 1)],
  'Redactor.text': (text) => redactor.text(text),
  'Redactor.text with runs of one sign': (text) => runRedactor.text(text),
  'Redactor.text with similar secrets': (text) => similarRedactor.text(text),
  'Redactor.short': (text) => [redactor.short(text, 200), redactor.short(text, text.length - 1)],
  'Redactor.data': (text) => redactor.data([text]),
  'Redactor.addGiven': (text) => new Redactor().addGiven([text]),
  // Without its limit of length it would take quadratic time, but the library compares 32 characters in one step, so only
  // a text eight times as long shows it.
  nearest: (text) => nearest(text.repeat(8), [`${text.repeat(8)}b`, 'name']),
  'didYouMean of many': (text) => didYouMean('queue', text.split('').concat(text)),
  'Log.warn': (text) => log.warn(text),
};

const wanted = process.argv.slice(2);
if (wanted.length === 0) process.stdout.write(`${Object.keys(functions).join('\n')}\n`);
for (const name of wanted) {
  for (const unit of units) {
    // An end that differs, so that a pattern which expects more of the same fails only there.
    const text = (length: number) => `${unit.repeat(length / unit.length)}secret`;
    process.stdout.write(`${JSON.stringify(unit)}\n`);
    const start = process.cpuUsage();
    functions[name]?.(text(shortLength));
    if (process.cpuUsage(start).user > suspiciousMs * 1_000) functions[name]?.(text(longestLength));
  }
  process.stdout.write(`done ${name}\n`);
}
