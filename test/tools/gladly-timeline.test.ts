import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { selectItems, withTextAndFetch } from '../../src/tools/gladly/items.js';
import { contentTypes, itemOutput } from '../../src/tools/gladly/timeline.js';
import { fakeGladly } from '../support/fake-gladly.js';
import { toolNamed } from '../support/tool-named.js';

const envelope = { id: 'item', customerId: 'customer', timestamp: '2026-01-31T09:00:00Z' };
const attachments = [{ id: 'file', contentType: 'image/png', filename: 'box.png', fileSize: 12 }];
const recording = {
  startedAt: '2026-01-31T09:00:00Z',
  recordingStatus: 'AVAILABLE',
  recordingUrl: '/api/v1/conversation-items/item/media/recording',
  recordingDuration: 44,
  recordingSummary: { status: 'READY', summary: 'wants a refund', language: 'en' },
};
const channel = {
  customChannelId: 'channel',
  companyAddress: 'us',
  customerAddress: 'them',
  sessionId: 'session',
  status: { value: 'SENT' },
};
const options = [{ id: 'a', label: 'Refund' }];

/** One content of every type in the vendor's documents, and its words: the member `text` that the item gets. */
const contents: [content: { type: string; [member: string]: unknown }, text: string | undefined][] = [
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
/** The forms of content in the output schema; a type may have several. */
const documentedForms = (itemOutput.properties?.content?.anyOf ?? []).flatMap((form) => form.anyOf ?? form);

describe('a timeline item', () => {
  it('of each content keeps all that it has and has its words in `text`', () => {
    for (const [content, text] of contents) {
      const item = { ...envelope, content };
      expect.soft(resultOf(content)).toMatchObject({ ...item, ...(text !== undefined && { text }) });
      if (text === undefined) expect.soft(resultOf(content)).not.toHaveProperty('text');
    }
  });

  it('has one of the documented types and forms, of which all are in this table', () => {
    const types = new Set(contents.map(([{ type }]) => type));
    expect([...types].sort()).toEqual([...contentTypes].sort());
    const undocumented = contents.filter(([content]) => {
      const isForm = (form: (typeof documentedForms)[number]) =>
        form.properties?.type?.description === content.type &&
        Object.keys(content).every((member) => form.properties?.[member]);
      return !documentedForms.some(isForm);
    });
    expect(undocumented).toEqual([]);
  });

  it('of any other shape keeps all that it has', () => {
    for (const item of malformed) {
      const result = withTextAndFetch(item);
      if (typeof item === 'object' && item !== null) expect.soft(result).toMatchObject(item);
      else expect.soft(result).toBe(item);
    }
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
    expect(itemOutput.properties?.content?.anyOf?.at(-1)).toEqual({});
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
