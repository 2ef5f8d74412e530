/** Response headers as undici gives them: lower-case names, lists for repeated ones. */
export type Headers = Record<string, string | string[] | undefined>;

/** The header's value, the first when it came more than once. */
export function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The length of a body before decompression, in bytes; undefined when the vendor does not say. */
export function announcedLength(headers: Headers): number | undefined {
  const length = Number(header(headers, 'content-length') || Number.NaN);
  return Number.isSafeInteger(length) ? length : undefined;
}
