// Draws the beginning of a real `puzzel-mcp demo` as docs/demo.svg, for the README. Needs `npm run build`.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(new URL('../bin/puzzel-mcp.js', import.meta.url));
const { NO_COLOR: _, ...env } = process.env;
const { stdout, status } = spawnSync(process.execPath, [binary, 'demo'], {
  encoding: 'utf8',
  env: { ...env, FORCE_COLOR: '1', COLUMNS: '110' },
});
if (status !== 0) throw new Error(`the demo ended with ${status}`);

const [columns, rowHeight, charWidth, margin] = [112, 18, 7.8, 16];
const all = stdout.trimEnd().split('\n');
const second = all.findIndex((line) => line.includes('2 · '));
const lines = ['\u001b[2m$\u001b[22m \u001b[1mnpx puzzel-mcp demo\u001b[22m', '', ...all.slice(0, second)];

/** What a control sequence turns on or off. */
const styles = { 1: 'b', 2: 'd', 31: 'r', 32: 'g', 33: 'y', 36: 'c' };
const ends = { 22: ['b', 'd'], 39: ['r', 'g', 'y', 'c'], 0: ['b', 'd', 'r', 'g', 'y', 'c'] };
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are.
const sequences = /(?:\u001b\[(\d*)m)|([^\u001b]+)/g;
const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign]);

function drawn(line, row) {
  const on = new Set();
  let column = 0;
  let spans = '';
  for (const [, code, text] of line.matchAll(sequences)) {
    if (text === undefined) {
      for (const style of ends[Number(code)] ?? []) on.delete(style);
      if (styles[code]) on.add(styles[code]);
      continue;
    }
    const shown = [...text].slice(0, columns - column).join('');
    spans += on.size === 0 ? escaped(shown) : `<tspan class="${[...on].join(' ')}">${escaped(shown)}</tspan>`;
    column += [...shown].length;
  }
  return `<text x="${margin}" y="${margin + 44 + row * rowHeight}" xml:space="preserve">${spans}</text>`;
}

const [width, height] = [columns * charWidth + 2 * margin, lines.length * rowHeight + 2 * margin + 40];
writeFileSync(
  new URL('../docs/demo.svg', import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A terminal that plays puzzel-mcp demo">
<style>text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d6deeb}.b{font-weight:700}.d{fill:#8a98ad}.r{fill:#ff7b72}.g{fill:#7ee787}.y{fill:#f2cc60}.c{fill:#79c0ff}</style>
<rect width="100%" height="100%" rx="10" fill="#0d1520"/>
<circle cx="22" cy="20" r="6" fill="#ff5f57"/><circle cx="42" cy="20" r="6" fill="#febc2e"/><circle cx="62" cy="20" r="6" fill="#28c840"/>
${lines.map(drawn).join('\n')}
</svg>
`,
);
process.stdout.write(`docs/demo.svg: ${lines.length} lines\n`);
