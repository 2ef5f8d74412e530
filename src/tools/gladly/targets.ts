import type { Arguments } from '../../api/route.js';
import type { Read } from '../define.js';
import { listOf, membersOf } from '../members.js';
import { counted, listed, quoted } from '../words.js';

/* Whom or what a call concerns, for the person who is asked to confirm it. */

type Target<A> = (args: A, read: Read) => string | Promise<string>;

interface ById {
  id: string;
}

/** Largest number of addresses or recipients that are named. */
const maxNamed = 3;

/** The first addresses or numbers of a profile, as they were typed. */
const addressesIn = (entries: unknown): string[] =>
  Array.isArray(entries) ? entries.slice(0, maxNamed).map((entry) => quoted(membersOf(entry).original ?? '')) : [];

/** A customer's name, and the addresses that distinguish customers of the same name. */
function customerInWords(profile: unknown): string {
  const { name, emails, phones } = membersOf(profile);
  const nameInWords = typeof name === 'string' && name !== '' ? quoted(name) : 'without a name';
  return listed(`Customer ${nameInWords}`, ...addressesIn(emails), ...addressesIn(phones));
}

const readCustomer = (read: Read, id: unknown) => read('get_single_gladly_customer_by_id', { id });

/** Largest number of conversations that Gladly lists (gladly.md, f). */
const conversationCap = 100;

function conversationsInWords(list: unknown): string {
  if (!Array.isArray(list)) return 'an unknown number of conversations';
  const openCount = list.filter((conversation) => membersOf(conversation).status !== 'CLOSED').length;
  const atLeast = list.length >= conversationCap ? 'at least ' : '';
  return `${atLeast}${counted(list.length, 'conversation')}${openCount > 0 ? ` (${openCount} not closed)` : ''}`;
}

/** Who is deleted, and how much is deleted with them. */
export const customerToDelete: Target<ById> = async ({ id }, read) => {
  const conversations = read('list_all_gladly_customer_conversations', { customer_id: id }).catch(() => null);
  const profile = await readCustomer(read, id);
  return `${customerInWords(profile)}: with ${conversationsInWords(await conversations)} and the whole timeline.`;
};

/** A record, described by the values of these members. */
export const recordTarget = (what: string, tool: string, ...members: string[]): Target<ById> => {
  return async ({ id }, read) => {
    const values = membersOf(await read(tool, { id }));
    return `${what} ${listed(...members.map((member) => values[member]).map((value) => value && quoted(value)))}`;
  };
};

/** An item of a timeline: its type, time and title, and the customer. */
export const itemOfCustomer = (what: string): Target<ById> => {
  return async ({ id }, read) => {
    const { content, customerId, timestamp, text } = membersOf(
      await read('get_single_gladly_conversation_item_by_id', { id }),
    );
    const { type, title, subject } = membersOf(content);
    const headline = title ?? subject ?? text;
    const customerText = customerId === undefined ? '' : `. ${customerInWords(await readCustomer(read, customerId))}`;
    return `${what} ${listed(type, timestamp, headline && quoted(headline))}${customerText}`;
  };
};

/** To which address a message goes, and which customer has it: an unknown address gets a new profile. */
async function recipientInWords(search: Arguments, address: string, read: Read): Promise<string> {
  const [firstProfile, ...otherProfiles] = listOf(await read('list_all_gladly_customers', search)) ?? [];
  if (firstProfile === undefined) return `To ${address}, which no customer profile has.`;
  return `To ${address}. ${customerInWords(firstProfile)}${otherProfiles.length > 0 ? `, and ${counted(otherProfiles.length, 'profile')} more` : ''}`;
}

export const smsRecipient: Target<{ customer: { mobileNumber: string } }> = ({ customer }, read) =>
  recipientInWords({ phoneNumber: customer.mobileNumber }, customer.mobileNumber, read);

export const emailRecipient: Target<{ to: readonly { email: string }[] }> = ({ to }, read) => {
  const email = to[0]?.email.trim() ?? '';
  return recipientInWords({ email }, email, read);
};

export const botCustomer: Target<{ session_id: string }> = async ({ session_id }, read) => {
  const session = membersOf(await read('get_single_gladly_automation_session_by_id', { id: session_id }));
  const profile = await readCustomer(read, session.customerId);
  return `In the ${listed(session.endpointType, quoted(session.customerAddress ?? ''))} session. ${customerInWords(profile)}`;
};

interface Recipient {
  customerName: string;
  emailAddress?: string | undefined;
  phoneNumber?: string | undefined;
}

/** How many recipients, and the first of them. */
export const campaignRecipients: Target<{ recipients: readonly Recipient[] }> = ({ recipients }) => {
  const firstRecipients = recipients
    .slice(0, maxNamed)
    .map(({ customerName, emailAddress, phoneNumber }) =>
      [quoted(customerName), emailAddress ?? phoneNumber].filter(Boolean).join(' '),
    );
  const moreText = recipients.length > maxNamed ? `, and ${recipients.length - maxNamed} more` : '';
  return `To ${counted(recipients.length, 'recipient')}: ${firstRecipients.join(', ')}${moreText}.`;
};

export const topicOfConversation: Target<ById & { conversation_id: string }> = async (
  { conversation_id, id },
  read,
) => {
  const [topic, conversation] = await Promise.all([
    read('get_single_gladly_topic_by_id', { id }),
    read('get_single_gladly_conversation_by_id', { id: conversation_id }),
  ]);
  const { status, createdAt } = membersOf(conversation);
  return `Topic ${quoted(membersOf(topic).name)} of the conversation that began ${listed(createdAt, status)}.`;
};

/** The text of an answer in one language for one use; the answer itself stays. */
export const answerText: Target<ById & { language: string; type: string }> = async ({ id, language, type }, read) => {
  const { name } = membersOf(await read('get_single_gladly_answer_by_id', { id }));
  return `The ${listed(language, type)} text of the answer ${quoted(name)}.`;
};

export const exportJob: Target<ById> = async ({ id }, read) => {
  const { status, updatedAt, files } = membersOf(await read('get_single_gladly_export_job_by_id', { id }));
  return `Export job of ${listed(updatedAt, status)}, with ${counted(Array.isArray(files) ? files.length : 0, 'file')}.`;
};
