// Writes the licences of all bundled packages beside the bundle, as their terms require. A licence that is not on the list
// below, or whose text is missing, stops the build.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages } from './bundled.mjs';
import { root } from './root.mjs';

const acceptedLicences = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'WTFPL', 'WTFPL OR ISC']);

/** For packages that name their licence but do not contain its text. */
const licenceTexts = {
  MIT: `MIT License

Copyright (c) {author}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
  WTFPL: `DO WHAT THE FUCK YOU WANT TO PUBLIC LICENSE
Version 2, December 2004

Copyright (C) 2004 Sam Hocevar <sam@hocevar.net>

Everyone is permitted to copy and distribute verbatim or modified copies of this license document, and changing it is
allowed as long as the name is changed.

DO WHAT THE FUCK YOU WANT TO PUBLIC LICENSE
TERMS AND CONDITIONS FOR COPYING, DISTRIBUTION AND MODIFICATION

0. You just DO WHAT THE FUCK YOU WANT TO.`,
};

function licenceText({ name, license, folder, author }) {
  if (!acceptedLicences.has(license))
    throw new Error(`${name}: the licence ${license} is not accepted in scripts/licences.mjs`);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (files.length > 0) return files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  if (licenceTexts[license] === undefined) throw new Error(`${name}: its package has no licence text`);
  const holder = typeof author === 'object' ? author.name : author;
  return licenceTexts[license].replace('{author}', holder ?? `the authors of ${name}`);
}

/** Packages by the terms of their licence. Most texts differ only in their copyright lines, so the same terms are printed once. */
const groups = new Map();
for (const one of bundledPackages()) {
  const text = licenceText(one);
  const copyrightLines = text.split('\n').filter((line) => /^\s*copyright\b.*(\d{4}|\(c\)|©)/i.test(line));
  const terms = text
    .split('\n')
    .filter((line) => !copyrightLines.includes(line) && !/^\W*(the )?mit licen[cs]e\W*(\(mit\))?\W*$/i.test(line))
    .join('\n');
  const key = terms.replace(/\s+/g, ' ').trim();
  const group = groups.get(key) ?? { terms: terms.trim(), packages: [] };
  groups.set(key, group);
  group.packages.push(
    [`${one.name} ${one.version} (${one.license})`, ...copyrightLines.map((line) => `  ${line.trim()}`)].join('\n'),
  );
}
const sections = [...groups.values()].map(({ terms, packages }) => `${packages.join('\n')}\n\n${terms}`);
const intro = 'puzzel-mcp contains the following packages, unchanged but for bundling and minification.';
const rule = `\n\n${'-'.repeat(78)}\n\n`;
writeFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), `${[intro, ...sections].join(rule)}\n`);
