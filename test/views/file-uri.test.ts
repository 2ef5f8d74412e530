import { expect, it } from 'vitest';
import { uriOfPath } from '../../src/views/page/file-uri.js';

it.each([
  ['/home/Kari & Co, Ltd/100 % #1?.wav', 'file:///home/Kari%20&%20Co,%20Ltd/100%20%25%20%231%3F.wav'],
  ['C:\\Users\\Kari\\OneDrive - Contoso, Ltd\\a.wav', 'file:///C:/Users/Kari/OneDrive%20-%20Contoso,%20Ltd/a.wav'],
  ['\\\\server\\share\\a.wav', 'file://server/share/a.wav'],
])('the URI of %s is the one by which the server knows the file', (path, uri) => {
  expect(uriOfPath(path)).toBe(uri);
});
