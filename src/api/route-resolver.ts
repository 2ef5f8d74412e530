import { Failure } from '../failure.js';
import type { Log } from '../log.js';
import type { Endpoint, Route } from './route.js';

/** An operation of a vendor's API, whose route may have to be resolved. */
export interface Operation {
  /** The name of its tool, for messages and PUZZEL_MCP_ROUTES. */
  name: string;
  /** The route of the tool's record. */
  route: Route;
  /** Whether it changes nothing. */
  isRead: boolean;
}

/**
 * Who answered a request: the operation (with data or a refusal of its own), a router that knows no such route, or
 * something before both, such as a gateway or a sign-in page.
 */
export type AnsweredBy = 'operation' | 'router' | 'unknown';

/**
 * Resolves the route of each operation: the owner's routes file first (`PUZZEL_MCP_ROUTES`), then the route that
 * answered earlier in this process, then the route of the tool's record. Most Puzzel routes are inferred: for
 * a read, their alternatives are further candidates.
 */
export class RouteResolver {
  readonly #overrides: Readonly<Record<string, Endpoint>>;
  readonly #log: Log;
  readonly #foundRoutes = new Map<string, Endpoint>();

  constructor(overrides: Readonly<Record<string, Endpoint>>, log: Log) {
    this.#overrides = overrides;
    this.#log = log;
  }

  /** Routes that answered in this process instead of the record's route, by operation name. */
  get foundRoutes(): ReadonlyMap<string, Endpoint> {
    return this.#foundRoutes;
  }

  /** The first candidate, and the only one for an operation that must not be sent twice. */
  candidateFor({ name, route }: Operation): Endpoint {
    return this.#overrides[name] ?? this.#foundRoutes.get(name) ?? route;
  }

  /**
   * Sends to the operation's candidates in turn until anything but a router answers. An alternative is remembered once the
   * operation itself has answered there; when that route is gone, all others are tried again. A write has one
   * candidate: it is never sent twice.
   * @returns the answer; a router's 404 or 405 only when the route is known to be right: neither inferred nor from the routes file
   * @throws Failure `unverified_route` when no candidate answered and none is known to be right
   */
  async resolve<T extends { status: number }>(
    operation: Operation,
    answeredBy: (answer: T) => AnsweredBy,
    send: (candidate: Endpoint) => Promise<T>,
  ): Promise<T> {
    const { name, route, isRead } = operation;
    const isOverridden = this.#overrides[name] !== undefined;
    const firstCandidate = this.candidateFor(operation);
    const moreCandidates =
      !isOverridden && isRead && route.provenance === 'inferred' ? [route, ...route.alternatives] : [];
    const triedCandidates = [firstCandidate];
    let answer = await send(firstCandidate);
    for (const candidate of moreCandidates.filter((endpoint) => endpoint !== firstCandidate)) {
      if (answeredBy(answer) !== 'router') break;
      answer = await send(candidate);
      triedCandidates.push(candidate);
    }
    const lastAnsweredBy = answeredBy(answer);
    if (lastAnsweredBy === 'operation' && !isOverridden) this.#remember(name, route, triedCandidates.at(-1) ?? route);
    if (lastAnsweredBy === 'router' && (route.provenance === 'inferred' || isOverridden))
      throw unverifiedRoute(operation, triedCandidates, answer.status);
    return answer;
  }

  #remember(name: string, route: Route, candidate: Endpoint): void {
    const previous = this.#foundRoutes.get(name) ?? route;
    if (candidate === previous) return;
    if (candidate === route) this.#foundRoutes.delete(name);
    else this.#foundRoutes.set(name, candidate);
    this.#log.info(
      `${name}: ${previous.method} ${previous.path} does not exist here; ${candidate.method} ${candidate.path} answers and is used from now on`,
    );
  }
}

/** Says which routes were tried, that a write changed nothing, and how the route can be put right. */
export function unverifiedRoute(
  { name, route, isRead }: Operation,
  triedCandidates: readonly Endpoint[],
  status: number,
): Failure {
  const ownCandidates: readonly Endpoint[] = [route, ...route.alternatives];
  const isOverridden = !triedCandidates.some((candidate) => ownCandidates.includes(candidate));
  const source = isOverridden ? 'comes from the routes file (PUZZEL_MCP_ROUTES)' : 'is inferred, not documented';
  const routes = triedCandidates.map(({ method, path }) => ({ method, path }));
  const inWords = routes.map(({ method, path }) => `${method} ${path}`).join(', ');
  return new Failure(
    'unverified_route',
    `Puzzel knows no such route (${status}): ${inWords}.${isRead ? '' : ' Nothing was changed.'}`,
    {
      status,
      details: { tried: routes },
      hint: `The route of ${name} ${source}: the arguments are not to blame, and repeating does not help. Tell the owner of this server: \`puzzel-mcp doctor --routes --write FILE\` looks for the routes of reads, \`puzzel-mcp contract sync --spec DOCUMENT --out FILE\` takes all from the tenant's OpenAPI document, and PUZZEL_MCP_ROUTES=FILE uses them.`,
    },
  );
}
