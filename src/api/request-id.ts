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

/**
 * The vendor's id of a request, for questions to its support. Only characters that ids are made of are kept.
 * The caller redacts it and cuts it afterwards: half a secret is not recognised.
 */
export function requestIdIn(headers: Headers): string | undefined {
  const value = names.map((name) => header(headers, name)).find(Boolean);
  const id = value?.replace(/[^\w.:/+=@|-]/g, '');
  return id === '' ? undefined : id;
}
