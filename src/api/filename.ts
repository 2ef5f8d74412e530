import { parse } from 'content-disposition';
import sanitize from 'sanitize-filename';
import { decodeBytes } from '../http/body.js';
import { limits } from '../limits.js';
import { extensionOf } from './media-type.js';

/** Invisible and direction-changing characters: they make one name look like another. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Characters that look like a slash, backslash or colon. */
const lookAlikes = /[\u2044\u2215\u2216\u2236\u29f5\u29f8\u29f9\ua789]/g;

/** Windows opens a device under these names, with any extension and with spaces before it. */
const device = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|clock\$) *(\.|$)/i;

/** An extension of a file. Digits alone do not count: names may end in a date or a time. */
const extension = /\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{1,10}$/;

/**
 * A file name that is safe in any folder on any system: the last part of the path that the vendor gives, without
 * separators, control characters, device names, leading dots or excessive length.
 * @param disposition the Content-Disposition header, however malformed
 * @param fallback the name when the vendor gives none
 * @param type the media type, which gives the extension when the name has none. For sound, images and video it replaces
 * the extension of the fallback
 * @param redact takes secrets out of a text; half a secret is not recognised, so this comes before the name is shortened
 */
export function safeFilename(
  disposition: string | undefined,
  fallback: string,
  type: string,
  redact: (text: string) => string = (text) => text,
): string {
  const vendorName = disposition === undefined ? '' : cleanName(filenameIn(disposition), redact);
  const typeExtension = extensionOf(type);
  if (vendorName !== '') return shortenName(vendorName, extension.test(vendorName) ? '' : typeExtension);
  const name = cleanName(fallback, redact) || 'download';
  const isMedia = typeExtension !== '' && /^(?:(audio|video|image)\/|application\/mp4\b)/i.test(type);
  return shortenName(
    isMedia ? name.replace(extension, '') : name,
    isMedia || !extension.test(name) ? typeExtension : '',
  );
}

/** The name in a Content-Disposition header: RFC 6266, RFC 2047, or raw UTF-8. Empty when there is none. */
export function filenameIn(disposition: string): string {
  try {
    return decodeEncodedWords(asUtf8(parse(disposition).parameters.filename ?? ''));
  } catch {
    return '';
  }
}

/** undici decodes headers as Latin-1; this restores names that were sent as raw UTF-8. */
function asUtf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.toString('latin1') !== text) return text;
  const utf8 = bytes.toString('utf8');
  return utf8.includes('\u{fffd}') ? text : utf8;
}

/** `=?charset?B?base64?=` and `=?charset?Q?quoted?=` (RFC 2047); blanks between two such words do not count. */
function decodeEncodedWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([\w-]{1,40})\?([bq])\?([^?\s]*)\?=/gi, (_, charset: string, encoding: string, data: string) =>
      decodeBytes(encoding.toLowerCase() === 'b' ? Buffer.from(data, 'base64') : quotedBytes(data), charset),
    );
}

function quotedBytes(data: string): Buffer {
  const latin1 = data
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin1, 'latin1');
}

function cleanName(name: string, redact: (text: string) => string): string {
  const visibleName = redact(name.replace(invisible, ''));
  const lastPart = redact(visibleName.normalize('NFKC').replace(invisible, '')).split(/[/\\]/).at(-1) ?? '';
  // Leading dots and blanks are removed first, since a device name may follow them.
  const trimmedName = lastPart
    .replace(lookAlikes, '_')
    .replace(/^[.\s~-]+/, '')
    .trim();
  // sanitize-filename cuts at 255 bytes, and takes a device name away together with its extension.
  const ending = extension.exec(trimmedName)?.[0] ?? '';
  const stem = trimmedName.slice(0, trimmedName.length - ending.length);
  const safeStem = sanitize(`${device.test(trimmedName) ? '_' : ''}${stem}`, { replacement: '_' });
  // Where only replacements are left, the name is the extension without its dot, which may be a device name, too.
  if (/^[_\s.]*$/.test(safeStem)) return `${device.test(ending.slice(1)) ? '_' : ''}${ending.slice(1)}`;
  return `${safeStem}${ending}`;
}

/** The name in at most `limits.nameBytes`, with the extension `addedExtension`, or its own when that is empty. */
function shortenName(name: string, addedExtension: string): string {
  const ending = addedExtension || (extension.exec(name)?.[0] ?? '');
  const stem = [...(addedExtension === '' ? name.slice(0, name.length - ending.length) : name)];
  let byteLength = Buffer.byteLength(stem.join(''));
  while (byteLength > limits.nameBytes - ending.length) byteLength -= Buffer.byteLength(stem.pop() ?? '');
  // A name that was cut may end in dots or blanks, which Windows removes.
  return `${stem.join('')}${ending}`.replace(/[. ]+$/, '');
}
