import { requireRecord, rowsOf, type Tour } from './tour.js';

const dayMs = 86_400_000;

/** `details` of the error that refuses to delete a customer with open conversations. */
interface LockedDetails {
  open_conversations: { id: string }[];
}

/**
 * Reads conversations and makes a task in the Retention inbox; closes the conversations that keep a customer from being
 * deleted, and deletes the customer; saves a recording.
 */
export async function retention(tour: Tour): Promise<void> {
  tour.begin(
    '4 · Frustration to retention',
    'Read her last five conversations. If the mood is bad, make a task for retention. Then erase our test customer, and get me a call recording.',
  );
  const [customer] = rowsOf(
    await tour.call('list_all_gladly_customers', { email: 'maya.lindqvist@example.com', fields: ['id', 'name'] }),
  );
  const maya = requireRecord(customer, 'customer Maya');
  const conversations = rowsOf(
    await tour.call('list_all_gladly_customer_conversations', { customer_id: maya.id, fields: ['id', 'status'] }),
  );
  const texts: unknown[] = [];
  for (const { id } of conversations.slice(-5)) {
    const [firstItem] = rowsOf(
      await tour.call('list_all_gladly_conversation_items', { conversation_id: id, types: ['EMAIL'], limit: 1 }),
    );
    if (firstItem?.text !== undefined) texts.push(firstItem.text);
  }
  tour.showRows(
    texts.map((text) => ({ text })),
    { 'what she wrote': (row) => row.text },
  );
  tour.say('Billing goes wrong again and again, and she says so ever more sharply. Retention should call.');
  const inboxes = rowsOf(await tour.call('list_all_gladly_inboxes', {}));
  const inbox = requireRecord(
    inboxes.find(({ name }) => name === 'Retention'),
    'Retention inbox',
  );
  const task = (await tour.call('create_a_gladly_task', {
    customer_id: maya.id,
    assignee: { inboxId: inbox.id },
    dueAt: new Date(Date.now() + dayMs).toISOString(),
    body: 'Repeated billing mistakes, double charge on NO-48213. Customer is about to leave: call, refund, offer a voucher.',
  })) as { id: string };
  tour.sayDone(`Task ${task.id} lies in the Retention inbox.`);
  await deleteCustomer(tour);
  await saveRecording(tour);
}

async function deleteCustomer(tour: Tour): Promise<void> {
  const [customer] = rowsOf(
    await tour.call('list_all_gladly_customers', { email: 'test.customer@example.com', fields: ['id', 'name'] }),
  );
  const { id } = requireRecord(customer, 'test customer');
  const lockedError = await tour.callRefused('delete_a_gladly_customer_by_id', { id }, 'locked');
  for (const conversation of (lockedError.details as LockedDetails).open_conversations) {
    await tour.call('update_a_gladly_conversation_by_id', {
      id: conversation.id,
      status: { value: 'CLOSED', force: true },
    });
  }
  await tour.call('delete_a_gladly_customer_by_id', { id });
  tour.sayDone('The test customer is gone, conversation first.');
}

async function saveRecording(tour: Tour): Promise<void> {
  const records = rowsOf(await tour.call('list_all_puzzel_archive_records', { mediaType: 'Phone', limit: 5 }));
  const recordedCall = requireRecord(
    records.find(({ contentAvailable }) => contentAvailable === true),
    'recorded call',
  );
  const file = (await tour.call('puzzel_archive_recording_files_download', {
    iq_session_id: recordedCall.iqSessionId ?? recordedCall.callId,
    index: 1,
  })) as { path: string; bytes: number; mime_type: string };
  tour.sayDone(
    `Saved for you to play: ${file.path} (${file.mime_type}, ${Math.round(file.bytes / 1024)} KiB). It stays until you delete it.`,
  );
}
