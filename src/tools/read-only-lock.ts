import type { Config } from '../config/index.js';
import { isSelected } from '../config/selection.js';
import { Failure } from '../failure.js';
import type { HttpRequest, SessionStep } from '../http/request.js';
import type { Endpoint, Method } from '../http/route.js';
import { isRead, type Tool } from './define.js';

/** One request that may be sent, whoever sends it. */
interface Door {
  method: Method;
  url: RegExp;
  /** Open to the process's own logins and logouts only. */
  session?: SessionStep;
}

/** Whether these settings leave no tool that writes: by PUZZEL_MCP_READ_ONLY, or by whatever other filter. */
export const isReadOnly = ({ selection }: Config, tools: readonly Tool[]): boolean =>
  tools.every((tool) => isRead(tool) || !isSelected(tool, selection));

/**
 * A guard for every request of the process: it lets through the routes of the reads, and what a session needs to begin
 * and end. It knows the tools as data only and lies below them, so a write that came past the filters (a mistake in
 * the selection, in a tool's own code, in the confirmation) still finds the door shut.
 * @returns a function that throws Failure `read_only`
 */
export function readOnlyLock(config: Config, tools: readonly Tool[]): (request: HttpRequest) => void {
  const doors = [...sessionDoors(config), ...tools.filter(isRead).flatMap((tool) => doorsOf(tool, config))];
  return (request) => {
    const { origin, pathname } = new URL(request.url);
    const open = doors.some(
      ({ method, url, session }) =>
        method === request.method && session === request.session && url.test(origin + pathname),
    );
    if (open || isSignedFile(request)) return;
    throw new Failure('read_only', `${request.method} ${pathname} was refused: this server may only read.`, {
      hint: 'Nothing was sent, and repeating does not help. Tell the person: the owner of this server allows reading only (PUZZEL_MCP_READ_ONLY, or filters without any tool that writes).',
    });
  };
}

/** Where a read may be sent: the owner's word for it, else the table's place and its alternatives (http/route-book.ts). */
function doorsOf(tool: Tool, config: Config): Door[] {
  const { ready } = config[tool.vendor];
  if (ready === undefined) return [];
  const override = config.routes[tool.name];
  // Gladly's routes are documented and are not overridden (gladly/client.ts).
  const places = override && tool.vendor !== 'gladly' ? [override] : [tool.route, ...tool.route.alternatives];
  return places.map((place) => door(ready.apiUrl, place, customerKeyOf(config)));
}

function sessionDoors({ puzzel, chat }: Config): Door[] {
  const doors: [base: string, endpoint: string, session?: SessionStep][] = [];
  if (chat.ready) doors.push([chat.ready.idUrl, 'POST /connect/token', 'login']);
  if (puzzel.ready) {
    const { apiUrl, authUrl, idUrl } = puzzel.ready;
    doors.push(
      [authUrl, 'POST /api/Authenticate/LogIn', 'login'],
      [authUrl, 'POST /api/Authenticate/GetAccessToken', 'renewal'],
      [idUrl, 'POST /connect/token', 'login'],
      // A new token's expiry is asked for here, whatever PUZZEL_MCP_ROUTES says about the tool.
      [apiUrl, 'GET /accesstokeninformation'],
      [authUrl, 'POST /api/Authenticate/LogOut', 'logout'],
      [apiUrl, 'POST /auth/logout', 'logout'],
      [apiUrl, 'POST /accesstoken/logout', 'logout'],
      [apiUrl, 'DELETE /accesstoken', 'logout'],
    );
  }
  return doors.map(([base, text, session]) => {
    const [method, path = ''] = text.split(' ') as [Method, string];
    return { ...door(base, { method, path }), ...(session && { session }) };
  });
}

const customerKeyOf = ({ puzzel, chat }: Config): string | undefined =>
  puzzel.ready?.login.customerKey ?? chat.ready?.customerKey;

/** The base URL and the path as one anchored pattern: the customer key as it is, one segment for every argument. */
function door(base: string, { method, path }: Endpoint, customerKey?: string): Door {
  const { origin, pathname } = new URL(base);
  const template = pathname.replace(/\/$/, '') + (path.split('?', 1)[0] ?? '');
  const pattern = template.split(/(\{[A-Za-z_]+\})/).map((part) => {
    if (part === '{customerKey}' && customerKey !== undefined) return literally(encodeURIComponent(customerKey));
    return part.startsWith('{') ? '[^/]+' : literally(part);
  });
  return { method, url: new RegExp(`^${literally(origin)}${pattern.join('')}$`) };
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Where an attachment's redirect points to: anybody's address, read without credentials (gladly/client.ts). */
function isSignedFile({ method, headers, body }: HttpRequest): boolean {
  const authorised = Object.keys(headers).some((name) => /^(authorization|cookie)$/i.test(name));
  return method === 'GET' && body === undefined && !authorised;
}
