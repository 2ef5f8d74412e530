import type { Config } from '../../config/index.js';
import { proxiesOf } from '../../http/connections.js';
import { isLoopback } from '../../http/loopback.js';

/** A host of a vendor's API or login, and its proxy. Files may come from further hosts, to which Gladly redirects. */
export interface Host {
  url: URL;
  /** The variables that name the host, for a hint. */
  settingsText: string;
  proxy: ConfiguredProxy | undefined;
}

/** A proxy that the environment names; its user and password are used, never shown. */
export interface ConfiguredProxy {
  url: URL;
  variable: 'HTTPS_PROXY' | 'HTTP_PROXY';
}

/**
 * The hosts of every vendor that is completely set up.
 * @throws Failure `not_configured` when a proxy variable is not the URL of an HTTP proxy
 */
export function hostsOf(config: Config, env: NodeJS.ProcessEnv): Host[] {
  const { puzzel, gladly, chat } = config;
  const isPasswordLogin = puzzel.ready?.login.kind === 'password';
  const addresses: [string | undefined, string][] = [
    [puzzel.ready?.apiUrl, 'PUZZEL_API_URL'],
    isPasswordLogin ? [puzzel.ready?.authUrl, 'PUZZEL_AUTH_URL'] : [puzzel.ready?.idUrl, 'PUZZEL_ID_URL'],
    [gladly.ready?.apiUrl, 'GLADLY_HOST or GLADLY_ORGANIZATION'],
    [chat.ready?.apiUrl, 'PUZZEL_CHAT_API_URL'],
    [chat.ready?.idUrl, 'PUZZEL_CHAT_ID_URL'],
  ];
  const hosts: Host[] = [];
  for (const [address, settingsText] of addresses) {
    const url = address === undefined ? undefined : new URL(address);
    if (!url || hosts.some((host) => host.url.host === url.host)) continue;
    hosts.push({ url, settingsText, proxy: proxyFor(url, env) });
  }
  return hosts;
}

/** The proxy that calls to this address go through; src/http/connections.ts and undici choose it by the same rules. */
function proxyFor(url: URL, env: NodeJS.ProcessEnv): ConfiguredProxy | undefined {
  if (isLoopback(url.hostname) || isExempt(url, env.no_proxy ?? env.NO_PROXY ?? '')) return undefined;
  const { httpsProxy, httpProxy } = proxiesOf(env);
  if (httpsProxy !== undefined) return { url: new URL(httpsProxy), variable: 'HTTPS_PROXY' };
  return httpProxy === undefined ? undefined : { url: new URL(httpProxy), variable: 'HTTP_PROXY' };
}

/** Whether NO_PROXY exempts the host: by `*`, or by an entry that names it or a domain above it, and its port or none. */
function isExempt({ hostname, port }: URL, noProxy: string): boolean {
  if (noProxy === '*') return true;
  return noProxy.split(/[,\s]/).some((entry) => {
    const [, name = '', entryPort] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? [];
    const domain = name.replace(/^\*?\./, '').toLowerCase();
    if (domain === '' || (entryPort !== undefined && entryPort !== (port || '443'))) return false;
    return hostname === domain || hostname.endsWith(`.${domain}`);
  });
}
