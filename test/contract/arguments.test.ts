import { describe, expect, it } from 'vitest';
import { checkDocument, checkTool } from './check-tool.js';
import { jsonBody, objectSchema, parameter } from './openapi-parts.js';

const fields =
  'from to subject uri queueKey reservedUserWaitTime vipScore reservedUserId category description variables xdrCopy';
const createTask = (schema: unknown) =>
  checkTool('create_a_puzzel_etask', { '/customers/{customerKey}/etasks': { post: jsonBody(schema) } }).arguments;
const wrapped = (inner: unknown) => ({ type: 'object', properties: { eTask: inner } });

describe('The arguments of a tool', () => {
  it('are compared inside the wrapper, whatever the case', () => {
    expect(createTask(wrapped(objectSchema(fields)))).toEqual([]);
    expect(createTask({ type: 'object', properties: { ETask: objectSchema(fields.toUpperCase()) } })).toEqual([]);
  });

  it('are found in all parts and variants of a schema', () => {
    const [first, second, third] = [
      objectSchema('from to subject uri queueKey', ['to']),
      objectSchema('reservedUserWaitTime vipScore reservedUserId'),
      objectSchema('category description variables xdrCopy'),
    ];
    expect(createTask(wrapped({ allOf: [first, { oneOf: [second, third] }] }))).toEqual([]);
    expect(createTask({ allOf: [wrapped({ anyOf: [{ allOf: [first, second] }, third] })] })).toEqual([]);
  });

  it('are reported when the document lacks them, with a similar name that it has instead', () => {
    const schema = wrapped(objectSchema(fields.replace('subject', 'subjectText').replace(' uri', '')));
    expect(createTask(schema)).toEqual([
      { kind: 'renamed', name: 'subject', there: 'subjectText' },
      { kind: 'unknown', name: 'uri' },
    ]);
  });

  it('are reported when they lack what the document requires in every variant', () => {
    expect(createTask(wrapped(objectSchema(`${fields} solution extra`, ['solution', 'to'])))).toEqual([
      { kind: 'lacking', name: 'solution' },
    ]);
    const variants = {
      oneOf: [objectSchema(`${fields} email`, ['email']), objectSchema(`${fields} phone`, ['phone'])],
    };
    expect(createTask(wrapped(variants))).toEqual([]);
  });

  it('need no field that is read-only in the document', () => {
    const schema = objectSchema(`${fields} created`, ['created']);
    const properties = { ...schema.properties, created: { type: 'string', readOnly: true } };
    expect(createTask(wrapped({ ...schema, properties }))).toEqual([]);
    const inherited = { ...schema, required: ['Created'], allOf: [{ type: 'object', properties }] };
    expect(createTask(wrapped(inherited))).toEqual([]);
    const uri = { ...properties, uri: { type: 'string', readOnly: true } };
    expect(createTask(wrapped({ ...schema, properties: uri }))).toEqual([{ kind: 'unknown', name: 'uri' }]);
  });

  it('are reported when the document requires them and the tool does not', () => {
    expect(createTask(wrapped(objectSchema(fields, ['category'])))).toEqual([{ kind: 'optional', name: 'category' }]);
  });

  it('are reported once when the document has another wrapper or none', () => {
    expect(createTask(objectSchema(fields))).toEqual([{ kind: 'wrapper', name: 'eTask', there: 'flat' }]);
    expect(createTask({ type: 'object', properties: { task: objectSchema(fields) } })).toEqual([
      { kind: 'wrapper', name: 'eTask', there: 'task' },
    ]);
    const { arguments: found } = checkTool('create_a_puzzel_sm', {
      '/{customerKey}/users/{userId}/sms': {
        post: jsonBody({ type: 'object', properties: { sms: objectSchema('to message from') } }),
      },
    });
    expect(found).toEqual([{ kind: 'wrapper', name: 'sms', there: 'wrapped' }]);
  });

  it('are reported when the document has them in the query of a POST, unless it requires them there', () => {
    const { arguments: found } = checkTool('create_a_puzzel_sm', {
      '/{customerKey}/users/{userId}/sms': {
        post: {
          parameters: [parameter('to', 'query', true), parameter('message', 'query', true), parameter('from', 'query')],
        },
      },
    });
    expect(found).toEqual([{ kind: 'elsewhere', name: 'from', there: 'query' }]);
  });

  it('are also read from forms and Swagger 2 bodies', () => {
    const path = '/{customerKey}/users/{userId}/sms';
    const form = ['to', 'message', 'from'].map((name) => ({ name, in: 'formData', type: 'string' }));
    const body = [{ name: 'body', in: 'body', schema: objectSchema('to message from') }];
    for (const parameters of [form, body]) {
      expect(
        checkTool('create_a_puzzel_sm', { [path]: { post: { parameters } } }, { swagger: '2.0' }).arguments,
      ).toEqual([]);
    }
  });

  it('are compared without the login, the customer key, paging, and arguments that only shape the answer', () => {
    const headers = ['Authorization', 'accessToken', 'Content-Type', 'X-Api-Key'].map((name) =>
      parameter(name, 'header', true),
    );
    expect(
      checkTool('list_all_puzzel_queues', {
        '/{customerKey}/queues': { get: { parameters: [...headers, parameter('customerKey', 'path', true)] } },
      }).arguments,
    ).toEqual([]);
    expect(
      checkTool(
        'list_all_gladly_customer_conversations',
        { '/api/v1/customers/{customerId}/conversations': { get: {} } },
        {},
        'gladly',
      ).arguments,
    ).toEqual([]);
  });

  it('may be called customerId in Gladly’s document, where that is no customer key', () => {
    const get = { parameters: [parameter('customerId', 'query', true)] };
    expect(checkTool('list_all_gladly_agents', { '/api/v1/agents': { get } }, {}, 'gladly')).toMatchObject({
      status: 'found',
      arguments: [{ kind: 'lacking', name: 'customerId' }],
    });
  });

  it('are reported when they lack an unknown header that the document requires', () => {
    const { arguments: found } = checkTool('list_all_puzzel_queues', {
      '/{customerKey}/queues': { get: { parameters: [parameter('X-Solution', 'header', true)] } },
    });
    expect(found).toEqual([{ kind: 'lacking', name: 'X-Solution' }]);
  });

  it('count as one difference each', () => {
    const differencesWith = (names: string) =>
      checkDocument({ '/customers/{customerKey}/etasks': { post: jsonBody(wrapped(objectSchema(names))) } })
        .differences;
    expect(differencesWith(fields.replace('uri ', '').replace('from ', '')) - differencesWith(fields)).toBe(2);
  });
});
