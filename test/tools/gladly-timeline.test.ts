import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { itemOutput, selectItems, withTextAndFetch } from '../../src/tools/gladly/items.js';
import { contentTypes, type ItemContent, itemContent, timelineItem } from '../../src/tools/gladly/timeline.js';
import { outputFromZod } from '../../src/tools/gladly/zod-output.js';
import { fakeGladly } from '../support/fake-gladly.js';
import { toolNamed } from '../support/tool-named.js';

const envelope = { id: 'item', customerId: 'customer', timestamp: '2026-01-31T09:00:00Z' };
const attachments = [{ id: 'file', contentType: 'image/png', filename: 'box.png', fileSize: 12 }];
const recording = {
  startedAt: '2026-01-31T09:00:00Z',
  recordingStatus: 'AVAILABLE' as const,
  recordingUrl: '/api/v1/conversation-items/item/media/recording',
  recordingDuration: 44,
  recordingSummary: { status: 'READY' as const, summary: 'wants a refund', language: 'en' },
};
const channel = {
  customChannelId: 'channel',
  companyAddress: 'us',
  customerAddress: 'them',
  sessionId: 'session',
  status: { value: 'SENT' as const },
};
const options = [{ id: 'a', label: 'Refund' }];

/** One content of every type in the vendor's documents, and its words: the member `text` that the item gets. */
const contents: [content: ItemContent, text: string | undefined][] = [
  [{ type: 'CHAT_MESSAGE', messageType: 'TEXT', sessionId: 's', content: 'hello' }, 'hello'],
  [
    {
      type: 'CHAT_MESSAGE',
      messageType: 'QUICK_REPLY_REQUEST',
      sessionId: 's',
      content: 'which?',
      messageData: { options },
    },
    'which?',
  ],
  [
    {
      type: 'CHAT_MESSAGE',
      messageType: 'QUICK_REPLY_RESPONSE',
      sessionId: 's',
      content: 'Refund',
      messageData: { quickReplyRequest: { options }, selectedOptionId: 'a', requestMessageId: 'm' },
    },
    'Refund',
  ],
  [{ type: 'EMAIL', from: 'a@b.c', to: ['d@e.f'], subject: 'Order', content: 'broken', attachments }, 'broken'],
  [{ type: 'SMS', from: '+15550100200', to: '+15550198472', content: 'where?' }, 'where?'],
  [{ type: 'FACEBOOK_MESSAGE', pageId: 'p', userId: 'u', content: 'hi' }, 'hi'],
  [{ type: 'INSTAGRAM_DIRECT', content: 'hi' }, 'hi'],
  [{ type: 'WHATSAPP', content: 'hi' }, 'hi'],
  [{ type: 'TWITTER', content: 'hi' }, 'hi'],
  [{ type: 'PHONE_CALL', from: '+15550198472', to: '+15550100200', ...recording }, 'wants a refund'],
  [{ type: 'VOICEMAIL', ...recording }, 'wants a refund'],
  [{ type: 'VOICE_AI_MESSAGE', companyNumber: '+15550100200', body: 'one moment', status: 'PLAYED' }, 'one moment'],
  [{ type: 'CONVERSATION_NOTE', body: '<b>angry</b>', attachments }, '<b>angry</b>'],
  [{ type: 'CONVERSATION_STATUS_CHANGE', status: 'CLOSED' }, undefined],
  [{ type: 'TOPIC_CHANGE', addedTopicIds: ['t'] }, undefined],
  [{ type: 'CUSTOMER_ACTIVITY', activityType: 'SURVEY', title: 'Survey', body: 'four stars' }, 'four stars'],
  [{ type: 'TASK', assignee: { inboxId: 'i' }, body: 'call back', dueAt: '2026-02-01T09:00:00Z' }, 'call back'],
  [{ type: 'TEXT', content: { text: 'hi from the app' }, ...channel }, 'hi from the app'],
  [
    { type: 'FILES', content: { caption: 'the box', files: [{ url: 'https://example.com/box.png' }] }, ...channel },
    'the box',
  ],
];

const malformed: unknown[] = [
  undefined,
  null,
  42,
  'text',
  [],
  {},
  { id: 7, content: 'text' },
  { ...envelope, content: null },
  { ...envelope, content: {} },
  { ...envelope, content: { type: 'PAYMENT_REQUEST', amount: 389 } },
  { ...envelope, content: { type: 12, content: ['a'], body: {}, attachments: 'none', recordingSummary: 'x' } },
  { ...envelope, content: { type: 'EMAIL', attachments: [null, {}, { id: 3 }] } },
  { ...envelope, timestamp: 'yesterday', initiator: 'me', content: { type: 'SMS' } },
];

/** What an item with this content becomes. */
const resultOf = (content: object) => withTextAndFetch({ ...envelope, content });
/** The value when it is an item as the vendor documents it, else undefined. */
const documentedItem = (value: unknown) => timelineItem.safeParse(value).data;

describe('a timeline item', () => {
  it.each(contents)('of content %j is documented and has its words in `text`', (content, text) => {
    const item = { ...envelope, content };
    expect(documentedItem(item)).toEqual(item);
    expect(resultOf(content)).toMatchObject({ ...item, ...(text !== undefined && { text }) });
    if (text === undefined) expect(resultOf(content)).not.toHaveProperty('text');
  });

  it('has one of the documented types, of which all are in this table and in the output schema', () => {
    const types = new Set(contents.map(([{ type }]) => type));
    expect([...types].sort()).toEqual([...contentTypes].sort());
    const schema = JSON.stringify(outputFromZod(itemContent));
    for (const type of contentTypes) expect(schema).toContain(`"description":"${type}"`);
  });

  it.each(malformed.map((item) => [item]))('of any other shape keeps all that it has: %j', (item) => {
    const result = withTextAndFetch(item);
    if (typeof item === 'object' && item !== null) expect(result).toMatchObject(item);
    else expect(result).toBe(item);
  });

  it('that lacks documented members is not taken for a documented one, and one with more members is', () => {
    expect(documentedItem({ ...envelope, content: { type: 'SMS' } })).toBeUndefined();
    expect(
      documentedItem({ ...envelope, content: { type: 'SMS', from: 'a', to: 'b', content: 'c', more: 1 } }),
    ).toBeDefined();
  });

  it('from an export, without messageType, still has its words', () => {
    expect(resultOf({ type: 'CHAT_MESSAGE', sessionId: 's', content: 'Hi!' })).toMatchObject({ text: 'Hi!' });
  });

  it('names the calls that fetch its files, recording and transcript', () => {
    expect(resultOf({ type: 'CONVERSATION_NOTE', attachments })).toMatchObject({
      fetch: [
        {
          what: 'box.png',
          tool: 'gladly_conversation_attachments_download',
          arguments: { item_id: 'item', id: 'file' },
        },
      ],
    });
    const call = { type: 'PHONE_CALL', ...recording };
    const { fetch } = resultOf(call) as { fetch: { tool: string; arguments: Record<string, unknown> }[] };
    expect(fetch.map(({ tool }) => tool)).toEqual([
      'gladly_conversation_recordings_download',
      'get_single_gladly_voice_transcript_by_id',
    ]);
    for (const { tool, arguments: args } of fetch)
      expect(Object.keys(toolNamed(tool).input)).toEqual(Object.keys(args));
    expect(resultOf({ ...call, recordingStatus: 'DELETED' })).not.toHaveProperty('fetch');
    // Without a finished summary there is mostly no transcript.
    for (const recordingSummary of [undefined, { status: 'PENDING' }, { status: 'FAILED' }]) {
      expect(resultOf({ ...call, recordingSummary })).toMatchObject({ fetch: [{ what: 'recording' }] });
    }
  });

  it('names the public addresses of files on custom channels, and no other address', () => {
    const files = [{ url: 'https://example.com/box.png', fileName: 'box.png' }, { url: 'file:///etc/hosts' }, {}, null];
    expect(resultOf({ type: 'FILES', content: { files }, ...channel })).toMatchObject({
      fetch: [{ what: 'box.png', url: 'https://example.com/box.png' }],
    });
  });

  it('has its title or subject in `text` when it has no other words', () => {
    expect(resultOf({ type: 'CUSTOMER_ACTIVITY', title: 'Ticket 4711' })).toMatchObject({ text: 'Ticket 4711' });
    expect(resultOf({ type: 'EMAIL', subject: 'Order', content: '' })).toMatchObject({ text: 'Order' });
  });

  it('may have any content: the union in the output schema ends in {}', () => {
    const schema = JSON.parse(JSON.stringify(itemOutput)) as { properties: { content: { anyOf: unknown[] } } };
    expect(schema.properties.content.anyOf.at(-1)).toEqual({});
    expect(schema.properties.content.anyOf.length).toBeGreaterThan(contentTypes.length);
    // The item as Gladly documents it has no `text`: it is added here.
    expect(outputFromZod(timelineItem).properties).not.toHaveProperty('text');
  });
});

describe('a conversation', () => {
  const itemAt = (minute: number, type: string) => ({
    ...envelope,
    id: String(minute),
    timestamp: `2026-01-31T09:0${minute}:00Z`,
    content: { type, content: String(minute) },
  });
  const items = [itemAt(1, 'SMS'), itemAt(2, 'EMAIL'), itemAt(3, 'SMS'), itemAt(4, 'PAYMENT_REQUEST')];
  const idsOf = (chosen: unknown) => (chosen as { id: string }[]).map(({ id }) => id);

  it('is filtered by type, time and number', () => {
    expect(idsOf(selectItems(items, {}))).toEqual(['1', '2', '3', '4']);
    expect(idsOf(selectItems(items, { from_end: 2 }))).toEqual(['3', '4']);
    expect(idsOf(selectItems(items, { from_end: 9 }))).toEqual(['1', '2', '3', '4']);
    expect(idsOf(selectItems(items, { types: ['sms'] }))).toEqual(['1', '3']);
    expect(idsOf(selectItems(items, { types: ['SMS', 'EMAIL'], from_end: 2 }))).toEqual(['2', '3']);
    expect(idsOf(selectItems(items, { since: '2026-01-31T10:03:00+01:00' }))).toEqual(['3', '4']);
    expect(idsOf(selectItems(items, { types: ['PAYMENT_REQUEST'] }))).toEqual(['4']);
  });

  it('keeps items without a readable time, drops what is no object, and returns unchanged what is no list', () => {
    expect(selectItems([null, 5, { id: 'a', timestamp: 'soon' }], { since: '2026-01-31T09:00:00Z' })).toEqual([
      { id: 'a', timestamp: 'soon' },
    ]);
    expect(selectItems('no list', { from_end: 2 })).toBe('no list');
  });

  it('cannot be filtered by a type that does not exist: the nearest is named', () => {
    expect(() => selectItems(items, { types: ['EMIAL'] })).toThrow('Did you mean "EMAIL"?');
    expect(() => selectItems(items, { types: ['EMIAL'] })).toThrow(Failure);
  });

  it('returns its last five items in one call', async () => {
    const many = Array.from({ length: 9 }, (_, minute) => itemAt(minute, 'SMS'));
    const vendor = await fakeGladly({ body: many });
    const { data } = await vendor.call('list_all_gladly_conversation_items', {
      conversation_id: '-c/1',
      from_end: 5,
      sessionId: 's',
    });
    expect(vendor.seen).toEqual([
      { method: 'GET', target: '/api/v1/conversations/-c%2F1/items?sessionId=s', body: undefined },
    ]);
    expect(data).toMatchObject([4, 5, 6, 7, 8].map((minute) => ({ id: String(minute), text: String(minute) })));
  });

  it('says what is missing when the vendor cut the list', async () => {
    const vendor = await fakeGladly({ body: items, headers: { 'Gladly-Limited-Data': 'true' } });
    const { limited, hint } = await vendor.call('list_all_gladly_conversation_items', { conversation_id: 'c' });
    expect(limited).toBe(true);
    expect(hint).toContain('newest items are missing');
    expect(hint).toContain('NOT the newest');
  });
});
