import { found, rowsOf, type Stage } from './stage.js';

const day = 86_400_000;

interface Holding {
  open_conversations: { id: string }[];
}

/** Conversations → a task for retention; a locked deletion put right; a recording to disk. */
export async function retention(stage: Stage): Promise<void> {
  stage.act(
    '4 · Frustration to retention',
    'Read her last five conversations. If the mood is bad, make a task for retention. Then erase our test customer, and get me a call recording.',
  );
  const [customer] = rowsOf(
    await stage.call('list_all_gladly_customers', { email: 'maya.lindqvist@example.com', fields: ['id', 'name'] }),
  );
  const maya = found(customer, 'customer Maya');
  const conversations = rowsOf(
    await stage.call('list_all_gladly_customer_conversations', { customer_id: maya.id, fields: ['id', 'status'] }),
  );
  const words: unknown[] = [];
  for (const { id } of conversations.slice(-5)) {
    const [first] = rowsOf(
      await stage.call('list_all_gladly_conversation_items', { conversation_id: id, types: ['EMAIL'], limit: 1 }),
    );
    if (first?.text !== undefined) words.push(first.text);
  }
  stage.rows(
    words.map((text) => ({ text })),
    { 'what she wrote': (row) => row.text },
  );
  stage.say('Billing goes wrong again and again, and she says so ever more sharply. Retention should call.');
  const inboxes = rowsOf(await stage.call('list_all_gladly_inboxes', {}));
  const inbox = found(
    inboxes.find(({ name }) => name === 'Retention'),
    'Retention inbox',
  );
  const task = (await stage.call('create_a_gladly_task', {
    customer_id: maya.id,
    assignee: { inboxId: inbox.id },
    dueAt: new Date(Date.now() + day).toISOString(),
    body: 'Repeated billing mistakes, double charge on NO-48213. Customer is about to leave: call, refund, offer a voucher.',
  })) as { id: string };
  stage.done(`Task ${task.id} lies in the Retention inbox.`);
  await erase(stage);
  await record(stage);
}

async function erase(stage: Stage): Promise<void> {
  const [customer] = rowsOf(
    await stage.call('list_all_gladly_customers', { email: 'test.customer@example.com', fields: ['id', 'name'] }),
  );
  const { id } = found(customer, 'test customer');
  const locked = await stage.refused('delete_a_gladly_customer_by_id', { id }, 'locked');
  for (const conversation of (locked.details as Holding).open_conversations) {
    await stage.call('update_a_gladly_conversation_by_id', {
      id: conversation.id,
      status: { value: 'CLOSED', force: true },
    });
  }
  await stage.call('delete_a_gladly_customer_by_id', { id });
  stage.done('The test customer is gone, conversation first.');
}

async function record(stage: Stage): Promise<void> {
  const records = rowsOf(await stage.call('list_all_puzzel_archive_records', { mediaType: 'Phone', limit: 5 }));
  const recorded = found(
    records.find(({ contentAvailable }) => contentAvailable === true),
    'recorded call',
  );
  const file = (await stage.call('puzzel_archive_recording_files_download', {
    iq_session_id: recorded.iqSessionId ?? recorded.callId,
    index: 1,
  })) as { path: string; bytes: number; mime_type: string };
  stage.done(`Saved for you to play: ${file.path} (${file.mime_type}, ${Math.round(file.bytes / 1024)} KiB)`);
}
