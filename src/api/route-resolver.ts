import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import type { Endpoint, Route } from './route.js';

/** An operation whose route has to be resolved: its name, the route of the table, and whether it changes nothing. */
export interface Operation {
  name: string;
  route: Route;
  read: boolean;
}

/**
 * Resolves the route of each operation: the owner's routes file first (`PUZZEL_MCP_ROUTES`), then the route that
 * answered earlier in this process, then the route of the tool's record. Most Puzzel routes are inferred; the
 * alternatives are further candidates.
 */
export class RouteResolver {
  readonly #overrides: Readonly<Record<string, Endpoint>>;
  readonly #log: Log;
  readonly #found = new Map<string, Endpoint>();

  constructor(overrides: Readonly<Record<string, Endpoint>>, log: Log) {
    this.#overrides = overrides;
    this.#log = log;
  }

  /** Routes that answered in this process instead of the record's route, by operation name. */
  get found(): ReadonlyMap<string, Endpoint> {
    return this.#found;
  }

  /** The one candidate for an operation that must not be sent twice. */
  candidateFor({ name, route }: Operation): Endpoint {
    return this.#overrides[name] ?? this.#found.get(name) ?? route;
  }

  /**
   * Sends to the operation's candidates in turn until one is answered by the operation itself and not by a router. A
   * write has one candidate: it is never sent twice.
   * @param isMiss whether a router or proxy spoke instead of the operation
   * @returns the answer; a miss only for a route that is known to be right
   * @throws Failure `unverified_route` when nothing is known to be right and no candidate answered
   */
  async resolve<T extends { status: number }>(
    operation: Operation,
    isMiss: (answer: T) => boolean,
    send: (candidate: Endpoint) => Promise<T>,
  ): Promise<T> {
    const { name, route, read } = operation;
    const known = this.#overrides[name] ?? this.#found.get(name);
    const more = !known && read && route.provenance === 'inferred' ? route.alternatives : [];
    const tried = [known ?? route];
    let answer = await send(known ?? route);
    for (const candidate of more) {
      if (!isMiss(answer)) break;
      answer = await send(candidate);
      tried.push(candidate);
    }
    if (!isMiss(answer)) this.#remember(name, route, tried.at(-1) ?? route);
    else if (route.provenance === 'inferred' || known) throw unverifiedRoute(operation, tried, answer.status);
    return answer;
  }

  #remember(name: string, route: Route, candidate: Endpoint): void {
    if (candidate === route || this.#overrides[name] !== undefined || this.#found.has(name)) return;
    this.#found.set(name, candidate);
    this.#log.info(
      `${name}: ${route.method} ${route.path} does not exist here; ${candidate.method} ${candidate.path} answers and is used from now on`,
    );
  }
}

/** Says which routes were tried, that nothing was changed, and how the route can be put right. */
export function unverifiedRoute({ name, read }: Operation, tried: readonly Endpoint[], status: number): Failure {
  const routes = tried.map(({ method, path }) => ({ method, path }));
  const inWords = routes.map(({ method, path }) => `${method} ${path}`).join(', ');
  return new Failure(
    'unverified_route',
    `Puzzel knows no such route (${status}): ${inWords}.${read ? '' : ' Nothing was changed.'}`,
    {
      status,
      details: { tried: routes },
      hint: `The route of ${name} is inferred, not documented: the arguments are not to blame, and repeating does not help. Tell the owner of this server: \`puzzel-mcp doctor --routes --write FILE\` looks for the routes of reads, \`puzzel-mcp contract sync --spec DOCUMENT --out FILE\` takes all from the tenant's OpenAPI document, and PUZZEL_MCP_ROUTES=FILE uses them.`,
    },
  );
}
