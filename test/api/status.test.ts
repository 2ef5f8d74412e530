import { expect, it } from 'vitest';
import { statusFailure } from '../../src/api/status.js';

it.each([
  [300, 'upstream', 'answered with a redirect (300), which is not followed', 'The base URL may be wrong'],
  [400, 'invalid_input', 'refused the request as invalid (400)', 'Correct the arguments'],
  [401, 'unauthorized', 'did not accept the credentials (401)', 'Check the credentials'],
  [403, 'forbidden', 'does not allow this (403)', 'The user of the API lacks the right for this'],
  [404, 'not_found', 'knows nothing under this id or address (404)', 'Check the id'],
  [409, 'conflict', 'refused the request because of a conflict (409)', 'Read the current state first'],
  [410, 'upstream', 'refused the request (410)', 'Try again later. After a write, read first'],
  [422, 'invalid_input', 'refused the request as invalid (422)', 'Correct the arguments'],
  [429, 'rate_limited', 'asks to slow down (429)', 'Wait a few seconds'],
  [500, 'upstream', 'failed on its side (500)', 'Try again later. After a write, read first'],
])('a refusal of status %i is %s, and says what happened and what to do', (status, kind, words, hint) => {
  const headers: Record<string, string> = status === 300 ? { location: '/elsewhere' } : {};
  const failure = statusFailure('The API', { status, headers }, { message: 'no' });
  expect(failure).toMatchObject({ kind, status, message: `The API ${words}: no` });
  expect(failure.hint).toMatch(new RegExp(`^${hint}`));
});
