/** Why a file that a person has saved is not read. The message lacks its subject: the caller puts the file's name in front. */
export class UnreadableText extends Error {
  override readonly name = 'UnreadableText';
}

/** Encodings other than UTF-8 that begin with a byte order mark. */
const encodingByMark: Record<string, string> = { fffe: 'utf-16le', feff: 'utf-16be' };

/**
 * The text of a file that a person has saved, without its byte order mark: UTF-8, or UTF-16 with a mark, as Windows
 * PowerShell's `>` and Notepad write it. Anything else would be read wrongly in places, which nobody would notice.
 * @throws UnreadableText when the encoding is not certain
 */
export function decodeText(bytes: Uint8Array): string {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex');
  try {
    const text = new TextDecoder(encodingByMark[mark] ?? 'utf-8', { fatal: true }).decode(bytes);
    // Zeros come from UTF-16 without a mark.
    if (!text.includes('\0')) return text;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new UnreadableText('is not text in UTF-8; save it as UTF-8.');
}
