import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/calls/arguments.js';
import { checkTimes } from '../../src/calls/times.js';
import { Failure } from '../../src/failure.js';
import { catalogue } from '../../src/tools/index.js';
import { places, withValue } from '../support/argument-places.js';
import { toolNamed } from '../support/tool-named.js';

const parse = (name: string, args: unknown) => parseArguments(toolNamed(name), args, {}).args;
const refusal = (name: string, args: unknown): Failure => {
  try {
    parse(name, args);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('accepted');
};

describe('arguments', () => {
  it('are converted to the type of the schema, from text and from numbers', () => {
    expect(parse('list_all_puzzel_archive_records', { queueId: '201', limit: '5', fields: '["id"]' })).toEqual({
      queueId: 201,
      limit: 5,
      fields: ['id'],
    });
    expect(parse('list_all_puzzel_archive_records', { queueId: ' +201 ' })).toEqual({ queueId: 201 });
    expect(refusal('get_single_puzzel_etask_by_id', { id: 1.5 }).message).toContain(
      'id is a text: give this number in quotes',
    );
    expect(refusal('list_all_puzzel_queues', { constructor: 1 }).message).toContain('unknown argument "constructor"');
    expect(parse('get_single_puzzel_etask_by_id', { id: 10934 })).toEqual({ id: '10934' });
    expect(parse('get_single_puzzel_etask_by_id', { id: '9223372036854775807' })).toEqual({
      id: '9223372036854775807',
    });
    expect(
      parse('update_a_gladly_conversation_by_id', {
        id: 'c',
        status: '{"value":"CLOSED","force":"true"}',
      }),
    ).toEqual({ id: 'c', status: { value: 'CLOSED', force: true } });
    const forced = (force: string) => ({ id: 'c', status: { value: 'CLOSED', force } });
    expect(parse('update_a_gladly_conversation_by_id', forced('false'))).toMatchObject({ status: { force: false } });
    expect(refusal('update_a_gladly_conversation_by_id', forced('no')).message).toContain('status.force');
  });

  it('are passed on unchanged where any JSON value is allowed, except for numbers that JSON cannot carry exactly', () => {
    const values = [5, -3, 5.5, null, true, '007', '12345678901234567890', '[1]', { a: [1] }];
    const customAttributes = values.map((value, index) => ({ name: `n${index}`, value }));
    expect(parse('update_a_gladly_customer_by_id', { id: 'c', customAttributes })).toEqual({
      id: 'c',
      customAttributes,
    });
    const rounded: [unknown, place: string][] = [
      [{ n: 2 ** 53 }, 'customAttributes.n'],
      [{ n: JSON.parse('-1e400') }, 'customAttributes.n'],
      [[{ name: 'n', value: 2 ** 60 }], 'customAttributes.0.value'],
      [{ n: { deep: [1, -(2 ** 53)] } }, 'customAttributes.n.deep.1'],
    ];
    for (const [customAttributes, place] of rounded) {
      const { message } = refusal('update_a_gladly_customer_by_id', { id: 'c', customAttributes });
      expect(message).toContain(`: ${place} is a number that JSON cannot carry exactly: give it in quotes`);
    }
  });

  it('are refused unless the options for a customer are 1 to 10, with distinct ids of letters, digits, _ and -', () => {
    const args = (...ids: string[]) => ({
      id: 'i',
      content: { type: 'CHAT_MESSAGE', body: 'x', messageData: { options: ids.map((id) => ({ id, label: 'l' })) } },
    });
    const ten = Array.from({ length: 10 }, (_, at) => `a_${at}-B`);
    expect(parse('gladly_conversation_items_reply', args(...ten))).toEqual(args(...ten));
    for (const ids of [[], [...ten, 'b'], ['a', 'a'], ['a b'], ['å']]) {
      expect(refusal('gladly_conversation_items_reply', args(...ids)).message).toContain('messageData.options: ');
    }
  });

  it('are refused when two values have one name, since one would be lost', () => {
    const pairs = ['gold', 'silver'].map((value) => ({ name: 'tier', value }));
    expect(refusal('update_a_gladly_customer_by_id', { id: 'c', customAttributes: pairs }).message).toContain(
      'each name once',
    );
    expect(refusal('update_a_gladly_webhook_by_id', { id: 'w', headers: pairs }).message).toContain('each name once');
  });

  it('count as omitted when they are null', () => {
    for (const args of [{ user_id: null }, null, undefined]) {
      expect(parse('list_all_puzzel_available_users', args)).toEqual({});
    }
  });

  it('are refused with the nearest valid name, or all names, when they are unknown, also inside objects', () => {
    const farFromAll = refusal('list_all_puzzel_missed_calls', { queue_id: 1, qeue: 2 });
    expect(farFromAll.message).toContain('unknown argument "qeue". It takes queue_id, queue_ids, ');
    expect(refusal('create_a_gladly_task', { assigne: {}, body: 'x', dueAt: 'x' }).message).toContain(
      'Did you mean "assignee"?',
    );
    const nested = refusal('update_a_gladly_conversation_by_id', { id: 'c', status: { value: 'CLOSED', forse: true } });
    expect(nested).toMatchObject({
      kind: 'invalid_input',
      message: expect.stringContaining('"status.forse". Did you mean "force"?'),
    });
    expect(refusal('list_all_gladly_topics', { name: 'x' }).message).toContain('It takes limit, cursor, fields');
  });

  it('are named in the error when they are missing, of the wrong type or out of range', () => {
    const unnamed = catalogue.flatMap((tool) => {
      const { required = [], properties = {} } = tool.schemas().json;
      if (required.length === 0) return [];
      const { message } = refusal(tool.name, {});
      const descriptionOf = (name: string) => properties[name]?.description;
      return required
        .filter(
          (name) => !message.includes(`${name} is missing${descriptionOf(name) ? ` (${descriptionOf(name)})` : ''}`),
        )
        .map((name) => `${tool.name}.${name}: ${message}`);
    });
    expect(unnamed).toEqual([]);
    expect(refusal('list_all_puzzel_archive_records', { queueId: 'VIP' }).message).toContain('queueId');
    expect(refusal('list_all_puzzel_archive_records', { queueId: 1.5 }).message).toContain('whole number');
    const note = { customer: { emailAddress: 'a@b.c' }, content: { type: 'TASK' } };
    expect(refusal('create_a_gladly_conversation_item', note).message).toMatch(/content\.type: .*"CUSTOMER_ACTIVITY"/);
    const queues = (length: number) => ({ queue_id: '1', queue_ids: Array(length).fill('2') });
    expect(parse('list_all_puzzel_missed_calls', queues(20))).toEqual(queues(20));
    expect(refusal('list_all_puzzel_missed_calls', queues(21)).message).toContain('at most 20 in one call');
    expect(refusal('list_all_puzzel_missed_calls', { queue_id: 1, limit: 0 }).message).toContain('1 to 1000');
    expect(refusal('list_all_puzzel_missed_calls', { queue_id: 1, limit: 1001 }).message).toContain('1 to 1000');
    for (const fields of [Array.from({ length: 201 }, () => 'id'), ['id', 'a.'.repeat(501)]]) {
      expect(refusal('list_all_puzzel_queues', { fields }).message).toContain('at most 200 names');
    }
    for (const args of [[], 'queue 5']) {
      expect(refusal('list_all_puzzel_missed_calls', args)).toMatchObject({
        kind: 'invalid_input',
        message: expect.stringMatching(/: the arguments: must be an object with .*queue_id/),
      });
    }
  });

  it('are refused with the first ten mistakes and the number of the others', () => {
    const args = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`unheardOf${index}`, 1]));
    const { message, details } = refusal('list_all_puzzel_queues', args);
    expect(message).toMatch(/: unknown argument "unheardOf0"\..*"unheardOf9"\..*; and 1 more$/);
    expect(details).toHaveLength(10);
    expect(refusal('list_all_puzzel_queues', { ['x'.repeat(90)]: 1 }).message).toContain(`"${'x'.repeat(80)}…"`);
    expect(details).toMatchObject([{ message: expect.stringContaining('unheardOf0') }, ...Array(9).fill({})]);
  });

  it('are refused with the place of a text in an object that is blank or stands for one that was taken out', () => {
    for (const [body, problem] of [
      [' ', 'is empty, and this would reach a customer'],
      ['\u{fffd}', 'holds U+FFFD'],
    ]) {
      const { message } = refusal('gladly_conversation_items_reply', { id: 'i', content: { type: 'EMAIL', body } });
      expect(message).toContain(`: content.body ${problem}`);
    }
  });

  it('are refused without the words of zod, also in the details, whatever their type', () => {
    const mistakes = [true, 7, 'x', [], {}, [{}], [7], undefined];
    const offenders = catalogue.flatMap((tool) =>
      Object.keys(tool.schemas().json.properties ?? {}).flatMap((name) =>
        mistakes.flatMap((value) => {
          try {
            parse(tool.name, { ...tool.example, [name]: value });
            return [];
          } catch (error) {
            if (!(error instanceof Failure)) throw error;
            const text = JSON.stringify([error.message, error.details]);
            return /Invalid input|received|undefined/.test(text) ? [`${tool.name}.${name}: ${text}`] : [];
          }
        }),
      ),
    );
    expect(offenders).toEqual([]);
  });

  it('are refused where the answer would be empty or of another day: 0 records at most, an unknown time zone', () => {
    const counts = catalogue.flatMap((tool) =>
      Object.keys(tool.schemas().json.properties ?? {}).flatMap((name) =>
        /^max(Rows|Matches)$/.test(name) ? [refusal(tool.name, { ...tool.example, [name]: 0 }).message] : [],
      ),
    );
    expect(counts.length).toBeGreaterThan(4);
    expect(counts.filter((message) => !message.includes('leave it out for all'))).toEqual([]);
    const zonePlaces = places().filter(({ path }) => path.at(-1) === 'timezone');
    const zones = zonePlaces.flatMap((place) =>
      ['Oslo', 'CET+1', '+01:00'].map((zone) => refusal(place.tool.name, withValue(place, zone)).message),
    );
    expect(zonePlaces.length).toBeGreaterThan(3);
    expect(zones.filter((message) => !message.includes('must be an IANA time zone such as Europe/Oslo'))).toEqual([]);
    expect(parse('create_a_gladly_report', { metricSet: 'AgentSummary', timezone: 'Europe/Oslo' })).toBeDefined();
  });

  it('are refused when they are a name in place of a number, with the tool that lists the number', () => {
    const idArgumentPattern = /^(user_id|queue_id|(.*U|u)ser(Group)?Id|queueId)$/;
    const numbers = catalogue.flatMap((tool) =>
      Object.entries(tool.schemas().json.properties ?? {})
        .filter(([argument, { type }]) => type === 'integer' && idArgumentPattern.test(argument))
        .map(([argument]) => ({ tool: tool.name, argument })),
    );
    expect(numbers.length).toBeGreaterThan(20);
    const unhelpful = numbers.filter(({ tool, argument }) => {
      const { message } = refusal(tool, { [argument]: 'Emma' });
      return !new RegExp(`${argument}: must be a number: list_all_puzzel_\\w+ shows it`).test(message);
    });
    expect(unhelpful).toEqual([]);
  });

  it('count as omitted in a read when they are empty, because models fill them in', () => {
    const args = { queue_id: 201, queue_ids: '[]', fields: [], cursor: '' };
    expect(parse('list_all_puzzel_missed_calls', args)).toStrictEqual({ queue_id: '201' });
    expect(parse('list_all_puzzel_archive_records', { from: '', mediaType: '' })).not.toHaveProperty('mediaType');
  });

  it('are refused when they are integers beyond 2^53, in quotes or without, even where JavaScript has no such number', () => {
    for (const value of [2 ** 53, '9007199254740993', '-9007199254740993', JSON.parse('1e400'), '9'.repeat(400)]) {
      const { message } = refusal('delete_a_puzzel_user_callout_request_by_id', { user_id: value, id: '1' });
      expect(message).toContain(': user_id is beyond 2^53');
      expect(refusal('list_all_puzzel_archive_records', { queueId: value }).message).toContain(
        ': queueId is beyond 2^53',
      );
    }
    const largest = { queueId: 2 ** 53 - 1 };
    expect(parse('list_all_puzzel_archive_records', largest)).toMatchObject(largest);
  });

  it('are refused, with the syntax to use, when they are malformed row conditions of a report', () => {
    for (const rows of [['A4'], ['A = 1', 'A4'], [''], 'A4', 4, [null], [['A', '4']], [{ column: 'A', value: 4 }]]) {
      const { message } = refusal('create_a_gladly_work_session_report', {
        startAtTime: '2026-01-31T09:00Z',
        endAtTime: '2026-01-31T10:00Z',
        rows,
      });
      expect(message).toContain('each is a text "column = value", with one of = ~ < <= > >= between the two');
    }
  });

  it('may lack the time zone when they are times of a report, as in any read', () => {
    const tool = toolNamed('create_a_gladly_work_session_report');
    const period = { startAtTime: '2026-01-31T09:00', endAtTime: '2026-02-01' };
    const { args, hint } = parseArguments(tool, period, {});
    expect(args).toMatchObject({ startAtTime: '2026-01-31T09:00:00Z', endAtTime: '2026-02-01T00:00:00Z' });
    expect(hint).toContain('startAtTime and endAtTime came without a time zone and were taken as UTC. A day without');
    const zoneless = { ...period, endAtTime: '2026-02-01T00:00' };
    expect(parseArguments(tool, zoneless, {}).hint).not.toContain('A day');
    const fromDay = { startAtTime: '2026-01-31', endAtTime: '2026-02-01T00:00Z' };
    expect(parseArguments(tool, fromDay, {}).hint).toBe('startAtTime came without a time zone and was taken as UTC.');
    const zoned = { startAtTime: '2026-01-31T00:00Z', endAtTime: '2026-02-01T00:00Z' };
    expect(parseArguments(tool, zoned, {})).not.toHaveProperty('hint');
    const oneDay = { startAtTime: '2026-02-01', endAtTime: ' 2026-02-01 ' };
    expect(refusal(tool.name, oneDay).message).toMatch(/does not come after .*\)\. A day .* give the next day/);
    expect(refusal(tool.name, { ...period, startAtTime: '2026-02-30T09:00Z' }).message).toContain(
      'no time in ISO 8601',
    );
    const node = { type: 'string', format: 'date-time' };
    const schema = { properties: { filters: { properties: { from: node, to: node } } } };
    const nested = { filters: { from: '2026-01-31', to: '2026-02-01' } };
    expect(checkTimes(nested, schema, true)).toMatchObject({ hint: expect.stringContaining('give the next day') });
    const list = (filters: object) =>
      checkTimes({ list: [{ filters }] }, { properties: { list: { items: schema } } }, true);
    expect(() => list({ from: '2026-02-02', to: '2026-02-01' })).toThrow(
      /^list\.0\.filters\.to \(.*\) does not come after from/,
    );
    expect(() => list({ from: 'x'.repeat(41), to: 'y' })).toThrow(`list.0.filters.from: "${'x'.repeat(40)}…"`);
  });

  it('lose the marks of direction that a phone copies with a number, and keep those in words', () => {
    const customer = parse('create_a_gladly_customer', {
      name: '\u200fנועה\u200f',
      phones: [{ original: '\u202a+47 22.33/44-55\u202c' }],
    });
    expect(customer).toMatchObject({ name: '\u200fנועה\u200f', phones: [{ original: '+47 22.33/44-55' }] });
    for (const [open, close] of ['\u2066\u2069', '\u061c\u200e']) {
      const args = { to: `${open}+4722334455${close}`, message: 'x' };
      expect(parse('create_a_puzzel_sm', args)).toMatchObject({ to: '+4722334455' });
    }
  });

  it('need not be repeated beside a cursor', () => {
    expect(parse('list_all_puzzel_missed_calls', { cursor: 'abc' })).toEqual({ cursor: 'abc' });
    const blank = { cursor: 'abc', customer_id: '' };
    expect(parse('list_all_gladly_customer_conversations', blank)).toEqual(blank);
  });
});
