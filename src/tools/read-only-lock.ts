import type { Endpoint } from '../api/route.js';
import { visitorEndpoint } from '../chat/visitor.js';
import type { Config } from '../config/index.js';
import { type FilteredTool, isSelected } from '../config/selection.js';
import { Failure } from '../failure.js';
import type { HttpRequest, Method, SessionStep } from '../http/request.js';
import { sessionEndpoints } from '../puzzel/session-endpoints.js';
import type { VendorTool } from './define.js';
import { isRead } from './effect.js';

/** One request that the lock allows. */
interface AllowedRequest {
  method: Method;
  /** Matches the whole address without its query. */
  urlPattern: RegExp;
  /** When set, only the process's own requests for this step of a session are allowed. */
  session?: SessionStep;
}

/** Whether these settings leave no tool that writes: by PUZZEL_MCP_READ_ONLY, or by any other filter. */
export const isReadOnly = ({ selection }: Config, tools: readonly FilteredTool[]): boolean =>
  tools.every((tool) => isRead(tool) || !isSelected(tool, selection));

/**
 * A guard for every request of the process: it lets through the routes of the reads, what a session needs to begin and
 * end, and downloads without credentials. It runs no code of a tool and is called by the HTTP client, so a write that the
 * filters missed (by a mistake in the selection, in a tool's own code or in the confirmation) is still refused.
 * @returns a function that throws Failure `read_only`
 */
export function readOnlyLock(config: Config, tools: readonly VendorTool[]): (request: HttpRequest) => void {
  const allowedRequests = [
    ...sessionRequests(config),
    ...tools.filter(isRead).flatMap((tool) => requestsOf(tool, config)),
  ];
  return (request) => {
    const { origin, pathname } = new URL(request.url);
    const isAllowed = allowedRequests.some(
      ({ method, urlPattern, session }) =>
        method === request.method && session === request.session && urlPattern.test(origin + pathname),
    );
    if (isAllowed || isDownloadWithoutCredentials(request)) return;
    throw new Failure('read_only', `${request.method} ${pathname} was refused: this server may only read.`, {
      hint: 'Nothing was sent, and repeating does not help. Tell the person: the owner of this server allows reading only (PUZZEL_MCP_READ_ONLY, or filters without any tool that writes).',
    });
  };
}

/** Where a read may be sent: the route of the owner's routes file, else the routes of its record (api/route-resolver.ts). */
function requestsOf(tool: VendorTool, config: Config): AllowedRequest[] {
  const { ready } = config[tool.vendor];
  if (ready === undefined) return [];
  const override = config.routes[tool.name];
  // Gladly's routes are documented and are not overridden (gladly/client.ts).
  const candidates = override && tool.vendor !== 'gladly' ? [override] : [tool.route, ...tool.route.alternatives];
  return candidates.map((candidate) => allowedRequest(ready.apiUrl, candidate, customerKeyOf(config)));
}

function sessionRequests({ puzzel, chat }: Config): AllowedRequest[] {
  const endpoints = [
    ...(chat.ready ? [visitorEndpoint(chat.ready)] : []),
    ...(puzzel.ready ? Object.values(sessionEndpoints(puzzel.ready)) : []),
  ];
  return endpoints.map(({ method, url, ...step }) => ({ ...allowedRequest(url, { method, path: '' }), ...step }));
}

const customerKeyOf = ({ puzzel, chat }: Config): string | undefined =>
  puzzel.ready?.login.customerKey ?? chat.ready?.customerKey;

/** The base URL and the path as one anchored pattern: the customer key as it is, one segment for every argument. */
function allowedRequest(base: string, { method, path }: Endpoint, customerKey?: string): AllowedRequest {
  const { origin, pathname } = new URL(base);
  const template = pathname.replace(/\/$/, '') + (path.split('?', 1)[0] ?? '');
  const pattern = template.split(/(\{[A-Za-z_]+\})/).map((part) => {
    if (part === '{customerKey}' && customerKey !== undefined) return escapeRegExp(encodeURIComponent(customerKey));
    return part.startsWith('{') ? '[^/]+' : escapeRegExp(part);
  });
  return { method, urlPattern: new RegExp(`^${escapeRegExp(origin)}${pattern.join('')}$`) };
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** An attachment redirects to a signed address, which may be on any host (gladly/client.ts). */
function isDownloadWithoutCredentials({ method, headers, body }: HttpRequest): boolean {
  const hasCredentials = Object.keys(headers).some((name) => /^(authorization|cookie)$/i.test(name));
  return method === 'GET' && body === undefined && !hasCredentials;
}
