import { describe, expect, it } from 'vitest';
import { saysRefused } from '../../src/api/refusals.js';
import { Failure } from '../../src/failure.js';
import { limits } from '../../src/limits.js';
import { unwrap } from '../../src/puzzel/envelope.js';

const answer = (body: unknown, status = 200) => ({
  status,
  headers: {},
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('an answer of Puzzel', () => {
  it('is unwrapped', async () => {
    expect(await unwrap(answer({ result: [{ a: '/Date(0)/' }], code: 0 }), true)).toEqual([{ a: '/Date(0)/' }]);
  });

  it('without data is its envelope for a write, and null for a read', async () => {
    const envelope = { code: 0, id: 5, message: 'OK' };
    for (const result of [null, true, '', ' ', {}, []])
      expect.soft([result, await unwrap(answer({ result, ...envelope }), false)]).toEqual([result, envelope]);
    expect(await unwrap(answer({ result: 0, ...envelope }), false)).toBe(0);
    expect(await unwrap(answer({ code: 0 }), true)).toBeNull();
    expect(await unwrap(answer(' \n'), false)).toBeNull();
  });

  it('with more lists than are read is a failure that says so', async () => {
    const lists = '[],'.repeat(limits.jsonContainers);
    await expect(unwrap(answer(`[${lists}[]]`), true)).rejects.toThrow(/^The answer holds more than /);
  });

  it('keeps a 64-bit request id', async () => {
    expect(await unwrap(answer('{"result":9007199254740993,"code":0}'), false)).toBe('9007199254740993');
  });

  it('of status 503 keeps the wait that the vendor asks for, and a redirect has a hint about the address', async () => {
    const busy = { ...answer('', 503), headers: { 'retry-after': '30' } };
    const hint = expect.stringContaining('in 30 s');
    await expect(unwrap(busy, true)).rejects.toMatchObject({ rateLimit: { 'ratelimit-reset': 30 }, hint });
    const moved = { ...answer('', 302), headers: { location: '/login' } };
    await expect(unwrap(moved, true)).rejects.toMatchObject({ hint: expect.stringContaining('base URL may be wrong') });
    const page = expect.stringMatching(/^Check PUZZEL_API_URL: a login page .* After a write, read first/);
    await expect(unwrap(answer('<html>'), true)).rejects.toMatchObject({ hint: page });
  });

  it('with a code other than 0, also as text, is a failure', async () => {
    for (const code of [1, -1, '17']) {
      const refused = unwrap(
        answer({ result: [1], code, message: 'no', errors: [{ attr: 'id', code: 'taken' }] }),
        true,
      );
      await expect(refused).rejects.toMatchObject({ kind: 'upstream', code, details: [{ attr: 'id', code: 'taken' }] });
    }
    expect(await unwrap(answer({ result: [1], code: '0' }), true)).toEqual([1]);
  });
});

const failureWords =
  'not no never denied forbidden fail fails failed failure failures error errors invalid cannot unable unauthorized unauthorised refused rejected locked expired exceeded must missing unknown exception exceptions wrong'.split(
    ' ',
  );
const successWords =
  'ok okay success successful successfully succeeded done accepted created updated changed deleted removed saved stored set added sent queued received delivered started stopped ended closed reserved complete completed imported registered assigned applied processed scheduled moved true'.split(
    ' ',
  );

describe('an answer of status 200 that says that nothing was done', () => {
  /** Only Puzzel uses codes such as these. */
  const withCode: unknown[] = [
    { Code: 1004, Message: 'failed' },
    { CODE: '1004', result: null },
    { code: [1], id: 0, message: 'failed' },
    { code: false, message: 'failed' },
    { code: ' ', message: 'failed' },
    { code: null, message: 'failed' },
  ];
  const ofEveryApi: unknown[] = [
    { errors: ['no'] },
    { errors: [{ attr: 'id', code: 'invalid', detail: 'nope' }] },
    { error: 'denied' },
    { responseStatus: { errorCode: 'x', message: 'failed' } },
    { message: 'No access' },
    { title: 'Bad Request', status: 400 },
    { modelState: { id: ['no'] } },
    { error: 'denied', field: 'id', fieldName: 'Id' },
    [{ code: 'invalid', detail: 'nope' }],
    [{ errorCode: 'X', errorDescription: 'locked' }],
    { data: null, errors: [{ message: 'no' }] },
    { exceptionMessage: 'boom' },
    { Message: 'An error has occurred.', ExceptionMessage: 'boom' },
    { statusCode: 403, description: 'Forbidden' },
    { fault: { faultstring: 'Invalid key' } },
    { 'odata.error': { code: 'x', message: 'no' } },
    { errorMessages: ['no'] },
    { success: false, reason: 'closed', data: {}, payload: 'x' },
    { isSuccessful: false },
    { ok: false, errorcode: 5 },
    { succeeded: 'false' },
    { failed: true },
    ...failureWords.map((word) => ({ message: `It is ${word}` })),
  ];
  /** Answers to a read may look like this and be data. */
  const ofWrites: unknown[] = [
    { id: null, message: 'Customer is archived' },
    { status: 'error', message: null, detail: 'no' },
    { isSuccess: false, ticket: 5 },
    { status: 'FAILED' },
    { status: 'failure' },
    'Access denied',
    'Saved with 10 errors',
    'Imported 3 agents, 2 failures',
    'Saved with 1.0 errors',
    'Saved with 1,0 errors',
    'Saved by the casino errors service',
    'No errors in the form, but the set queue is locked',
  ];
  const ofWritesInEnvelope: unknown[] = [
    { code: null, id: null, message: 'Access denied', result: null },
    { code: '', id: 0, message: 'Access denied', result: null },
    { code: '0x0', message: 'err' },
    { code: 0, result: false },
    { code: 0, result: { code: 1004, message: 'Record is locked' } },
    { code: 0, result: { success: false, message: 'x' } },
    { code: 0, result: { error: 'locked' } },
  ];

  it('is a failure, for reads and writes of every API', async () => {
    const findAccepted = async (some: unknown[], isRead: boolean) => {
      const outcomes = await Promise.allSettled(some.map((body) => unwrap(answer(JSON.stringify(body)), isRead)));
      const isRefused = (outcome: PromiseSettledResult<unknown> | undefined) =>
        outcome?.status === 'rejected' && outcome.reason instanceof Failure && outcome.reason.kind === 'upstream';
      return some.filter((_, index) => !isRefused(outcomes[index]));
    };
    for (const isRead of [true, false]) expect(await findAccepted([...withCode, ...ofEveryApi], isRead)).toEqual([]);
    await expect(unwrap(answer(false), false)).rejects.toThrow(Failure);
    const locked = { code: 0, message: 'OK', result: { error: 'The record is locked' } };
    await expect(unwrap(answer(locked), false)).rejects.toThrow(/: The record is locked$/);
    expect(ofWrites.filter((body) => !saysRefused(body, 'write') || saysRefused(body))).toEqual([]);
    expect(await findAccepted([...ofWrites, ...ofWritesInEnvelope], false)).toEqual([]);
    expect(ofEveryApi.filter((body) => !saysRefused(body))).toEqual([]);
    const ofChat = [{ errors: ['no'] }, { title: 'Forbidden', status: 403 }];
    expect(ofChat.filter((body) => !saysRefused(body, 'chat'))).toEqual([]);
  });

  it('is not seen in a record, a report of success or a message of a chat', async () => {
    const records: unknown[] = [
      { id: 5, code: 'en', description: 'English' },
      { id: 'a', status: 'OPEN', title: 'Call back', message: 'Hello' },
      { requestId: 1, title: 'Call back', status: 'Waiting' },
      { id: 'a', error: 'x', name: 'y' },
      { id: 'a', title: 'Call back', message: 'Customer cannot log in' },
      { message: 'OK' },
      { message: 'No errors' },
      { type: 'Message', message: 'Hi, how can I help?', timestamp: '2026-01-31T10:00:00Z' },
      { success: true, message: 'Request received' },
      { status: 'Failure', requestId: '5' },
      [{ code: 'en', title: 'English' }],
      { status: 'Connected' },
      { errors: [] },
      { id: 'a' },
      [],
      ['no'],
      [{ title: 'Call back', status: 'Waiting', requestId: 1 }],
    ];
    expect(records.filter((record) => saysRefused(record))).toEqual([]);
    const done = [
      'Message sent',
      'a1b2c3',
      { message: 'The tag is set' },
      { message: 'Request accepted' },
      { message: 'Saved. No errors.' },
      'Imported 3 agents, 0 failures',
      { message: 'Updated 3, no  exceptions, 0 failed' },
      { message: 'SAVED. NO ERROR.' },
      'Saved, zero errors',
      'Deleted without failure',
      'Imported without any exception',
      { status: 'ok', message: 'x' },
      { code: 'OK', message: 'x' },
      { statusCode: 200, message: 'x' },
      { errorCode: 0, message: 'Saved' },
      { errorCode: '', message: 'Saved' },
      ...successWords.map((word) => ({ message: `It is ${word}` })),
    ];
    expect(done.filter((body) => saysRefused(body, 'write'))).toEqual([]);
    const ofChat = [[{ message: 'I cannot log in' }], { message: 'hello' }, { status: 'Failure', message: 'x' }, 'No'];
    expect(ofChat.filter((body) => saysRefused(body, 'chat'))).toEqual([]);
    const success = [
      { code: 0, message: 'OK' },
      { code: null, result: [1], message: 'x' },
      { code: '-0.00', result: [1], message: 'x' },
      { code: null, result: null, message: 'Saved.' },
      { Code: 0, Result: [1] },
    ];
    expect(await Promise.all(success.map((body) => unwrap(answer(body), true)))).toEqual([null, [1], [1], null, [1]]);
    expect(await unwrap(answer(false), true)).toBe(false);
  });
});
