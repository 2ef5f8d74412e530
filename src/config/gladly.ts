import type { GladlyConfig, VendorConfig } from './config.js';
import { isVendorHost, pastedHost } from './hosts.js';
import type { Reader } from './reader.js';

export function readGladly(reader: Reader): VendorConfig<GladlyConfig> {
  const apiUrl = gladlyUrl(reader);
  const [email, apiToken] = [reader.given('GLADLY_EMAIL'), reader.given('GLADLY_API_TOKEN')];
  if (apiUrl !== undefined && email && apiToken) return { isPresent: true, ready: { apiUrl, email, apiToken } };
  const place = reader.given('GLADLY_API_URL') ?? reader.given('GLADLY_HOST') ?? reader.given('GLADLY_ORGANIZATION');
  return {
    isPresent: [place, email, apiToken].some((value) => value !== undefined),
    missing: [
      ...(apiUrl === undefined ? ['GLADLY_HOST (or GLADLY_ORGANIZATION)'] : []),
      ...reader.missing('GLADLY_EMAIL', 'GLADLY_API_TOKEN'),
    ],
  };
}

/** What to do when the name of an organization was given for its host. */
const organizationHint = (host: string): string =>
  /^[a-z\d-]+$/i.test(host) ? ` For an organization's short name use GLADLY_ORGANIZATION=${host}.` : '';

/**
 * The base URL; undefined when it is not given, or wrong, which is a problem: credentials are sent only to Gladly's own
 * hosts, to this machine or to a gateway of the owner's.
 */
function gladlyUrl(reader: Reader): string | undefined {
  const url = reader.url('GLADLY_API_URL')?.replace(/\/api\/v1$/, '');
  if (url !== undefined || reader.given('GLADLY_API_URL') !== undefined) return url;
  const host = reader.given('GLADLY_HOST');
  const hostOrOrganization = host ?? reader.given('GLADLY_ORGANIZATION');
  if (hostOrOrganization === undefined) return undefined;
  const isOrganization = host === undefined && /^[a-z\d-]+$/i.test(hostOrOrganization);
  const hostname = pastedHost(isOrganization ? `${hostOrOrganization}.gladly.com` : hostOrOrganization);
  if (hostname !== undefined && (isVendorHost('GLADLY_HOST', hostname) || reader.allowedHosts.includes(hostname))) {
    return `https://${hostname}`;
  }
  reader.problems.push(
    host === undefined
      ? 'GLADLY_ORGANIZATION: must be the first part of the address, such as acme.'
      : `GLADLY_HOST: must be a host below gladly.com or gladly.qa, such as acme.us-1.gladly.com.${organizationHint(host)}`,
  );
  return undefined;
}
