import { isLoopback } from '../http/loopback.js';
import type { GladlyConfig, VendorConfig } from './index.js';
import type { Reader } from './reader.js';

export function readGladly(reader: Reader): VendorConfig<GladlyConfig> {
  const apiUrl = gladlyUrl(reader);
  const [email, apiToken] = [reader.given('GLADLY_EMAIL'), reader.given('GLADLY_API_TOKEN')];
  if (apiUrl !== undefined && email && apiToken) return { present: true, ready: { apiUrl, email, apiToken } };
  const named = reader.given('GLADLY_HOST') ?? reader.given('GLADLY_ORGANIZATION');
  return {
    present: [named, email, apiToken].some((value) => value !== undefined),
    missing: [
      ...(apiUrl === undefined ? ['GLADLY_HOST (or GLADLY_ORGANIZATION)'] : []),
      ...reader.missing('GLADLY_EMAIL', 'GLADLY_API_TOKEN'),
    ],
  };
}

const gladlyHost = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+gladly\.(com|qa)$/i;

/** Credentials travel to Gladly's own hosts only, or to this machine (gladly.md, j). */
function gladlyUrl(reader: Reader): string | undefined {
  const url = reader.url('GLADLY_API_URL')?.replace(/\/api\/v1$/, '');
  if (url !== undefined) {
    const { hostname } = new URL(url);
    if (gladlyHost.test(hostname) || isLoopback(hostname)) return url;
    reader.problems.push(`GLADLY_API_URL: ${hostname} is neither below gladly.com or gladly.qa nor this machine.`);
    return undefined;
  }
  const host = reader.given('GLADLY_HOST');
  const organization = reader.given('GLADLY_ORGANIZATION');
  const wanted = host ?? (organization === undefined ? undefined : `${organization}.gladly.com`);
  if (wanted === undefined) return undefined;
  if (gladlyHost.test(wanted)) return `https://${wanted.toLowerCase()}`;
  reader.problems.push(
    host === undefined
      ? 'GLADLY_ORGANIZATION: must be the first part of the address, such as acme.'
      : 'GLADLY_HOST: must be a host below gladly.com or gladly.qa, such as acme.us-1.gladly.com.',
  );
  return undefined;
}
