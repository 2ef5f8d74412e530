// Makes the page of the views one self-contained document. Its policy allows script and style by their hash, so that
// nothing else runs and no other address is loaded.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The largest page in bytes; docs/views.md says how large it is now. */
const maxBytes = 450_000;

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** @returns the document; src/views/index.ts fills in which view it is, and its title */
export function viewPage(bundledScript, bundledStyle) {
  // Inside a script element these would end it or begin a comment.
  const script = bundledScript.trim().replaceAll(/<(\/script|!--)/gi, '\\x3c$1');
  const style = bundledStyle.trim();
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    'media-src blob: data:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
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
  if (/<(script|link|img)[^>]+(src|href)=|@import|url\(/i.test(page.replace(script, ''))) {
    throw new Error('the page of the views loads something, which its policy forbids');
  }
  const bytes = Buffer.byteLength(page);
  if (bytes > maxBytes) throw new Error(`the page of the views has ${bytes} bytes, more than ${maxBytes}`);
  return page;
}
