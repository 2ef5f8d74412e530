/** The text with its percent-escapes decoded; the text unchanged when one of them is malformed. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
