import { inboundContacts } from './contact-reports.js';
import { type Contact, handleSeconds } from './contacts.js';
import { closings, paymentRequests } from './conversation-reports.js';
import { demoAnswers, demoTopics } from './ids.js';
import type { Agent } from './model.js';
import type { AgentSpan, Facts } from './report-facts.js';
import { iso, mean, percent, seconds, table, type Value } from './report-table.js';

const agentsOf = ({ agents }: Facts) => agents;
const agentColumns = { 'Agent ID': ({ id }: Agent) => id, 'Agent Name': ({ name }: Agent) => name };
const contactsOfAgent = ({ id }: Agent, { contacts }: Facts) => contacts.filter(({ agentId }) => agentId === id);
const closedBy = ({ id }: Agent, facts: Facts) => closings(facts).filter(({ initiator }) => initiator?.id === id);

/** The share of surveys with a score of four or five of five. */
function satisfaction({ id }: Agent, { items }: Facts): Value {
  const scores = items.flatMap(({ content, conversation }) => {
    const score = /(\d) of 5/.exec(String(content.title ?? ''))?.[1];
    return content.activityType === 'SURVEY' && conversation.agentId === id && score ? Number(score) : [];
  });
  return percent(scores.filter((score) => score > 3).length, scores.length);
}

/** Topics of each answer of the library. Agents reply with the answer in conversations that have one of them. */
const topicsOfAnswers: Record<string, string[]> = {
  [demoAnswers.returns]: [demoTopics.damaged],
  [demoAnswers.billing]: [demoTopics.billing, demoTopics.refund],
  [demoAnswers.delay]: [demoTopics.shipping, demoTopics.delayedOrder],
  [demoAnswers.sizing]: [demoTopics.product],
};

const isAbout = ({ conversation }: Contact, answerId: string) =>
  conversation.topicIds.some((id) => topicsOfAnswers[answerId]?.includes(id));
const hasReply = ({ answeredAt, agentId }: Contact) => answeredAt !== undefined && agentId !== undefined;
/** Contacts that an agent replied to with an answer of the library. */
const libraryReplies = (agent: Agent, facts: Facts) =>
  contactsOfAgent(agent, facts).filter((one) => Object.keys(topicsOfAnswers).some((id) => isAbout(one, id)));

const chatsAbout = (topicId: string, facts: Facts) =>
  inboundContacts('chat', facts).filter(({ conversation }) => conversation.topicIds.includes(topicId));

/** Tasks of an agent; for an empty id those of no agent. */
const tasksOf = (agentId: string, { tasks }: Facts) =>
  tasks.filter(({ assignee }) => (assignee.agentId ?? '') === agentId);

/**
 * A table of the agents' sessions in some statuses, and of the seconds of the period that they spent in them.
 * @param isCounted whether a status is one of them
 * @param beginsSession whether a counted status begins a session; each does when not given
 */
function agentTime(isCounted: (span: AgentSpan) => boolean, beginsSession = isCounted) {
  const own = ({ id }: Agent, { spans }: Facts) => spans.filter((span) => span.agentId === id && isCounted(span));
  return table(agentsOf, {
    ...agentColumns,
    'Sessions Count': (agent, facts) => own(agent, facts).filter(beginsSession).length,
    'Total Time (sec)': (agent, facts) => {
      const { from, to } = facts.period;
      const times = own(agent, facts).map((span) => Math.min(to, span.to) - Math.max(from, span.from));
      return Math.round(times.reduce((sum, one) => sum + one, 0) / 1000);
    },
  });
}

export const agentTables = {
  agentAway: agentTime(({ event }) => event === 'WENT_AWAY'),
  agentAvailable: agentTime(({ event }) => event === 'LOGGED_IN' || event === 'RETURNED_FROM_AWAY'),
  agentLogin: agentTime(
    ({ event }) => event !== 'LOGGED_OUT',
    ({ event }) => event === 'LOGGED_IN',
  ),
  agentSummary: table(agentsOf, {
    ...agentColumns,
    'Contacts Count': (agent, facts) => contactsOfAgent(agent, facts).length,
    'Conversations Closed Count': (agent, facts) => closedBy(agent, facts).length,
    'Avg Handle Time (sec)': (agent, facts) => mean(contactsOfAgent(agent, facts).map(handleSeconds)),
    'CSAT %': satisfaction,
  }),
  agentEvents: table(({ spans, period }: Facts) => spans.filter(({ from }) => from >= period.from), {
    'Agent ID': ({ agentId }) => agentId,
    'Agent Name': ({ agentId }, { store }) => store.agents.find(({ id }) => id === agentId)?.name,
    Event: ({ event }) => event,
    'Occurred At': ({ from }) => iso(from),
    'Duration (sec)': ({ from, to }) => seconds(from, to),
  }),
  agentResolution: table(agentsOf, {
    ...agentColumns,
    'Conversations Count': (agent, facts) => closedBy(agent, facts).length,
    'First Contact %': (agent, facts) => {
      const closed = closedBy(agent, facts);
      const first = closed.filter(({ conversation }) => {
        return facts.contactsIn(conversation.id).filter((one) => one.inbound).length === 1;
      });
      return percent(first.length, closed.length);
    },
  }),
  agentPayments: table(agentsOf, {
    ...agentColumns,
    'Requests Count': ({ id }, facts) => paymentRequests(facts).filter(({ initiator }) => initiator?.id === id).length,
    // Nobody has paid yet.
    'Completed Amount': () => 0,
  }),
  agentAnswers: table(agentsOf, {
    ...agentColumns,
    'Answers Used Count': (agent, facts) => libraryReplies(agent, facts).length,
    'Usage %': (agent, facts) => percent(libraryReplies(agent, facts).length, contactsOfAgent(agent, facts).length),
  }),
  answers: table(({ library }: Facts) => library.answers.values(), {
    'Answer ID': ({ id }) => id,
    'Answer Name': ({ name }) => name,
    'Views Count': ({ id }, { contacts }) => contacts.filter((one) => one.inbound && isAbout(one, id)).length,
    'Inserts Count': ({ id }, { contacts }) => contacts.filter((one) => hasReply(one) && isAbout(one, id)).length,
    'Usage %': ({ id }, { contacts }) =>
      percent(contacts.filter((one) => hasReply(one) && isAbout(one, id)).length, contacts.filter(hasReply).length),
  }),
  // The tenant keeps no searches, so each chat about a topic counts as a search for it that found nothing.
  searches: table(({ store }: Facts) => store.topics.values(), {
    'Search Term': ({ name }) => name,
    'Searches Count': ({ id }, facts) => chatsAbout(id, facts).length,
    'Without Result Count': ({ id }, facts) => chatsAbout(id, facts).length,
    'Clicks %': () => 0,
  }),
  tasks: table(({ tasks }: Facts) => tasks, {
    'Task ID': ({ id }) => id,
    'Customer ID': ({ customerId }) => customerId,
    'Created At': ({ timestamp }) => timestamp,
    'Due At': ({ dueAt }) => dueAt,
    Status: ({ status }) => status,
    'Inbox ID - Current': ({ assignee }) => assignee.inboxId,
    'Assigned Agent ID - Current': ({ assignee }) => assignee.agentId,
    Body: ({ body }) => body,
  }),
  // About the tasks created in the period; the last row is for those of no agent.
  taskSummary: table((facts: Facts): Pick<Agent, 'id' | 'name'>[] => [...facts.agents, { id: '', name: '' }], {
    'Agent ID': ({ id }) => id,
    'Agent Name': ({ name }) => name,
    'Created Count': ({ id }, facts) => tasksOf(id, facts).length,
    'Closed Count': ({ id }, facts) => tasksOf(id, facts).filter(({ status }) => status === 'CLOSED').length,
    'Overdue Count': ({ id }, facts) =>
      tasksOf(id, facts).filter(({ status, dueAt }) => status === 'OPEN' && Date.parse(dueAt) < Date.now()).length,
  }),
  // No setting has been changed, so there are no rows.
  settings: table((): Agent[] => [], {
    ...agentColumns,
    'Changed At': () => undefined,
    'Old %': () => undefined,
    'New %': () => undefined,
  }),
};
