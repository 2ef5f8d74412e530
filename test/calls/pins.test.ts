import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/calls/arguments.js';
import { pinnedSchema } from '../../src/calls/pins.js';
import { createRuntime } from '../../src/commands/runtime.js';
import { loadConfig } from '../../src/config/index.js';
import { catalogue } from '../../src/tools/index.js';
import { disabledWhilePinned, pinnedArguments, pinThatDisables } from '../../src/tools/pinned-arguments.js';
import type { JsonSchema } from '../../src/tools/schema.js';
import { callIn } from '../support/call.js';
import { type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';
import { toolFacts } from '../support/tool-facts.js';
import { toolNamed } from '../support/tool-named.js';

const everyVendor = {
  PUZZEL_CUSTOMER_KEY: '1',
  PUZZEL_CHAT_TENANT_ID: 't',
  GLADLY_HOST: 'acme.us-1.gladly.com',
};

const pinsOf = (env: Record<string, string>) => loadConfig({ ...everyVendor, ...env }, toolFacts).pins;
const schemaUnder = (env: Record<string, string>, name: string) =>
  pinnedSchema(toolNamed(name), toolNamed(name).schemas().json, pinsOf(env));
const parsed = (env: Record<string, string>, name: string, args: object) =>
  parseArguments(toolNamed(name), args, pinsOf(env)).args;

/** Every argument of a schema, nested ones with dots. */
function argumentsOf(schema: JsonSchema, path = ''): { name: string; about: string }[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, node]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const about = String(node.description ?? '');
    return [{ name, about }, ...argumentsOf(node, name), ...argumentsOf(node.items ?? {}, `${name}[]`)];
  });
}

describe('a pinned user', () => {
  const env = { PUZZEL_MCP_PIN_USER_ID: '9948' };

  it('disappears from the input schema and is filled in', () => {
    expect(schemaUnder(env, 'list_all_puzzel_user_call_logs').properties).not.toHaveProperty('user_id');
    expect(JSON.stringify(schemaUnder(env, 'list_all_puzzel_user_call_logs'))).not.toContain('9948');
    expect(parsed(env, 'list_all_puzzel_user_call_logs', {})).toMatchObject({ user_id: '9948' });
    expect(parsed(env, 'list_all_puzzel_user_missed_calls', {})).toMatchObject({ id: '9948' });
    expect(parsed(env, 'get_single_puzzel_user_request_by_id', {})).toEqual({ id: '9948' });
    expect(parsed(env, 'list_all_puzzel_changelogs', {})).toMatchObject({ userId: 9948 });
  });

  it('may be named, but no other user', () => {
    expect(parsed(env, 'list_all_puzzel_user_call_logs', { user_id: 9948 })).toMatchObject({ user_id: '9948' });
    expect(() => parsed(env, 'list_all_puzzel_user_call_logs', { user_id: 9949 })).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('user_id: must be 9948'),
        hint: expect.stringContaining('tell the person that the owner of this server allows no other'),
      }),
    );
  });

  it('is the only user to reserve for, and a write may leave it out', () => {
    const task = { queueKey: 'q', uri: 'x', description: 'y', vipScore: 1, category: 'c', from: 'f' };
    expect(schemaUnder(env, 'update_a_puzzel_etask_by_id').properties).toHaveProperty('reservedUserId');
    expect(parsed(env, 'update_a_puzzel_etask_by_id', { id: '1' })).not.toHaveProperty('reservedUserId');
    expect(parsed(env, 'update_a_puzzel_etask_by_id', { id: '1', reservedUserId: 9948 })).toMatchObject({
      reservedUserId: 9948,
    });
    expect(() => parsed(env, 'update_a_puzzel_etask_by_id', { id: '1', reservedUserId: 1 })).toThrow(/must be 9948/);
    expect(() => parsed(env, 'create_a_puzzel_etask', { ...task, reservedUserId: 1 })).toThrow(/must be 9948/);
    const command = { user_id: 9948, session_id: 's', command: 'TransferToAgent' };
    expect(parsed(env, 'puzzel_user_sessions_command', command)).toEqual(command);
    expect(parsed(env, 'list_all_puzzel_scheduled_tasks', {})).toMatchObject({ reservedUserId: 9948 });
  });
});

describe('pinned queues', () => {
  it('disappear when there is only one, by id and by key', () => {
    const env = { PUZZEL_MCP_PIN_QUEUES: '201, q_vip, 201' };
    const { properties } = schemaUnder(env, 'list_all_puzzel_missed_calls');
    expect(properties).toHaveProperty('limit');
    expect(properties).not.toHaveProperty('queue_id');
    expect(parsed(env, 'list_all_puzzel_missed_calls', {})).toMatchObject({ queue_id: '201' });
    expect(parsed(env, 'list_all_puzzel_archive_records', {})).toMatchObject({ queueId: 201 });
    expect(parsed(env, 'list_all_puzzel_chat_queue_info', {})).toMatchObject({ id: 'q_vip' });
    expect(() => parsed(env, 'list_all_puzzel_missed_calls', { queue_id: 202 })).toThrow(/must be 201/);
  });

  it('must be named when there are several and omission would mean all', () => {
    const env = { PUZZEL_MCP_PIN_QUEUES: '201,202,q_vip,q_sales' };
    const schema = schemaUnder(env, 'list_all_puzzel_archive_records');
    expect(schema).toMatchObject({
      required: ['queueId'],
      properties: { queueId: { type: 'string', enum: ['201', '202'] } },
    });
    expect(() => parsed(env, 'list_all_puzzel_archive_records', {})).toThrow(/queueId/);
    expect(parsed(env, 'list_all_puzzel_archive_records', { queueId: '202' })).toMatchObject({ queueId: 202 });
    expect(() => parsed(env, 'list_all_puzzel_archive_records', { queueId: 203 })).toThrow(/one of 201, 202/);
    expect(() => parsed(env, 'puzzel_chat_conversations_route', { conversation_id: 'c', queue_key: 'q_x' })).toThrow(
      /one of q_vip, q_sales/,
    );
  });

  it('are not filled in by an update that names no queue', () => {
    const env = { PUZZEL_MCP_PIN_QUEUES: 'q_vip' };
    expect(parsed(env, 'update_a_puzzel_etask_by_id', { id: '1' })).not.toHaveProperty('queueKey');
    expect(() => parsed(env, 'update_a_puzzel_etask_by_id', { id: '1', queueKey: 'q_x' })).toThrow(/must be q_vip/);
  });

  it('keep out a tool that takes ids when only keys are pinned, and the other way round', () => {
    expect(() => parsed({ PUZZEL_MCP_PIN_QUEUES: 'q_vip' }, 'list_all_puzzel_missed_calls', { queue_id: 201 })).toThrow(
      /PUZZEL_MCP_PIN_QUEUES has no id/,
    );
    expect(() => parsed({ PUZZEL_MCP_PIN_QUEUES: 'q_vip' }, 'list_all_puzzel_missed_calls', {})).toThrow(/has no id/);
    const update = { id: '1', queueKey: 'q_vip' };
    expect(() => parsed({ PUZZEL_MCP_PIN_QUEUES: '201' }, 'update_a_puzzel_etask_by_id', update)).toThrow(/no key/);
    expect(parsed({ PUZZEL_MCP_PIN_QUEUES: '201' }, 'update_a_puzzel_etask_by_id', { id: '1' })).toEqual({ id: '1' });
  });

  it('do not change a call with a cursor', () => {
    const args = parsed({ PUZZEL_MCP_PIN_QUEUES: '201,202' }, 'list_all_puzzel_missed_calls', { cursor: 'x' });
    expect(args).toEqual({ cursor: 'x' });
  });
});

it('pinned user groups are named by id or by name, with spaces', () => {
  const env = { PUZZEL_MCP_PIN_USER_GROUPS: 'Tier 1 Agents, 12' };
  expect(parsed(env, 'list_all_puzzel_archive_records', {})).toMatchObject({ userGroupId: 12 });
  expect(parsed(env, 'list_all_puzzel_state_information', {})).toMatchObject({ userGroupName: 'Tier 1 Agents' });
});

describe('pinned inboxes', () => {
  const [one, two] = [{ PUZZEL_MCP_PIN_INBOXES: 'in1' }, { PUZZEL_MCP_PIN_INBOXES: 'in1,in2' }];
  const task = { body: 'b', dueAt: '2030-01-01T00:00:00Z', customer: { emailAddress: 'a@b.c' } };
  const report = { metricSet: 'ContactSummaryReportV2', startAt: '2026-01-01', endAt: '2026-01-07' };

  it('get every new task', () => {
    const assignee = schemaUnder(one, 'create_a_gladly_task').properties?.assignee;
    expect(Object.keys(assignee?.properties ?? {})).toEqual(['agentId']);
    expect(parsed(one, 'create_a_gladly_task', task)).toMatchObject({ assignee: { inboxId: 'in1' } });
    expect(parsed(one, 'create_a_gladly_task', { ...task, assignee: { agentId: 'a' } })).toMatchObject({
      assignee: { inboxId: 'in1', agentId: 'a' },
    });
    expect(() => parsed(one, 'create_a_gladly_task', { ...task, assignee: { inboxId: 'in2' } })).toThrow(/must be in1/);
    expect(() => parsed(two, 'create_a_gladly_task', { ...task, assignee: {} })).toThrow(/inboxId/);
    expect(() => parsed(two, 'create_a_gladly_task', task)).toThrow(/inboxId/);
  });

  it('are not filled in by an update that names no inbox', () => {
    expect(parsed(one, 'update_a_gladly_task_by_id', { id: 't', body: 'b' })).toEqual({ id: 't', body: 'b' });
    // An agent alone would move the task to the pinned inbox, wherever it is now.
    const agentAlone = { id: 't', assignee: { agentId: 'a' } };
    expect(() => parsed(one, 'update_a_gladly_task_by_id', agentAlone)).toThrow(/assignee.inboxId: must be in1/);
    const elsewhere = { id: 't', assignee: { inboxId: 'x' } };
    expect(() => parsed(one, 'update_a_gladly_conversation_by_id', elsewhere)).toThrow(/must be in1/);
  });

  it('are the inboxes of every report', () => {
    expect(parsed(one, 'create_a_gladly_report', report)).toMatchObject({ filters: { inboxes: ['in1'] } });
    expect(parsed(two, 'create_a_gladly_report', report)).toMatchObject({ filters: { inboxes: ['in1', 'in2'] } });
    const some = { ...report, filters: { inboxes: ['in2'] } };
    expect(parsed(two, 'create_a_gladly_report', some)).toMatchObject(some);
    const elsewhere = { ...report, filters: { inboxes: ['in1', 'x'] } };
    expect(schemaUnder(two, 'create_a_gladly_report').properties?.filters).not.toHaveProperty('required');
    expect(parsed(two, 'create_a_gladly_report', { cursor: 'x' })).toEqual({ cursor: 'x' });
    expect(() => parsed(two, 'create_a_gladly_report', elsewhere)).toThrow(/in1, in2/);
    // Filters that are no object are refused, not replaced by the pinned inboxes.
    expect(() => parsed(two, 'create_a_gladly_report', { ...report, filters: 'x' })).toThrow(/filters/);
    // A read takes an empty list for one that was left out.
    expect(parsed(two, 'create_a_gladly_report', { ...report, filters: { inboxes: [] } })).toMatchObject({
      filters: { inboxes: ['in1', 'in2'] },
    });
  });

  it('are the only inboxes that can be read', () => {
    expect(parsed(one, 'get_single_gladly_inbox_by_id', {})).toEqual({ id: 'in1' });
    expect(schemaUnder(one, 'get_single_gladly_inbox_by_id').required).toEqual([]);
    expect(() => parsed(one, 'get_single_gladly_inbox_by_id', { id: 'in2' })).toThrow(/must be in1/);
  });
});

describe('over all tools', () => {
  /** Arguments whose names resemble a pinned thing, and why they are not one. */
  const exceptions: Record<string, string> = {
    visual_queue_result: 'which columns, not which queue',
    visualQueueId: 'a visual queue is a view of queues, with ids of its own',
    'get_single_puzzel_visual_queue_by_id.id': 'a visual queue',
    'get_single_puzzel_user_visual_queue_by_id.id': 'a visual queue',
    reservedUserWaitTime: 'seconds',
    queueFilter: 'the tool is off under a pin',
    userFilter: 'the tool is off under a pin',
    userLevel: 'a skill level',
    userName: 'a login name; the pin is a number',
    property_group: 'a group of settings',
    groupId: 'a group of messages',
    groupName: 'a group of messages',
    'credentials.username': "the webhook receiver's",
    'delete_a_puzzel_user_request_by_id.id': 'a request',
    'delete_a_puzzel_user_callout_request_by_id.id': 'a request',
  };
  const looksPinned = (tool: string, { name, about }: { name: string; about: string }) => {
    if (name === 'id') return /user|queue|inbox|usergroup/i.test(`${tool} ${about.replace(/,? from list_\w+/g, '')}`);
    return /user(?!Info)|queue|inbox|group/i.test(name.split('.').at(-1) ?? '');
  };
  const isCovered = (tool: string, name: string) =>
    pinnedArguments.some((pinned) => pinned.name === name && (pinned.tools?.includes(tool) ?? true));

  const lookalikes = catalogue.flatMap((tool) =>
    argumentsOf(tool.schemas().json)
      .filter((argument) => looksPinned(tool.name, argument))
      .map(({ name }) => ({ tool: tool.name, name })),
  );

  it('every argument that may name a user, queue, group or inbox is in the table or has an exception', () => {
    const uncovered = lookalikes.filter(
      ({ tool, name }) =>
        !isCovered(tool, name) && exceptions[name] === undefined && exceptions[`${tool}.${name}`] === undefined,
    );
    expect(
      uncovered,
      'add each to src/tools/pinned-arguments.ts, or to the exceptions here if it names no such thing',
    ).toEqual([]);
    expect(lookalikes.length).toBeGreaterThan(80);
  });

  it('every exception and every row of the table matches an argument', () => {
    const names = new Set(lookalikes.flatMap(({ tool, name }) => [name, `${tool}.${name}`]));
    expect(Object.keys(exceptions).filter((name) => !names.has(name))).toEqual([]);
    const matches = ({ name, tools }: (typeof pinnedArguments)[number]) =>
      lookalikes.some((argument) => argument.name === name && (tools?.includes(argument.tool) ?? true));
    expect(pinnedArguments.filter((row) => !matches(row))).toEqual([]);
  });

  it('whatever is pinned, every node keeps a single type, only strings are enumerated, and nothing is left empty', () => {
    const problems = (node: JsonSchema, path: string): string[] => {
      const { type, enum: choices = [], properties, items } = node as JsonSchema & { enum?: unknown[] };
      const isPlain =
        typeof type === 'string' && choices.every((choice) => type === 'string' && typeof choice === type);
      const isEmpty =
        'enum' in node
          ? choices.length === 0
          : path.includes('.') && Object.keys(properties ?? {}).length === 0 && type === 'object';
      return [
        ...(isPlain && !isEmpty ? [] : [`${path}: ${JSON.stringify(node)}`]),
        ...Object.entries(properties ?? {}).flatMap(([name, member]) => problems(member, `${path}.${name}`)),
        ...(items ? problems(items, `${path}[]`) : []),
      ];
    };
    const pinned = [
      ['1', '2,q', '3,g', 'i'],
      ['1', '2,4,q,r', '3,5,g,h', 'i,j'],
      ['1', '2', '3', 'i'],
      ['1', 'q', 'g', 'i'],
      ['1', 'q,r', 'g,h', 'i,j'],
    ];
    const wrong = pinned.flatMap(([user = '', queues = '', groups = '', inboxes = '']) => {
      const pins = pinsOf({
        PUZZEL_MCP_PIN_USER_ID: user,
        PUZZEL_MCP_PIN_QUEUES: queues,
        PUZZEL_MCP_PIN_USER_GROUPS: groups,
        PUZZEL_MCP_PIN_INBOXES: inboxes,
      });
      return catalogue.flatMap((tool) => problems(pinnedSchema(tool, tool.schemas().json, pins), tool.name));
    });
    expect(wrong).toEqual([]);
  });

  it('without pins every schema is unchanged', () => {
    expect(catalogue.filter((tool) => pinnedSchema(tool, tool.schemas().json, {}) !== tool.schemas().json)).toEqual([]);
  });

  it('with one pin of each kind, only optional arguments of the table stay visible', () => {
    const pins = pinsOf({
      PUZZEL_MCP_PIN_USER_ID: '1',
      PUZZEL_MCP_PIN_QUEUES: '2,q',
      PUZZEL_MCP_PIN_USER_GROUPS: '3,g',
      PUZZEL_MCP_PIN_INBOXES: 'i',
    });
    const visible = catalogue
      .filter((tool) => pinThatDisables(tool, pins) === undefined)
      .flatMap((tool) =>
        argumentsOf(pinnedSchema(tool, tool.schemas().json, pins))
          .filter(({ name }) => isCovered(tool.name, name))
          .map(({ name }) => name),
      );
    expect([...new Set(visible)].sort()).toEqual([
      'assignee.inboxId',
      'queueKey',
      'queue_ids',
      'reservedUserId',
      'user_ids',
    ]);
  });

  it('tools whose own filters could evade a pin are off under that pin', () => {
    for (const [thing, setting] of [
      ['user', 'PUZZEL_MCP_PIN_USER_ID'],
      ['queues', 'PUZZEL_MCP_PIN_QUEUES'],
      ['userGroups', 'PUZZEL_MCP_PIN_USER_GROUPS'],
      ['inboxes', 'PUZZEL_MCP_PIN_INBOXES'],
    ] as const) {
      const disabled = catalogue.filter((tool) => pinThatDisables(tool, pinsOf({ [setting]: '1' })));
      expect(new Set(disabled.map(({ name }) => name)), thing).toEqual(new Set(disabledWhilePinned[thing]));
    }
  });
});

describe('a call', () => {
  let puzzel: FakePuzzel;
  beforeEach(async () => {
    puzzel = await fakePuzzel();
  });
  afterEach(() => puzzel.close());

  it('goes to the pinned queue, and to no other', async () => {
    const runtime = createRuntime({ ...puzzel.env, PUZZEL_MCP_PIN_QUEUES: '201' }, false);
    const call = async (args: Record<string, unknown>) =>
      (await callIn(runtime, 'list_all_puzzel_missed_calls', args)).structured;
    for (const queue_id of [202, { toString: '201' }, [['201']], [{}]]) {
      expect(await call({ queue_id })).toMatchObject({ error: { kind: 'invalid_input' } });
    }
    expect(puzzel.seen).toEqual([]);
    expect(await call({})).toMatchObject({ result: [] });
    expect(puzzel.seen.at(-1)?.target).toContain('/queues/201/missedcalls');
    await runtime.close(AbortSignal.timeout(500));
  });

  it('takes a pinned name for no other that contains it, as it takes a name that nobody pinned', async () => {
    puzzel.api = (path, _, response) => {
      const isAboutTier2 = path.includes('usergroups') || path.includes('Tier%202%20Support');
      json(response, { code: 0, result: isAboutTier2 ? [{ id: 12, name: 'Tier 2 Support', userId: 1 }] : [] });
    };
    const answerUnder = async (pins: Record<string, string>, args: Record<string, unknown>) => {
      const runtime = createRuntime({ ...puzzel.env, ...pins }, false);
      const { structured } = await callIn(runtime, 'list_all_puzzel_state_information', args);
      await runtime.close(AbortSignal.timeout(500));
      return structured;
    };
    expect(await answerUnder({}, { userGroupName: 'Tier 2' })).toMatchObject({ result: [{ userId: 1 }] });
    const pinned = (name: string) => answerUnder({ PUZZEL_MCP_PIN_USER_GROUPS: name }, {});
    expect(await pinned('tier 2 support')).toMatchObject({ result: [{ userId: 1 }] });
    expect(await pinned('Tier 2')).toMatchObject({
      error: { kind: 'invalid_input', message: expect.stringContaining('no user group is called "Tier 2"') },
    });
  });
});
