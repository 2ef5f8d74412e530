import { expect, it } from 'vitest';
import { isErrorJson } from '../../src/api/refusals.js';
import { vendorWords } from '../../src/api/vendor-words.js';
import { limits } from '../../src/limits.js';

const problem = {
  type: 'about:blank',
  title: 'One or more validation errors occurred.',
  status: 400,
  errors: { dueAt: ['must lie in the future', 'must have a zone'], agentId: ['is unknown'] },
};

/** Answers of the type application/json. */
const jsonAnswers: [name: string, body: unknown, message: string | undefined, more?: object][] = [
  ['the envelope', { result: null, code: 17, id: 3, message: 'Queue is closed' }, 'Queue is closed', { code: 17 }],
  ['an envelope with capitals', { Code: 17, Message: 'Queue is closed' }, 'Queue is closed', { code: 17 }],
  [
    'a problem with errors',
    problem,
    'One or more validation errors occurred. dueAt: must lie in the future must have a zone; agentId: is unknown',
    { details: problem.errors },
  ],
  ['a problem with a detail', { title: 'Bad', detail: 'No such queue', status: 400 }, 'Bad: No such queue'],
  [
    'ModelState',
    { Message: 'The request is invalid.', ModelState: { 'model.name': ['The name is required.'] } },
    'The request is invalid. model.name: The name is required.',
    { details: { 'model.name': ['The name is required.'] } },
  ],
  [
    'responseStatus',
    {
      responseStatus: {
        errorCode: 'NotEmpty',
        message: 'Name is empty',
        errors: [{ errorCode: 'NotEmpty', fieldName: 'Name', message: 'should not be empty' }],
      },
    },
    'Name is empty. Name NotEmpty: should not be empty',
    { code: 'NotEmpty' },
  ],
  [
    'a list of errors of Gladly',
    { errors: [{ attr: 'email', code: 'invalid', detail: 'invalid email address' }] },
    'email invalid: invalid email address',
    { code: 'invalid', details: [{ attr: 'email', code: 'invalid', detail: 'invalid email address' }] },
  ],
  [
    'a list of errors with capitals',
    { Errors: [{ ErrorCode: 'NotEmpty', FieldName: 'Name', Message: 'should not be empty' }] },
    'Name NotEmpty: should not be empty',
    { code: 'NotEmpty' },
  ],
  [
    'a single error of Gladly',
    { errors: { attr: 'conversation', code: 'invalid_state' } },
    'conversation invalid_state',
    { code: 'invalid_state' },
  ],
  ['a bare list', [{ attr: 'id', code: 'taken' }], 'id taken', { code: 'taken' }],
  ['message', { message: 'Object reference not set' }, 'Object reference not set'],
  ['error as text', { error: 'invalid_scope', error_description: 'unknown scope' }, 'invalid_scope: unknown scope'],
  ['error as an object', { error: { code: 'E42', message: 'broken' } }, 'broken', { code: 'E42' }],
  ['an empty code', { code: '', errorCode: 'E7', message: 'broken' }, 'broken', { code: 'E7' }],
  ['a JSON text', '"Something broke"', 'Something broke'],
  ['broken JSON', '{"message":', '{"message":'],
  ['an empty body', '', undefined],
  ['an empty object', {}, undefined],
];

const answersOfOtherTypes: [type: string, text: string, message: string | undefined][] = [
  ['application/problem+json', '{"title":"Bad","detail":"No such queue"}', 'Bad: No such queue'],
  ['text/plain', '{"message":"hidden"}', 'hidden'],
  ['text/plain', 'The agent is not\n logged on', 'The agent is not logged on'],
  ['text/html', '<!doctype html><html><head><title>502 Bad Gateway</title></head></html>', '502 Bad Gateway'],
  [
    'application/xml',
    '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
    'AccessDenied: Request has expired',
  ],
  ['audio/mpeg', 'ID3\0\0AAAA', undefined],
];

it('the message of an error is found in every known form', () => {
  const found = jsonAnswers.map(([name, body, , more = {}]) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const { message, code, details } = vendorWords({ text, headers: { 'content-type': 'application/json' } });
    return { name, message, code, ...('details' in more && { details }) };
  });
  const expected = jsonAnswers.map(([name, , message, more = {}]) => ({ name, message, code: undefined, ...more }));
  expect(found).toEqual(expected);
  const foundInOthers = answersOfOtherTypes.map(([type, text]) => {
    const { message, code } = vendorWords({ text, headers: { 'content-type': type } });
    return [type, text, message, code];
  });
  expect(foundInOthers).toEqual(answersOfOtherTypes.map((answer) => [...answer, undefined]));
});

it('a plain text is quoted up to 300 characters', () => {
  const quoted = (text: string) => vendorWords({ text, headers: {} }).message;
  expect([quoted('x'.repeat(300)), quoted('x'.repeat(500)), quoted(`${'x'.repeat(299)}😀`)]).toEqual([
    'x'.repeat(300),
    `${'x'.repeat(300)}…`,
    `${'x'.repeat(299)}…`,
  ]);
});

it('only the beginning of a long page or text is read, so that no pattern takes long', () => {
  const long = [' '.repeat(4_000_000), '<'.repeat(4_000_000), `<title${' '.repeat(4_000_000)}`, 'x'.repeat(4_000_000)];
  for (const text of [...long, JSON.stringify({ message: 'x '.repeat(1_000_000) })]) {
    expect(vendorWords({ text, headers: {} }).message?.length ?? 0).toBeLessThanOrEqual(limits.webPageLength + 1);
  }
});

it('an error is distinguished from a record', () => {
  const unrecognised = jsonAnswers.filter(([, body]) => typeof body !== 'string' && !isErrorJson(body));
  expect(unrecognised.map(([name]) => name)).toEqual(['an empty object']);
  expect([{ title: 'Gone', detail: 'x' }, [{ code: 'taken', attr: 'name' }]].map(isErrorJson)).toEqual([true, true]);
  const records = [
    { id: 1, name: 'x' },
    { message: 'Hello', from: 'me' },
    { title: 'Ticket', id: 4 },
    [],
    5,
    null,
    { result: [] },
  ];
  expect(records.filter(isErrorJson)).toEqual([]);
});

it('an error in a less common form reaches the message or the details', () => {
  const json: [body: unknown, words: string][] = [
    [{ fault: { faultstring: 'Invalid ApiKey' } }, 'Invalid ApiKey'],
    [{ reason: 'closed for good' }, 'closed for good'],
    [{ code: 'X1', description: 'no such thing' }, 'no such thing'],
    [{ msg: 'too long' }, 'too long'],
    [{ ErrorMessage: 'too short' }, 'too short'],
    [{ messages: ['first thing'] }, 'messages: first thing'],
    [{ errorMessages: ['a field is missing'], errors: {} }, 'a field is missing'],
    [{ detail: [{ loc: ['body', 'phone'], msg: 'field required' }] }, 'field required'],
    [{ name: ['is required'] }, 'is required'],
    [{ name: 'is required' }, 'is required'],
    [{ error: { message: { value: 'Bad filter' } } }, 'Bad filter'],
    [{ status: 'error', data: { phone: 'bad number' } }, 'bad number'],
    [{ statusCode: 400, message: ['phone must be E.164'], error: 'Bad Request' }, 'phone must be E.164'],
    [{ title: 'Invalid', 'invalid-params': [{ name: 'age', reason: 'must be positive' }] }, 'must be positive'],
    [{ message: 'No', violations: [{ field: 'x', why: 'far too large' }] }, 'far too large'],
    [{ Message: 'An error has occurred.', ExceptionMessage: 'Queue 7 is gone' }, 'Queue 7 is gone'],
    [{ error: { message: 'Bad', details: [{ fieldViolations: [{ description: 'not a date' }] }] } }, 'not a date'],
    [{ errors: { name: 'is required' } }, 'name: is required'],
    [{ errors: { name: { message: 'is required' } } }, 'name: is required'],
    [{ errors: { name: [{ message: 'is required' }] } }, 'name: is required'],
  ];
  const markup: [body: string, words: string][] = [
    ['<soap:Envelope><faultstring xml:lang="en">Queue is closed</faultstring></soap:Envelope>', 'Queue is closed'],
    ['<Fault><Code>12</Code><Reason><Text>Phone is invalid</Text></Reason></Fault>', 'Phone is invalid'],
    ['<string xmlns="http://schemas.example/">Phone is invalid</string>', 'Phone is invalid'],
    ['<e:error><e:message>No such user</e:message></e:error>', 'No such user'],
    ['<error><message><![CDATA[Queue is closed]]></message></error>', 'Queue is closed'],
    ['<error message="Out of range"/>', 'Out of range'],
    ['<error><code>12</code><description>Out of range</description></error>', '12: Out of range'],
    ['<html><body><p>Database is down</p></body></html>', 'Database is down'],
    ['<pre>Cannot GET /x</pre>', 'Cannot GET /x'],
  ];
  const reported = (text: string, type: string) => {
    const { message, details } = vendorWords({ text, headers: { 'content-type': type } });
    return `${message} ${JSON.stringify(details)}`;
  };
  const lost = [
    ...json.filter(([body, words]) => !reported(JSON.stringify(body), 'application/json').includes(words)),
    ...markup.filter(([body, words]) => !reported(body, 'application/xml').includes(words)),
  ];
  expect(lost).toEqual([]);
});
