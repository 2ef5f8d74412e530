import type { DemoRequest, DemoResponse, DemoRouter } from './router.js';

/** One API of the demo tenant: where it is mounted, its routes, and the checks that come before any route. */
export interface DemoApi {
  /** Base path on the one loopback server, without a trailing slash. */
  base: string;
  router: DemoRouter;
  /** Authentication, rate limits and the like; an answer here ends the request before the route is looked at. */
  before?: (request: DemoRequest) => DemoResponse | undefined;
  /** The router's own 404 and 405: no envelope, as the real front ends answer for an unknown path. */
  unknown: (request: DemoRequest, allowed: string[]) => DemoResponse;
}

export interface DemoOptions {
  /** Moves the inferred Puzzel routes to their first alternative, to show how a read finds its route and what `contract` says. */
  moveRoutes?: boolean;
  /** Seconds that a Puzzel access token lives; 900 when not given. */
  tokenSeconds?: number;
  /** Requests of each method that Gladly answers in a second; 10 when not given. */
  gladlyRequestsPerSecond?: number;
}
