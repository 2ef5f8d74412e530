import { Downloads } from '../api/downloads.js';
import type { Endpoint } from '../api/route.js';
import { RouteResolver } from '../api/route-resolver.js';
import { ChatClient } from '../chat/client.js';
import type { Config, VendorConfig } from '../config/index.js';
import { Failure } from '../failure.js';
import { GladlyClient } from '../gladly/client.js';
import { Http, type SeenLimit } from '../http/client.js';
import type { HttpRequest } from '../http/request.js';
import { isObject } from '../json.js';
import type { Log } from '../log.js';
import { PuzzelClient } from '../puzzel/client.js';
import { ClientCredentialsLogin } from '../puzzel/client-credentials.js';
import { PasswordLogin } from '../puzzel/password-login.js';
import type { PuzzelSession } from '../puzzel/session.js';
import { sessionEndpoints } from '../puzzel/session-endpoints.js';
import type { Redactor } from '../redact.js';
import { version } from '../version.js';
import type { VendorClients } from './define.js';
import { type Vendor, vendors } from './effect.js';
import { catalogue } from './index.js';
import { isReadOnly, readOnlyLock } from './read-only-lock.js';

export interface Clients {
  readonly apis: VendorClients;
  /** What each vendor last said about its rate limit; sends nothing. */
  limits(): Partial<Record<Vendor, SeenLimit>>;
  /** Alternatives of inferred reads that answered in this process, by tool. */
  foundRoutes(): ReadonlyMap<string, Endpoint>;
  /** Logs out where a session is open, and ends every connection; nothing is sent afterwards. */
  close(signal: AbortSignal): Promise<void>;
}

/** The API clients of one configuration, sharing one connection pool. Nothing is sent before the first call. */
export function createClients(config: Config, log: Log, redactor: Redactor): Clients {
  const lock = isReadOnly(config, catalogue) ? readOnlyLock(config, catalogue) : undefined;
  let hasEnded = false;
  const guard = (request: HttpRequest) => {
    // A call that is still under way must not log in again; the logout itself may need to renew the token.
    if (hasEnded && request.session !== 'logout' && request.session !== 'renewal')
      throw new Failure('cancelled', 'This server has ended its sessions.');
    lock?.(request);
  };
  const redact = (text: string) => redactor.text(text);
  const http = new Http({ timeoutMs: config.timeoutMs, userAgent: `puzzel-mcp/${version}`, guard, redact });
  const onSecret = (secret: string) => redactor.addIssued(secret);
  const downloads = new Downloads(config.downloadDir, redact);
  const routes = new RouteResolver(config.routes, log);
  const puzzel = config.puzzel.ready && puzzelClient(config.puzzel.ready, { http, routes, downloads, onSecret });
  const gladly = config.gladly.ready && new GladlyClient(http, { ...config.gladly.ready, downloads, onSecret });
  const chat = config.chat.ready && new ChatClient(http, config.chat.ready, routes, onSecret);

  return {
    apis: {
      get puzzel() {
        return puzzel ?? throwNotConfigured('Puzzel', config.puzzel);
      },
      get gladly() {
        return gladly ?? throwNotConfigured('Gladly', config.gladly);
      },
      get chat() {
        return chat ?? throwNotConfigured('The Puzzel Chat API', config.chat);
      },
    },
    limits: () =>
      Object.fromEntries(
        vendors.flatMap((vendor) => {
          const { ready } = config[vendor];
          const seenLimit = ready && http.limitAt(ready.apiUrl);
          return seenLimit ? [[vendor, seenLimit]] : [];
        }),
      ),
    foundRoutes: () => routes.foundRoutes,
    async close(signal) {
      hasEnded = true;
      chat?.forget();
      await puzzel?.close(signal).catch((error: Error) => log.warn(`logging out of Puzzel failed: ${error.message}`));
      await http.close();
    },
  };
}

/** What the Puzzel client shares with the clients of other vendors. */
interface SharedParts {
  http: Http;
  routes: RouteResolver;
  downloads: Downloads;
  /** Called with every secret that a vendor issues, such as a token. */
  onSecret: (secret: string) => void;
}

function puzzelClient(
  ready: NonNullable<Config['puzzel']['ready']>,
  { http, routes, downloads, onSecret }: SharedParts,
): PuzzelClient {
  const { login, apiUrl, authUrl, idUrl } = ready;
  const endpoints = sessionEndpoints(ready);
  const expiryOf = async (token: string) => {
    const information = await client.tokenInformationFor(token);
    return isObject(information) ? information.accessTokenExpiry : undefined;
  };
  const session: PuzzelSession =
    login.kind === 'password'
      ? new PasswordLogin({ http, endpoints, credentials: login, onSecret, expiryOf })
      : new ClientCredentialsLogin({ http, endpoint: endpoints.clientCredentials, credentials: login, onSecret });
  const { customerKey } = login;
  const client = new PuzzelClient(http, session, routes, { apiUrl, authUrl, idUrl, customerKey, downloads });
  return client;
}

function throwNotConfigured(vendor: string, { missing = [] }: VendorConfig<unknown>): never {
  throw new Failure(
    'not_configured',
    `${vendor} is not set up: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    {
      details: { missing },
      hint: `Tell the person to set ${missing.join(', ')} in the configuration of this MCP server and restart it. \`puzzel-mcp doctor\` checks the settings; \`puzzel-mcp --demo\` needs none.`,
    },
  );
}
