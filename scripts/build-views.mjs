// Makes the page of the views one self-contained file: tsup has bundled script and style into dist/views, this puts them
// into one document. The policy allows both by their hash, so that nothing else runs and no other address is loaded.
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = (name) => join(root, 'dist', name);
/** The largest page in bytes (docs/views.md). */
const maxBytes = 650_000;

// Inside a script element these would end it or begin a comment.
const script = readFileSync(dist('views/page.global.js'), 'utf8')
  .trim()
  .replaceAll(/<(\/script|!--)/gi, '\\x3c$1');
const style = readFileSync(dist('views/page.css'), 'utf8').trim();
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  `style-src ${hash(style)}`,
  'media-src blob: data:',
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
// src/views/index.ts fills in which view it is, and its title.
const page = `<!doctype html>
<html lang="en" dir="ltr" data-view="{{view}}" data-version="${version}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{title}}</title>
<style>${style}</style>
</head>
<body>
<noscript>This page needs JavaScript.</noscript>
<script>${script}</script>
</body>
</html>
`;
if (/<(script|link|img)[^>]+(src|href)=|@import|url\((?!data:)/i.test(page.replace(script, ''))) {
  throw new Error('the page of the views loads something from outside');
}
const bytes = Buffer.byteLength(page);
if (bytes > maxBytes) throw new Error(`the page of the views has ${bytes} bytes, more than ${maxBytes}`);
writeFileSync(dist('views/view.html'), page);
renameSync(dist('views/metafile-iife.json'), dist('metafile-views.json'));
rmSync(dist('views/page.global.js'));
rmSync(dist('views/page.css'));
