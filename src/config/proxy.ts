import { percentDecoded } from '../percent-decoded.js';
import type { Environment } from './settings.js';

/** The passwords of the proxies that the environment names, both percent-encoded and decoded. */
export function proxyPasswords(env: Environment): string[] {
  const proxyVariables = Object.entries(env).filter(([name]) => /^(https?|all)_proxy$/i.test(name));
  return proxyVariables.flatMap(([, value = '']) => {
    // An address without a scheme counts as http, as in http/connections.ts.
    const address = value.includes('://') ? value : `http://${value.trim()}`;
    const { password } = URL.canParse(address) ? new URL(address) : { password: '' };
    return password === '' ? [] : [password, percentDecoded(password)];
  });
}
