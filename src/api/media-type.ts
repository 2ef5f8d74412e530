import mime from 'mime/lite';

/** Media types by their usual extension, where `mime` lists another extension first, or none. */
const usualTypes = {
  mp3: ['audio/mpeg', 'audio/x-mp3', 'audio/mpga', 'audio/mpeg3', 'audio/x-mpeg'],
  ogg: ['audio/ogg', 'application/ogg'],
  wav: ['audio/x-wav', 'audio/vnd.wave'],
  m4a: ['audio/x-m4a'],
  aac: ['audio/aac', 'audio/x-aac'],
  flac: ['audio/flac', 'audio/x-flac'],
  opus: ['audio/opus'],
  webm: ['audio/webm'],
  '3gp': ['audio/3gpp'],
  wma: ['audio/x-ms-wma'],
  mov: ['video/quicktime'],
};
const usualExtensions: ReadonlyMap<string, string> = new Map(
  Object.entries(usualTypes).flatMap(([extension, types]) => types.map((type) => [type, extension] as const)),
);

/**
 * The media type of a saved file: the one that the vendor sent, or the extension's when the vendor's says nothing. An
 * unknown type keeps its case: in lower case a secret that a vendor echoes here would not be redacted.
 */
export function mediaTypeOf(type: string | undefined, filename: string): string {
  const sentType = type?.split(';')[0]?.trim() ?? '';
  const lowerCaseType = sentType.toLowerCase();
  if (isUnspecific(type)) return mime.getType(filename) ?? 'application/octet-stream';
  return mime.getExtension(lowerCaseType) === null && !usualExtensions.has(lowerCaseType) ? sentType : lowerCaseType;
}

/** The media type of a WAV, Ogg, MP4 or MP3 recording by its first bytes; undefined for any other file. */
export function soundTypeOf(beginning: Buffer): string | undefined {
  const head = beginning.toString('latin1', 0, 12);
  if (/^RIFF.{4}WAVE/s.test(head)) return 'audio/wav';
  if (head.startsWith('OggS')) return 'audio/ogg';
  if (/^.{4}ftyp/s.test(head)) return 'audio/mp4';
  return /^(?:ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/.test(head) ? 'audio/mpeg' : undefined;
}

/** Whether a content type is absent, or is one that any file may have. */
const isUnspecific = (type: string | undefined): boolean =>
  /^(?:(?:application|binary)\/(?:octet-stream|(?:force-|x-)?download)|\*\/\*)?$/i.test(
    type?.split(';')[0]?.trim() ?? '',
  );

/** Whether a content type is that of a known kind of sound or video. */
export const isSoundOrVideo = (type: string | undefined): boolean =>
  /^\s*(?:audio|video)\//i.test(type ?? '') && extensionOf(type ?? '') !== '';

/** The usual extension for a media type, with its dot; empty for `application/octet-stream` and unknown types. */
export function extensionOf(type: string): string {
  const lowerCaseType = type.split(';')[0]?.trim().toLowerCase() ?? '';
  const extension = usualExtensions.get(lowerCaseType) ?? mime.getExtension(lowerCaseType) ?? '';
  return extension === '' || extension === 'bin' ? '' : `.${extension}`;
}
