import { describe, expect, it } from 'vitest';
import { checkDocument, checkTool } from './check-tool.js';
import { jsonBody, objectSchema, parameter } from './openapi-parts.js';

const customerKey = parameter('CustomerKey', 'path', true);

/** A document as a ServiceStack application of 2016 generates it: capitals, its own names, and `_Create` at the end of most POSTs. */
const serviceStack = {
  '/AccessTokenInformation': { get: { operationId: 'AccessTokenInformationGet' } },
  '/{CustomerKey}/VisualQueues': { parameters: [customerKey], get: { operationId: 'VisualQueueList' } },
  '/{CustomerKey}/VisualQueues/StateAndTicker/{Result}': {
    get: {
      operationId: 'VisualQueueStateAndTickerList',
      parameters: [
        customerKey,
        parameter('Result', 'path', true),
        parameter('UserId', 'query'),
        parameter('VisualQueueId', 'query'),
      ],
    },
  },
  '/{CustomerKey}/Agents/StateAndTicker': {
    get: {
      operationId: 'AgentStateAndTickerList',
      parameters: [
        customerKey,
        parameter('TickerPeriodWindow', 'query', true),
        parameter('GroupName', 'query'),
        parameter('UserId', 'query'),
      ],
    },
  },
  '/{CustomerKey}/AccessLogs': {
    get: {
      operationId: 'AccessLogGet',
      parameters: ['From', 'To', 'UserName', 'ClientType', 'LogInResult', 'Ip'].map((name) => parameter(name, 'query')),
    },
  },
  '/{CustomerKey}/Requests': { post: { operationId: 'RequestAdd', ...jsonBody(objectSchema('Data Type Version')) } },
  '/customers/{CustomerKey}/ETasks': { post: { operationId: 'CustomersCustomerKeyETasks_Create' } },
  '/customers/{CustomerKey}/ETasks/{RequestId}/Delete': {
    post: { operationId: 'CustomersCustomerKeyETasksRequestIdDelete_Create' },
  },
  '/customers/{CustomerKey}/users/{uid}/archives/{archiveId}/delete': { post: { operationId: 'ArchiveDelete_Create' } },
  '/customers/{CustomerKey}/users/{uid}/archives/search': { post: { operationId: 'ArchiveSearch_Create' } },
  '/{CustomerKey}/MissedCalls': {
    get: { operationId: 'MissedCallList', parameters: [customerKey, parameter('QueueId', 'query', true)] },
  },
};
const servers = { servers: [{ url: 'https://api.puzzel.com/contactcentre5' }] };
/** The route of the operation that a tool is matched with, or the status of a tool without one. */
const routeOrStatus = (tool: string) => {
  const { status, route, method, path } = checkTool(tool, serviceStack, servers);
  return status === 'found' ? `${method} ${path}` : status === 'moved' ? `${route?.method} ${route?.path}` : status;
};

describe('A document of a ServiceStack application', () => {
  it.each([
    ['list_all_puzzel_token_info', 'GET /accesstokeninformation'],
    ['list_all_puzzel_visual_queues', 'GET /{customerKey}/visualqueues'],
    ['list_all_puzzel_visual_queue_state_info', 'GET /{customerKey}/VisualQueues/StateAndTicker/{visual_queue_result}'],
    [
      'list_all_puzzel_state_information',
      'GET /{customerKey}/Agents/StateAndTicker?TickerPeriodWindow={ticker_period_window}',
    ],
    ['list_all_puzzel_access_logs', 'GET /{customerKey}/AccessLogs'],
    ['create_a_puzzel_etask', 'POST /customers/{customerKey}/etasks'],
    ['delete_a_puzzel_etask_by_id', 'POST /customers/{customerKey}/etasks/{id}/delete'],
    ['delete_a_puzzel_archive_record_by_id', 'POST /customers/{customerKey}/users/{user_id}/archives/{id}/delete'],
    ['list_all_puzzel_archive_records', 'POST /customers/{customerKey}/users/{user_id}/archives/search'],
    ['list_all_puzzel_missed_calls', 'GET /{customerKey}/MissedCalls?QueueId={queue_id}'],
    ['list_all_puzzel_visual_queue_ticker', 'missing'],
  ])('has the operation of %s: %s', (tool, route) => expect(routeOrStatus(tool)).toBe(route));

  it('has one renamed filter, and RequestAdd as its only explained difference', () => {
    expect(checkTool('list_all_puzzel_state_information', serviceStack, servers).arguments).toEqual([
      { kind: 'renamed', name: 'userGroupName', there: 'GroupName' },
    ]);
    const { explained, not_offered } = checkDocument(serviceStack, servers);
    expect(explained.map(({ what }) => what)).toEqual(['POST /{customerKey}/requests']);
    expect(not_offered).toEqual([]);
  });
});

describe('A name that Puzzel’s pages use', () => {
  it('counts more than the path', () => {
    const at = (operationId: string) => ({ '/customers/{customerKey}/etasks': { post: { operationId } } });
    expect(checkTool('create_a_puzzel_etask', at('ETaskAdd')).status).toBe('found');
    expect(checkTool('create_a_puzzel_etask', at('RequestAdd')).status).toBe('missing');
  });
});

describe('An operation at the route of one tool with the name of another', () => {
  it('leaves both tools undecided', () => {
    const paths = { '/{customerKey}/services': { get: { operationId: 'QueueList' } } };
    const reasons = ['list_all_puzzel_services', 'list_all_puzzel_queues'].map((tool) => {
      const { status, candidates } = checkTool(tool, paths);
      return [status, candidates?.[0]?.reason];
    });
    expect(reasons).toEqual([
      ['undecided', 'it is named like list_all_puzzel_queues'],
      ['undecided', 'it stands where list_all_puzzel_services should be'],
    ]);
  });
});

describe('A name alone', () => {
  it.each([
    ['operationId', { operationId: 'MissedCallListByQueue' }],
    ['operationId', { operationId: 'get-missed-call-list-by-queue' }],
    ['operationId', { operationId: 'Realtime_MissedCallListByQueue_Get' }],
    ['tag', { tags: ['MissedCallListByQueue'], operationId: 'usingGET_4' }],
    ['summary', { summary: 'Missed calls of a queue' }],
  ])('identifies an operation whose path is unlike ours: %s %j', (_, operation) => {
    const { route } = checkTool('list_all_puzzel_missed_calls', {
      '/v9/{customerKey}/xyz/{queueId}': { get: operation },
    });
    expect(route?.path).toBe('/v9/{customerKey}/xyz/{queue_id}');
  });

  it('leaves the tool undecided when its arguments and the placeholders do not match', () => {
    for (const path of ['/{customerKey}/xyz', '/{customerKey}/xyz/{queueId}/{agentGroupId}']) {
      const result = checkTool('list_all_puzzel_missed_calls', {
        [path]: { get: { operationId: 'MissedCallListByQueue' } },
      });
      expect(result.status).toBe('undecided');
    }
  });
});

describe('The customer key', () => {
  const queues = (path: string, root = {}) => {
    const { status, route, changes } = checkTool(
      'list_all_puzzel_queues',
      { [path]: { get: { operationId: 'QueueList' } } },
      root,
    );
    return [status, route?.path, changes?.join()];
  };

  it.each(['customerKey', 'customer_key', 'customerId', 'ck', 'CustomerKey', 'x'])('may be called {%s}', (name) => {
    expect(queues(`/{${name}}/queues`)).toEqual(['found', undefined, undefined]);
    expect(queues(`/customers/{${name}}/queues`)).toEqual(['moved', '/customers/{customerKey}/queues', 'prefix']);
  });

  it.each([
    ['/ContactCentre5', '/{customerKey}/queues'],
    ['https://api.puzzel.com/contactcentre5/', '/{customerKey}/queues'],
    ['/', '/contactcentre5/{customerKey}/queues'],
    ['https://devapi.puzzel.com/CONTACTCENTRE5/{customerKey}', '/queues'],
    ['/something/else', '/{customerKey}/queues'],
  ])('is found after the base %s', (url, path) => {
    expect(queues(path, { servers: [{ url }] })).toEqual(['found', undefined, undefined]);
  });

  it('is found when the prefix "customers" stands in the server', () => {
    const servers = [{ url: 'https://api.puzzel.com/contactcentre5/customers' }];
    expect(queues('/{customerKey}/queues', { servers })).toEqual([
      'moved',
      '/customers/{customerKey}/queues',
      'prefix',
    ]);
  });

  it('may be absent, or in the query', () => {
    expect(queues('/queues')).toEqual(['moved', '/queues', 'prefix']);
    const path = { '/queues': { get: { parameters: [parameter('customerKey', 'query', true)] } } };
    expect(checkTool('list_all_puzzel_queues', path).route?.path).toBe('/queues?customerKey={customerKey}');
  });

  it('may have two prefixes for one operation', () => {
    const both = checkDocument({
      '/{customerKey}/queues': { get: {} },
      '/customers/{customerKey}/queues': { get: {} },
    });
    expect(both.not_offered).toEqual([]);
    expect(both.tools.find(({ tool }) => tool === 'list_all_puzzel_queues')?.status).toBe('found');
  });
});

describe('An operation that changes or deletes', () => {
  const statusOf = (tool: string, paths: Record<string, unknown>) => checkTool(tool, paths).status;

  it('is never matched with a tool that reads, nor the other way round', () => {
    expect(statusOf('list_all_puzzel_queues', { '/{customerKey}/queues': { post: { operationId: 'QueueAdd' } } })).toBe(
      'missing',
    );
    expect(
      statusOf('list_all_puzzel_queues', { '/{customerKey}/queues': { get: { operationId: 'QueueDelete' } } }),
    ).toBe('missing');
    expect(statusOf('create_a_puzzel_etask', { '/customers/{customerKey}/etasks': { get: {} } })).toBe('missing');
    expect(
      statusOf('list_all_puzzel_archive_records', { '/{customerKey}/users/{userId}/archive/search': { delete: {} } }),
    ).toBe('missing');
  });

  it('is matched with a tool that deletes only when it deletes', () => {
    const path = '/customers/{customerKey}/etasks/{id}';
    expect(statusOf('delete_a_puzzel_etask_by_id', { [path]: { delete: {} } })).toBe('moved');
    for (const verb of ['get', 'post', 'put', 'patch']) {
      expect(statusOf('delete_a_puzzel_etask_by_id', { [path]: { [verb]: { operationId: 'ETask' } } }), verb).toBe(
        'missing',
      );
    }
    expect(statusOf('update_a_puzzel_etask_by_id', { [path]: { delete: {} } })).toBe('missing');
  });

  it('is left undecided at an alternative route when it has an unrelated name', () => {
    const result = checkTool('delete_a_puzzel_user_request_by_id', {
      '/{customerKey}/users/{userId}/requests/{requestId}': { delete: { operationId: 'UserRequestHangup' } },
    });
    expect(result).toMatchObject({
      status: 'undecided',
      candidates: [{ reason: 'UserRequestHangup seems to be something else' }],
    });
  });
});

describe('Two alternatives of one tool in the same document', () => {
  it('are decided by the order of the alternatives for a read', () => {
    const logs = checkTool('list_all_puzzel_archive_audit_logs', {
      '/{customerKey}/archiveauditlog': { get: {} },
      '/{customerKey}/archive/auditlog/search': { post: {} },
    });
    expect(logs.route).toEqual({ method: 'POST', path: '/{customerKey}/archive/auditlog/search' });
  });

  it('are not decided for a write', () => {
    const path = '/{customerKey}/users/{userId}/archive/{callId}/tags';
    const tags = checkTool('update_a_puzzel_archive_tag_by_id', { [path]: { put: {}, post: {} } });
    expect(tags.status).toBe('undecided');
    expect(tags.candidates?.map(({ method }) => method)).toEqual(['PUT', 'POST']);
    expect(checkTool('update_a_puzzel_archive_tag_by_id', { [path]: { post: {} } }).status).toBe('moved');
  });
});

describe('The placeholders of a path', () => {
  const checkGet = (tool: string, path: string) => checkTool(tool, { [path]: { get: {} } });

  it('are matched with arguments by name, not by order', () => {
    const ticker = (path: string) =>
      checkGet('list_all_puzzel_visual_queue_ticker', `/{customerKey}/visualqueues/ticker/${path}`).route?.path;
    expect(ticker('{result}/{window}')).toBe(
      '/{customerKey}/visualqueues/ticker/{visual_queue_result}/{ticker_period_window}',
    );
    expect(
      checkGet('list_all_puzzel_visual_queue_ticker', '/{customerKey}/visualqueues/ticker/{window}/{result}').status,
    ).toBe('found');
    expect(checkGet('get_single_puzzel_profile_by_id', '/{ck}/users/{id}/profiles/{profileId}').status).toBe('found');
  });

  it('are not guessed when they could be either of two arguments', () => {
    expect(checkGet('list_all_puzzel_visual_queue_ticker', '/{customerKey}/visualqueues/ticker/{a}/{b}').status).toBe(
      'undecided',
    );
  });

  it('may have constraints, or a colon instead of braces', () => {
    expect(
      checkGet(
        'get_single_puzzel_catalog_contact_by_id',
        '/{customerKey}/users/{userId:int}/catalog/contacts/{contactId*}',
      ).status,
    ).toBe('found');
    expect(
      checkTool(
        'get_single_gladly_custom_attribute_by_id',
        { '/api/v1/custom-attributes/:customAttributeId': { get: {} } },
        {},
        'gladly',
      ).status,
    ).toBe('found');
  });

  it('leave the route undecided when they are no argument of the tool', () => {
    const result = checkGet('list_all_puzzel_user_groups', '/{customerKey}/usergroups/{siteId}/list');
    expect(result.status).toBe('undecided');
    expect(result.candidates?.[0]?.reason).toMatch(/^\{siteId\} is none of our arguments/);
  });
});
