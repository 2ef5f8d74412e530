import { inboundContacts } from './contact-reports.js';
import type { Contact } from './contacts.js';
import { demoAnswers, demoTopics } from './ids.js';
import type { Facts } from './report-facts.js';
import { percent, table } from './report-table.js';

/** Answer id → topic ids. Uses of answers are not recorded, so a contact about a topic of an answer counts as a use of it. */
const topicsOfAnswers: Record<string, string[]> = {
  [demoAnswers.returns]: [demoTopics.damaged],
  [demoAnswers.billing]: [demoTopics.billing, demoTopics.refund],
  [demoAnswers.delay]: [demoTopics.shipping, demoTopics.delayedOrder],
  [demoAnswers.sizing]: [demoTopics.product],
};

/** Whether the contact is about a topic of the answer. */
const isAbout = ({ conversation }: Contact, answerId: string) =>
  conversation.topicIds.some((id) => topicsOfAnswers[answerId]?.includes(id));
const hasAgentReply = ({ answeredAt, agentId }: Contact) => answeredAt !== undefined && agentId !== undefined;
/** Whether the contact is about a topic of any answer. */
export const isAboutAnyAnswer = (contact: Contact) => Object.keys(topicsOfAnswers).some((id) => isAbout(contact, id));

const chatsAbout = (topicId: string, facts: Facts) =>
  inboundContacts('chat', facts).filter(({ conversation }) => conversation.topicIds.includes(topicId));

export const answerTables = {
  answers: table(({ library }: Facts) => library.answers.values(), {
    'Answer ID': ({ id }) => id,
    'Answer Name': ({ name }) => name,
    'Views Count': ({ id }, { contacts }) =>
      contacts.filter((contact) => contact.isInbound && isAbout(contact, id)).length,
    'Inserts Count': ({ id }, { contacts }) =>
      contacts.filter((contact) => hasAgentReply(contact) && isAbout(contact, id)).length,
    'Usage %': ({ id }, { contacts }) =>
      percent(
        contacts.filter((contact) => hasAgentReply(contact) && isAbout(contact, id)).length,
        contacts.filter(hasAgentReply).length,
      ),
  }),
  // The tenant keeps no searches, so each chat about a topic counts as a search for it that found nothing.
  searches: table(({ store }: Facts) => store.topics.values(), {
    'Search Term': ({ name }) => name,
    'Searches Count': ({ id }, facts) => chatsAbout(id, facts).length,
    'Without Result Count': ({ id }, facts) => chatsAbout(id, facts).length,
    'Clicks %': () => 0,
  }),
};
