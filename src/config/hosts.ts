import type { SettingName } from './settings.js';

const puzzelHostPattern = /^(?:.+\.)?puzzel\.com$/i;
const gladlyHostPattern = /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+gladly\.(?:com|qa)$/i;

/** Whether the host in this setting is the vendor's own (puzzel.md, section 1; gladly.md, j). */
export const isVendorHost = (setting: SettingName, hostname: string): boolean =>
  (setting.startsWith('GLADLY_') ? gladlyHostPattern : puzzelHostPattern).test(hostname);

/** The hosts of PUZZEL_MCP_ALLOW_HOSTS; those that are no host names are reported as problems. */
export function allowedHosts(reader: {
  policy: (name: SettingName) => string | undefined;
  problems: string[];
}): string[] {
  const value = reader.policy('PUZZEL_MCP_ALLOW_HOSTS');
  if (value === undefined) return [];
  const names = value.split(',').flatMap((part) => part.trim().toLowerCase() || []);
  const invalidNames = names.filter((name) => !/^[a-z\d]([a-z\d.-]*[a-z\d])?$/.test(name));
  if (names.length === 0) reader.problems.push(`PUZZEL_MCP_ALLOW_HOSTS: "${value}" names nothing.`);
  for (const name of invalidNames) {
    reader.problems.push(`PUZZEL_MCP_ALLOW_HOSTS: "${name}" is not a host name; write it like gateway.example.com.`);
  }
  return names;
}

/** The host name in pasted text, a bare name or a web address; undefined when there is none, or a user, password or port. */
export function pastedHost(text: string): string | undefined {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isHarmless = url && /^https?:$/.test(url.protocol) && [url.username, url.password, url.port].join('') === '';
  return isHarmless ? url.hostname.toLowerCase() : undefined;
}
