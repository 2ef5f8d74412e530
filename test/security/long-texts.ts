import { createLog } from '../../src/log.js';
import { didYouMean, nearest } from '../../src/nearest.js';
import { cutAtWord, Redactor } from '../../src/redact.js';
import { maybeHidden, oneLine, visible } from '../../src/visible.js';

/**
 * A program of its own, so that it can be ended: hands one function (named on the command line) long texts of the worst
 * kinds. What takes time in proportion is done in a second; what takes the square of it would take an hour.
 */

const length = 400_000;

/** What the texts repeat: whatever a pattern, a loop or a comparison may try again from every place. */
const repeated = [
  ' ',
  'a',
  '\n',
  'a ',
  ' \n',
  '"',
  '\\',
  '\\\\"',
  '%',
  '%25',
  '&',
  '&amp;',
  '!&',
  '!',
  '[',
  '{"a":[',
].concat(
  [
    '1',
    '+1 ',
    '…',
    'corr…',
    'correct hors',
    'correct',
    'eyJhbGciOiJFUzI1NiJ9.',
    'ab\\\\\\',
    `ab${'\\'.repeat(60)}`,
    'Y29ycmVjdC',
    '\u0000',
  ],
  ['\u200b', '\u200e', '\u202a1\u202c', 'a\u202ab', 'ש\u2067', 'ש\u2067\n', 'ש\u2068a\u2069', '\ud83d', '👩\u200d'],
  ['می\u200c', 'ខ\u200b', '葛\u{e0100}', '葛\u{e0100}\u{e0101}', 'ab\u00ad', 'a\u034f\u0308', 'ᠮ\u180b', '\u{e0041}'],
  ['\u{1f3f4}\u{e0067}', '1\ufe0f'],
);

const redactor = new Redactor();
for (const secret of ['correct horse battery', '!&%\\"secret', 'ab\\\\\\\\\\\\\\\\\\\\cd', 'a!b?', 'a'.repeat(64)]) {
  redactor.add(secret);
}
redactor.given(
  Array.from({ length: 500 }, (_, turn) => `eyJhbGciOiJFUzI1NiJ9.${`${turn}abc`.repeat(200)}.sig-${turn}_x`),
);
const log = createLog('debug', redactor, () => {});

const functions: Record<string, (text: string) => unknown> = {
  visible,
  maybeHidden: (text) => maybeHidden(JSON.stringify(text)),
  oneLine,
  cutAtWord: (text) => [cutAtWord(text, 200), cutAtWord(`${text}"end`, text.length + 1)],
  'Redactor.text': (text) => redactor.text(text),
  'Redactor.short': (text) => [redactor.short(text, 200), redactor.short(text, text.length - 1)],
  'Redactor.data': (text) => redactor.data([text]),
  'Redactor.given': (text) => new Redactor().given([text]),
  // Comparing takes a 32nd of the square.
  nearest: (text) => nearest(text.repeat(8), [`${text.repeat(8)}b`, 'name']),
  'didYouMean of many': (text) => didYouMean('queue', text.split('').concat(text)),
  'Log.warn': (text) => log.warn(text),
};

const wanted = process.argv[2];
if (wanted === undefined) process.stdout.write(Object.keys(functions).join('\n'));
else {
  for (const unit of repeated) {
    const text = `${unit.repeat(length / unit.length)}secret`;
    process.stdout.write(`${JSON.stringify(unit)}\n`);
    functions[wanted]?.(text);
  }
  process.stdout.write('done\n');
}
