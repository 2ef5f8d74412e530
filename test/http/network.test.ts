import { expect, it } from 'vitest';
import type { Failure } from '../../src/failure.js';
import { networkFailure } from '../../src/http/network.js';

const failureOf = (code: string) =>
  networkFailure(Object.assign(new Error(code), { code }), 'api.example', 'request') as Failure;

it.each([
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'api.example could not be connected to in time.', true],
  // Node reports this code of an established connection, too.
  ['ETIMEDOUT', 'timeout', 'api.example did not answer in time.', false],
  ['UND_ERR_BODY_TIMEOUT', 'timeout', 'api.example began to answer, then fell silent.', false],
  ['ECONNREFUSED', 'network', 'api.example refused the connection.', true],
  ['ECONNRESET', 'network', 'The connection to api.example ended before an answer came.', false],
])(
  '%s has its own message, which says that nothing was sent only where that is certain',
  (code, kind, message, isUnsent) => {
    const failure = failureOf(code);
    expect(failure).toMatchObject({ kind, message });
    expect(failure.hint?.startsWith('The request was not sent. ')).toBe(isUnsent);
  },
);
