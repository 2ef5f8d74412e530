import { type Headers, header } from '../http/headers.js';

/** Headers in which vendors and the proxies before them name a request, the most telling first. */
const names = [
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
  names.map((name) => header(headers, name)).find(Boolean);

/** The characters that ids are made of. Secrets go first: without its other characters one is no longer recognised. */
export const plainRequestId = (redacted: string): string => redacted.replace(/[^\w.:/+=@|[\]-]/g, '');
