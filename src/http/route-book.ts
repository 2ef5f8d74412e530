import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import type { Endpoint, Route } from './route.js';

/** An operation that has to be found: its name, the route of the table, and whether it changes nothing. */
export interface Operation {
  name: string;
  route: Route;
  read: boolean;
}

/**
 * Knows where each operation answers: the owner's word first (`PUZZEL_MCP_ROUTES`), then what was found out in this
 * process, then the table. Most Puzzel routes are inferred; the alternatives say where they may be instead.
 */
export class RouteBook {
  readonly #overrides: Readonly<Record<string, Endpoint>>;
  readonly #log: Log;
  readonly #found = new Map<string, Endpoint>();

  constructor(overrides: Readonly<Record<string, Endpoint>>, log: Log) {
    this.#overrides = overrides;
    this.#log = log;
  }

  /** The one place for an operation that must not be sent twice. */
  placeOf({ name, route }: Operation): Endpoint {
    return this.#overrides[name] ?? this.#found.get(name) ?? route;
  }

  /**
   * Sends to the operation's places in turn until an answer is none of a router's. A write has one place: it is never
   * sent twice.
   * @param isMiss whether a router or proxy spoke instead of the operation
   * @returns the answer; a miss only for a route that is known to be right
   * @throws Failure `unverified_route` when nothing is known to be right and no place answered
   */
  async find<T extends { status: number }>(
    operation: Operation,
    isMiss: (answer: T) => boolean,
    send: (place: Endpoint) => Promise<T>,
  ): Promise<T> {
    const { name, route, read } = operation;
    const known = this.#overrides[name] ?? this.#found.get(name);
    const more = !known && read && route.provenance === 'inferred' ? route.alternatives : [];
    const tried = [known ?? route];
    let answer = await send(known ?? route);
    for (const place of more) {
      if (!isMiss(answer)) break;
      answer = await send(place);
      tried.push(place);
    }
    if (!isMiss(answer)) this.#remember(name, route, tried.at(-1) ?? route);
    else if (route.provenance === 'inferred' || known) throw unverifiedRoute(operation, tried, answer.status);
    return answer;
  }

  #remember(name: string, route: Route, place: Endpoint): void {
    if (place === route || this.#overrides[name] !== undefined || this.#found.has(name)) return;
    this.#found.set(name, place);
    this.#log.info(
      `${name}: ${route.method} ${route.path} does not exist here; ${place.method} ${place.path} answers and is used from now on`,
    );
  }
}

/** Says which routes were tried, that nothing was changed, and how the route can be put right. */
export function unverifiedRoute({ name, read }: Operation, tried: readonly Endpoint[], status: number): Failure {
  const places = tried.map(({ method, path }) => ({ method, path }));
  const inWords = places.map(({ method, path }) => `${method} ${path}`).join(', ');
  return new Failure(
    'unverified_route',
    `Puzzel knows no such route (${status}): ${inWords}.${read ? '' : ' Nothing was changed.'}`,
    {
      status,
      details: { tried: places },
      hint: `The route of ${name} is inferred, not documented: the arguments are not to blame, and repeating does not help. Tell the owner of this server to put the right route into the file of PUZZEL_MCP_ROUTES: \`puzzel-mcp contract sync --spec FILE\` makes it from the tenant's OpenAPI document.`,
    },
  );
}
