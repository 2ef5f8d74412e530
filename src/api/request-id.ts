import { type Headers, header } from '../http/headers.js';

/** Headers in which vendors and the proxies before them name a request, the most specific first. */
const headerNames = [
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'correlation-id',
  'x-amzn-requestid',
  'x-amz-request-id',
  'x-trace-id',
  'cf-ray',
];

/** The vendor's id of a request, for questions to its support: as it came, hence not redacted yet. */
export const requestIdIn = (headers: Headers): string | undefined =>
  headerNames.map((name) => header(headers, name)).find(Boolean);

/**
 * Keeps only the characters of ids. Secrets must be redacted before: without its other characters a secret is not
 * recognised.
 */
export const plainRequestId = (redactedId: string): string => redactedId.replace(/[^\w.:/+=@|[\]-]/g, '');
