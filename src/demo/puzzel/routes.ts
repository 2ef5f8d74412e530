import { type DemoRequest, type DemoResponse, DemoRouter, type DemoRoutes } from '../router.js';
import { demoCustomerKey } from './accounts.js';
import { CallArguments } from './arguments.js';
import { codes, PuzzelFault } from './envelope.js';
import type { User } from './model.js';
import type { Bearer } from './sessions.js';
import type { PuzzelState } from './state.js';
import { userById } from './users.js';

/** One API call that passed authentication. Telephone calls are `CallRecord`s. */
export interface ApiCall {
  state: PuzzelState;
  bearer: Bearer;
  /** The user of the path, or the token's own user when the path names none. */
  user: User;
  args: CallArguments;
  /** Moment of the call, milliseconds since 1970. */
  now: number;
}

type Handler = (call: ApiCall) => DemoResponse;

interface PuzzelRoute {
  /** The first alternative of an inferred route: its method and path when the tenant `usesAlternatives` (demo/api.ts). */
  alternative?: string;
  /** The object in the body that holds the fields. */
  wrapper?: string;
  /** Whether the path values belong to this operation; if not, the answer is the router's 404. Without `accepts`, all do. */
  accepts?: (params: Record<string, string>) => boolean;
  run: Handler;
}

/** Operations of ContactCentre5 by method and path, such as `GET /{customerKey}/queues`. */
export type PuzzelRoutes = Record<string, Handler | PuzzelRoute>;

/** Puzzel accepts a second slash before the path, which a public client sends (puzzel.md, section 6). */
export class ContactCentreRouter extends DemoRouter {
  override match(method: string, path: string) {
    return super.match(method, path.replace(/^\/{2,}/, '/'));
  }
}

/** Turns a route table into handlers that authenticate, read the arguments and answer with the fault that was thrown. */
export function contactCentreRoutes(state: PuzzelState, routes: PuzzelRoutes, usesAlternatives: boolean): DemoRoutes {
  return Object.fromEntries(
    Object.entries(routes).map(([methodAndPath, handlerOrRoute]) => {
      const route: PuzzelRoute = typeof handlerOrRoute === 'function' ? { run: handlerOrRoute } : handlerOrRoute;
      const name = (usesAlternatives && route.alternative) || methodAndPath;
      return [name, (request: DemoRequest) => answer(state, route, request)];
    }),
  );
}

/** What the vendor's web server answers when no route matches: HTML, no envelope. */
export function answerUnrouted(_request: DemoRequest, allowedMethods: string[]): DemoResponse {
  const title = allowedMethods.length > 0 ? '405 Method Not Allowed' : '404 Not Found';
  return {
    status: allowedMethods.length > 0 ? 405 : 404,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      ...(allowedMethods.length > 0 ? { allow: [...new Set(allowedMethods)].join(', ') } : {}),
    },
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  };
}

function answer(state: PuzzelState, route: PuzzelRoute, request: DemoRequest): DemoResponse {
  if (route.accepts && !route.accepts(request.params)) return answerUnrouted(request, []);
  try {
    const bearer = state.sessions.authenticate(request.headers.authorization);
    const { customerKey, userId } = request.params;
    if (customerKey !== undefined && customerKey !== demoCustomerKey) {
      // inferred: a token is good for one solution only.
      throw new PuzzelFault(403, codes.forbidden, `The access token is not valid for customer ${customerKey}`);
    }
    const user = userById(state, userId === undefined ? bearer.session.userId : Number(userId), userId);
    state.calls.advance(Date.now());
    return route.run({ state, bearer, user, args: new CallArguments(request, route.wrapper), now: Date.now() });
  } catch (error) {
    if (error instanceof PuzzelFault) return error.response();
    throw error;
  }
}
