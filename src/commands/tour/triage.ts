import { ageInMinutes, requireRecord, rowsOf, type Tour } from './tour.js';

/** The only number of the demo tenant that sends SMS; Gladly has no operation that lists such numbers. */
const companyNumber = '+15550100200';

const customerNumber = '+15550123456';

/** The id that other systems still have for the customer, from before two of her profiles were merged. */
const idBeforeMerge = 'FHd4Dp2oEBJ_P1qwJAztzg';

/** Finds a customer by phone number, follows the `retry` of a merged id, reads the open conversation and sends an SMS. */
export async function triage(tour: Tour): Promise<void> {
  tour.begin(
    '3 · Contextual triage',
    `A message came from +1 (555) 012-3456. Who is it, what are they waiting for? Text them that we are on it.`,
  );
  const [firstMatch] = rowsOf(
    await tour.call('list_all_gladly_customers', { phoneNumber: '+1 (555) 012-3456', fields: ['id', 'name'] }),
  );
  const sender = requireRecord(firstMatch, `customer with ${customerNumber}`);
  tour.say(
    `That is ${sender.name}. The CRM has another id for her, from before two profiles were merged. The error says where she went:`,
  );
  const mergedError = await tour.callRefused('get_single_gladly_customer_by_id', { id: idBeforeMerge }, 'merged');
  const retry = requireRecord(mergedError.retry, 'retry');
  const customer = (await tour.call(retry.tool, retry.arguments)) as { id: string; name: string };
  const conversations = rowsOf(await tour.call('list_all_gladly_customer_conversations', { customer_id: customer.id }));
  tour.showRows(conversations, {
    conversation: (conversation) => conversation.id,
    status: (conversation) => conversation.status,
    began: (conversation) => `${Math.round(ageInMinutes(conversation.createdAt) / 1440)} days ago`,
  });
  const openConversation = requireRecord(
    conversations.find((conversation) => conversation.status === 'OPEN'),
    'open conversation',
  );
  const items = rowsOf(
    await tour.call('list_all_gladly_conversation_items', { conversation_id: openConversation.id, from_end: 5 }),
  );
  tour.showRows(items, {
    type: (item) => (item.content as { type?: string } | undefined)?.type,
    by: (item) => (item.initiator as { type?: string } | undefined)?.type,
    text: (item) => item.text,
  });
  tour.say(`${customer.name} waits for a late order and a refund. A short word to her:`);
  await tour.call('create_a_gladly_sms_message', {
    customer: { mobileNumber: customerNumber },
    from: companyNumber,
    body: 'Hi Maya, we have your order and your refund in hand and will write again today.',
  });
  tour.sayDone(`${customer.name} has been told by SMS.`);
}
