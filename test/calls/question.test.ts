import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Arguments } from '../../src/api/route.js';
import { questionFor, reader } from '../../src/calls/question.js';
import type { CallOptions } from '../../src/calls/runner.js';
import { createRuntime } from '../../src/commands/runtime.js';
import { type DemoTenant, startDemo } from '../../src/demo/index.js';
import { Failure } from '../../src/failure.js';
import type { Clients } from '../../src/tools/clients.js';
import type { Read } from '../../src/tools/define.js';
import { isRead, needsConfirmation } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import { forbiddenPointsIn, hiddenTexts } from '../security/payloads.js';
import { clientsFor } from '../support/clients.js';
import { fakeServer, json } from '../support/fake-server.js';
import { toolNamed } from '../support/tool-named.js';

const toolsToConfirm = catalogue.filter(needsConfirmation);
const signal = new AbortController().signal;

/** How the question names the target of each tool's example on the demo tenant. */
const targets: Record<string, RegExp> = {
  delete_a_gladly_customer_by_id: /^Customer ".+", \S+@\S+.*: with \d+ conversations? .*and the whole timeline\.$/,
  delete_a_gladly_conversation_item_by_id: /^Timeline item CUSTOMER_ACTIVITY, \d{4}-.*, ".+"\. Customer ".+", \S+@/,
  delete_a_gladly_customer_conversation_item_by_id: /^Timeline item CUSTOMER_ACTIVITY, .*Customer ".+", \S+@/,
  gladly_conversation_items_reply: /^Reply to the CHAT_MESSAGE, .*\. Customer ".+", \S+@/,
  delete_a_gladly_conversation_topic_by_id: /^Topic ".+" of the conversation that began \d{4}-/,
  create_a_gladly_sms_message: /^To \+[\d ]+\. Customer ".+"|^To \+[\d ]+, which no customer profile has\.$/,
  create_a_gladly_email_message:
    /^To maya\.lindqvist@example\.com\. Customer "Maya Lindqvist", "maya\.lindqvist@example\.com"/,
  create_a_gladly_automation_message: /^In the CHAT.* session\. Customer ".+"/,
  create_a_gladly_recipient_collection: /^To 1 recipient: "Maya Lindqvist" maya\.lindqvist@example\.com\.$/,
  delete_a_gladly_answer_by_id: /^The answer with all its languages: ".+"/,
  delete_a_gladly_answer_content_by_id: /^The \S+, \S+ text of the answer ".+"\.$/,
  delete_a_gladly_business_hour_by_id: /^Business hours ".+"$/,
  delete_a_gladly_export_job_by_id: /^Export job of \d{4}-.*, FAILED, with \d+ files?\.$/,
  delete_a_gladly_webhook_by_id: /^Webhook ".+", "https:\/\/.+"$/,
  delete_a_puzzel_request_by_id: /^Request from "\S+", to "\S+", InQueue/,
  delete_a_puzzel_user_request_by_id: /^Reservation of the request from "\S+"/,
  delete_a_puzzel_etask_by_id: /^eTask .*from "\S+", to "\S+"/,
  delete_a_puzzel_scheduled_task_by_id: /^Task ".+", for ".+", \+\d+, \d{4}-/,
  delete_a_puzzel_user_callout_request_by_id: /^Callout from "\S+"|^Callout to "\S+"/,
  create_a_puzzel_user_callout_request: /^Calls "\+447700900461" at once, for user 9948\.$/,
  delete_a_puzzel_profile_element_by_id: /^Skill ".+" of the profile ".+"\.$/,
  delete_a_puzzel_archive_record_by_id:
    /^The archived record "8840310411" \(\d{4}-\S+Z, with "\S+", agent "\S+ .+", queue ".+"\) with its recordings, tags and survey\.$/,
  delete_a_puzzel_contacts_appointment_by_id:
    /^Appointment ".+", \d{4}-\S+Z to \d{4}-\S+Z, in the calendar of "\S+ .+", ".+"\.$/,
  create_a_puzzel_sm: /^SMS to "\+447700900461"\.$/,
  create_a_puzzel_user_email: /^E-mail to "karin\.holm@postbox\.example"\.$/,
  puzzel_chat_messages_send: /^To the agent in the visitor's chat\.$/,
};

describe('the question before a call, on the demo tenant', () => {
  let tenant: DemoTenant;
  let clients: Clients;
  beforeAll(async () => {
    tenant = await startDemo({ gladlyRequestsPerSecond: 1_000 });
    clients = clientsFor(tenant.env);
  });
  afterAll(async () => {
    await clients.close(AbortSignal.timeout(1000));
    await tenant.close();
  });

  it('names the target in words, after two reads at most', async () => {
    for (const tool of toolsToConfirm) {
      let reads = 0;
      const read = reader({ clients: clients.apis, signal });
      const countingRead: Read = (name, args) => {
        reads += 1;
        expect.soft(isRead(toolNamed(name)), `${tool.name}: ${name}`).toBe(true);
        return read(name, args);
      };
      const [title, target, ...args] = (await questionFor(tool, tool.example, countingRead, signal)).split('\n');
      expect.soft(title, tool.name).toContain(tool.title);
      expect.soft(title, tool.name).toContain(tool.effect === 'delete' ? 'cannot be undone' : 'reaches a customer');
      expect.soft(target, tool.name).toMatch(targets[tool.name] ?? '(`targets` has no pattern for this tool)');
      expect.soft(args, tool.name).toHaveLength(Object.keys(tool.example).length);
      expect.soft(reads, tool.name).toBeLessThanOrEqual(2);
    }
  });

  it.each([
    ['delete_a_gladly_conversation_topic_by_id', 'id', 'Billing', /^id: [\w-]{22}$/m],
    ['create_a_puzzel_user_callout_request', 'queueKey', 'VIP Sales', /^queueKey: q_\w+$/m],
  ])('shows the id in place of a name for %s', async (tool, argument, name, idLine) => {
    const runtime = createRuntime(tenant.env, false);
    let asked = '';
    const confirm: CallOptions['confirm'] = async (_, __, question) => {
      asked = await question();
      return { question: asked };
    };
    const args = { ...toolNamed(tool).example, [argument]: name };
    await runtime.runner.call(toolNamed(tool), args, { signal, confirm });
    await runtime.close(AbortSignal.timeout(1000));
    expect(asked).toMatch(idLine);
    expect(asked).not.toContain(`${argument}: ${name}`);
  });
});

describe('the question before a deletion', () => {
  it.each([
    ['is empty', []],
    ['has other records', [{ id: '8', callId: '8', subject: 'Other' }]],
    ['may not be read', new Failure('forbidden', 'no')],
  ])('names what it can of a record that is not found, because its list %s', async (_, list) => {
    const read: Read = async (tool) => {
      if (!tool.startsWith('list')) return { firstName: 'Ann', lastName: 'Lee' };
      if (list instanceof Failure) throw list;
      return list;
    };
    const ask = (tool: string, args: Arguments) => questionFor(toolNamed(tool), args, read, signal);
    const appointment = { contact_id: '4', id: '7' };
    expect(await ask('delete_a_puzzel_contacts_appointment_by_id', appointment)).toContain(
      '\nAppointment "7", in the calendar of "Ann Lee".\ncontact_id: 4\nid: 7',
    );
    expect(await ask('delete_a_puzzel_archive_record_by_id', { id: '7' })).toContain(
      '\nThe archived record "7" with its recordings, tags and survey.\nid: 7',
    );
  });
});

describe('the question before a message', () => {
  it('counts all customers of a long list', async () => {
    const customers = Array.from({ length: 2_000 }, (_, index) => ({ name: `Maya ${index}`, padding: 'x'.repeat(80) }));
    const gladly = await fakeServer((_, response) => json(response, customers));
    const env = { GLADLY_API_URL: gladly.url, GLADLY_EMAIL: 'a@x.example', GLADLY_API_TOKEN: 'token-1234' };
    const clients = clientsFor(env);
    try {
      const read = reader({ clients: clients.apis, signal });
      const args = { customer: { mobileNumber: '+447700900461' } };
      const question = questionFor(toolNamed('create_a_gladly_sms_message'), args, read, signal);
      expect(await question).toContain('Customer "Maya 0", and 1999 profiles more');
    } finally {
      await clients.close(AbortSignal.timeout(1000));
      await gladly.close();
    }
  });
});

describe('the question', () => {
  const deletion = toolNamed('delete_a_gladly_customer_by_id');
  /** A read that answers with this customer, or else with these conversations. */
  const readOf =
    (profile: object, conversations: unknown[] = []): Read =>
    async (name) =>
      name === 'get_single_gladly_customer_by_id' ? profile : conversations;
  const ask = (read: Read, args: Arguments = { id: 'cus-1' }) => questionFor(deletion, args, read, signal);

  it('says how many conversations are deleted, and how many of them are open', async () => {
    const conversations = [{ status: 'CLOSED' }, { status: 'OPEN' }, { status: 'WAITING' }];
    expect(await ask(readOf({ name: 'Maya', emails: [{ original: 'm@x.example' }] }, conversations))).toBe(
      'Delete a customer? This cannot be undone.\nCustomer "Maya", "m@x.example": with 3 conversations (2 not closed) and the whole timeline.\nid: cus-1',
    );
    expect(await ask(readOf({}, Array(100).fill({ status: 'CLOSED' })))).toContain('with at least 100 conversations');
  });

  it('says that the number is unknown when only the conversations cannot be read', async () => {
    const read: Read = async (name) => {
      if (name.startsWith('list')) throw new Failure('forbidden', 'no');
      return { name: 'Maya' };
    };
    expect(await ask(read)).toContain('"Maya": with an unknown number of conversations');
  });

  it.each([
    [new Failure('not_found', 'no'), 'not_found'],
    [new TypeError('bug'), 'unreadable'],
  ])('falls back to the arguments and says so after %s', async (error, why) => {
    const question = await ask(() => Promise.reject(error));
    expect(question.split('\n').slice(1)).toEqual([`What this concerns could not be looked up (${why}).`, 'id: cus-1']);
  });

  it('is not asked when the call was cancelled meanwhile', async () => {
    const stop = new AbortController();
    const read: Read = () => {
      stop.abort();
      return Promise.reject(new Failure('cancelled', 'gone'));
    };
    await expect(questionFor(deletion, { id: 'x' }, read, stop.signal)).rejects.toThrow('gone');
  });

  it('quotes each text so that it can neither reorder what follows nor end the quotation', async () => {
    const question = await ask(readOf({ name: 'אבג \u2067דה', emails: ['a\u2069 x@y.no'] }));
    expect(question).not.toMatch(/[\u2066-\u2069]/);
    const lookalikes = await ask(readOf({ name: 'Maya＂ and “all” others″' }));
    expect(lookalikes).toContain(`"Maya' and 'all' others'"`);
  });

  it('cannot be continued, hidden or reversed by text of customers', async () => {
    const name = `Maya" <m@x.example>: with 0 conversations.\r\nid: cus-2\nYes is safe.${Object.values(hiddenTexts).join('')}`;
    const question = await ask(readOf({ name }), { id: 'cus-1\nid: cus-2\u202e' });
    expect(question.split('\n')).toHaveLength(3);
    expect(forbiddenPointsIn(question)).toEqual([]);
    expect(question.split('"')).toHaveLength(3);
    expect(question).toMatch(/\nid: cus-1 id: cus-2\u{fffd}$/u);
  });

  it('is short, however long its parts are', async () => {
    const long = 'x'.repeat(50_000);
    const question = await ask(readOf({ name: long, emails: [{ original: long }] }), { id: long });
    expect(question.length).toBeLessThan(3_000);
    // The person still sees what is deleted, and that the text was cut.
    expect(question).toMatch(
      /: with \d+ conversations? .*and the whole timeline\.\nid: x+… \(50000 characters in all\)$/,
    );
  });

  it('shows a message of 700 characters to its end', async () => {
    const body = `Your order is on its way. ${'Thank you. '.repeat(60)}PLEASE WIRE 5000`;
    const { target: _, ...creation } = { ...deletion, effect: 'create' as const };
    expect(await questionFor(creation, { body }, async () => null, signal)).toContain('PLEASE WIRE 5000');
  });

  it('counts recipients and names the first three', async () => {
    const recipients = Array.from({ length: 240 }, (_, index) => ({
      customerName: `N${index}`,
      emailAddress: `n${index}@x.example`,
    }));
    const tool = toolNamed('create_a_gladly_recipient_collection');
    const read: Read = () => Promise.reject(new Error('nothing is read'));
    const question = questionFor(tool, { campaign_id: 'c', recipients }, read, signal);
    expect(await question).toContain(
      'To 240 recipients: "N0" n0@x.example, "N1" n1@x.example, "N2" n2@x.example, and 237 more.',
    );
  });
});
