import type { DemoResponse } from '../router.js';

/** Codes of failures. No list is public (puzzel.md, section 3): that they are not 0 is known, the numbers are inferred. */
export const codes = { invalid: 10, unknown: 20, refused: 30, unauthorised: 40, forbidden: 41 } as const;

/** A successful answer with data. `id` is that of the record that was created, changed or deleted; 0 for none. */
export function ok(result: unknown, id = 0): DemoResponse {
  return { status: 200, body: { result, code: 0, id, message: 'OK' } };
}

/** A successful answer without data: `result` is null. */
export function done(id = 0): DemoResponse {
  return ok(null, id);
}

/** A failure: thrown by any code that handles a call, and turned into the answer in `routes.ts`. */
export class PuzzelFault extends Error {
  override readonly name = 'PuzzelFault';

  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }

  response(): DemoResponse {
    return {
      status: this.status,
      ...(this.status === 401 ? { headers: { 'www-authenticate': 'Bearer' } } : {}),
      body: { result: null, code: this.code, id: 0, message: this.message },
    };
  }
}

/** A missing or unusable field: HTTP 400, the message names the field (status inferred). */
export function invalid(field: string, problem: string): PuzzelFault {
  return new PuzzelFault(400, codes.invalid, `${field}: ${problem}`);
}

/** An id that the solution does not know: HTTP 404 (inferred). The envelope distinguishes it from a router's 404. */
export function notFound(what: string, id: string | number): PuzzelFault {
  return new PuzzelFault(404, codes.unknown, `${what} ${id} does not exist`);
}

/** A refusal by the rules of the contact centre: a code other than 0 (puzzel.md, section 3), HTTP 200 (inferred). */
export function refused(message: string): PuzzelFault {
  return new PuzzelFault(200, codes.refused, message);
}
