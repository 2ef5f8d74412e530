import { parse } from 'content-disposition';
import mime from 'mime/lite';
import sanitize from 'sanitize-filename';

const maxBytes = 120;

/** Invisible and direction-changing characters: they make one name look like another. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What looks like a slash, backslash or colon, and is none. */
const lookAlikes = /[\u2044\u2215\u2216\u2236\u29f5\u29f8\u29f9\ua789]/g;

/** Windows opens a device under these names, with any extension and with spaces before it. */
const device = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|clock\$) *(\.|$)/i;

/**
 * A file name that is safe in any folder on any system: the last part of what the vendor says, without separators,
 * control characters, device names, leading dots or excessive length.
 * @param disposition the Content-Disposition header, however malformed
 * @param fallback the name when the vendor gives none, without extension
 * @param type the media type, which gives the extension when the name has none
 */
export function safeFilename(disposition: string | undefined, fallback: string, type: string): string {
  const offered = disposition === undefined ? '' : clean(filenameOf(disposition));
  const name = offered === '' ? clean(fallback) || 'download' : offered;
  const extension = /\.[A-Za-z0-9]{1,8}$/.test(name) ? '' : extensionOf(type);
  return shorten(name, extension);
}

/**
 * The media type of a saved file: the vendor's word unless that only says "octets". Only a registered type is put in lower
 * case: a secret that is echoed in its place would no longer be known as one.
 */
export function mediaTypeOf(type: string | undefined, filename: string): string {
  const said = type?.split(';')[0]?.trim() ?? '';
  const plain = said.toLowerCase();
  if (plain === '' || plain === 'application/octet-stream' || plain === 'binary/octet-stream') {
    return mime.getType(filename) ?? 'application/octet-stream';
  }
  return mime.getExtension(plain) === null ? said : plain;
}

function extensionOf(type: string): string {
  const extension = mime.getExtension(type);
  return extension === null || extension === '' || extension === 'bin' ? '' : `.${extension}`;
}

function filenameOf(disposition: string): string {
  try {
    return asUtf8(parse(disposition).parameters.filename ?? '');
  } catch {
    return '';
  }
}

/** Headers are read byte by byte; names sent as raw UTF-8 are put together again. */
function asUtf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.toString('latin1') !== text) return text;
  const decoded = bytes.toString('utf8');
  return decoded.includes('\u{fffd}') ? text : decoded;
}

function clean(name: string): string {
  const last = name.normalize('NFKC').replace(invisible, '').split(/[/\\]/).at(-1) ?? '';
  // What leads goes first: a device name may stand behind it.
  const begun = last
    .replace(lookAlikes, '_')
    .replace(/^[.\s~-]+/, '')
    .trim();
  const safe = sanitize(begun, { replacement: '_' });
  // Nothing but replacements is no name.
  if (/^[_\s.]*$/.test(safe)) return '';
  return device.test(safe) ? `_${safe}` : safe;
}

function shorten(name: string, extension: string): string {
  const ending = extension || (/\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? '');
  let stem = extension === '' ? name.slice(0, name.length - ending.length) : name;
  while (Buffer.byteLength(stem) > maxBytes - ending.length) stem = [...stem].slice(0, -1).join('');
  // A name that was cut may end in what Windows takes away.
  return `${stem}${ending}`.replace(/[. ]+$/, '');
}
