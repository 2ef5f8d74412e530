import type { DemoRequest, DemoResponse, DemoRouter } from './router.js';

/** One API of the demo tenant: where it is mounted, its routes, and the checks that come before any route. */
export interface DemoApi {
  /** Base path on the one loopback server, without a trailing slash. */
  base: string;
  router: DemoRouter;
  /** Authentication, rate limits and the like, before routing: a response ends the request, undefined lets it pass. */
  precheck?: (request: DemoRequest) => DemoResponse | undefined;
  /**
   * Answers a request that no route takes: 404 or 405, outside the API's envelope.
   * @param allowedMethods the methods that the path has, none for an unknown path
   */
  answerUnrouted: (request: DemoRequest, allowedMethods: string[]) => DemoResponse;
}

export interface DemoOptions {
  /** The inferred Puzzel routes are at their first alternative: reads have to try it, and `contract` reports it. */
  usesAlternatives?: boolean;
  /** Seconds for which an access token of Puzzel or its Chat API is valid; 900 when not given. */
  tokenSeconds?: number;
  /** Requests of each method that Gladly answers in a second; 10 when not given. */
  gladlyRequestsPerSecond?: number;
}
