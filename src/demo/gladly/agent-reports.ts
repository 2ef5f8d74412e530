import { inbound } from './contact-reports.js';
import { type Contact, handleSeconds } from './contacts.js';
import { closings, paymentRequests } from './conversation-reports.js';
import { demoAnswers, demoTopics } from './ids.js';
import type { Agent } from './model.js';
import type { AgentSpan, Facts } from './report-facts.js';
import { iso, mean, percent, seconds, table, type Value } from './report-table.js';

const agents = ({ agents }: Facts) => agents;
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

/** Which conversations an answer of the library is about: where one of these topics is set, agents take it for replies. */
const aboutTopics: Record<string, string[]> = {
  [demoAnswers.returns]: [demoTopics.damaged],
  [demoAnswers.billing]: [demoTopics.billing, demoTopics.refund],
  [demoAnswers.delay]: [demoTopics.shipping, demoTopics.delayedOrder],
  [demoAnswers.sizing]: [demoTopics.product],
};

const about = ({ conversation }: Contact, answerId: string) =>
  conversation.topicIds.some((id) => aboutTopics[answerId]?.includes(id));
const isReply = ({ answeredAt, agentId }: Contact) => answeredAt !== undefined && agentId !== undefined;
/** Replies of an agent that came from the library. */
const withAnswer = (agent: Agent, facts: Facts) =>
  contactsOfAgent(agent, facts).filter((one) => Object.keys(aboutTopics).some((id) => about(one, id)));

const chatsAbout = (topicId: string, facts: Facts) =>
  inbound('chat', facts).filter(({ conversation }) => conversation.topicIds.includes(topicId));
/** Tasks of an agent, or of nobody for an empty id. */
const tasksOf = (agentId: string, { tasks }: Facts) =>
  tasks.filter(({ assignee }) => (assignee.agentId ?? '') === agentId);

/**
 * How often an agent was in statuses of one kind, and for how many seconds of the period.
 * @param counts whether a status is of that kind
 * @param begins whether it begins a session, where not every one does
 */
function agentTime(counts: (span: AgentSpan) => boolean, begins = counts) {
  const own = ({ id }: Agent, { spans }: Facts) => spans.filter((span) => span.agentId === id && counts(span));
  return table(agents, {
    ...agentColumns,
    'Sessions Count': (agent, facts) => own(agent, facts).filter(begins).length,
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
  agentSummary: table(agents, {
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
  agentResolution: table(agents, {
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
  agentPayments: table(agents, {
    ...agentColumns,
    'Requests Count': ({ id }, facts) => paymentRequests(facts).filter(({ initiator }) => initiator?.id === id).length,
    // Nobody has paid yet.
    'Completed Amount': () => 0,
  }),
  agentAnswers: table(agents, {
    ...agentColumns,
    'Answers Used Count': (agent, facts) => withAnswer(agent, facts).length,
    'Usage %': (agent, facts) => percent(withAnswer(agent, facts).length, contactsOfAgent(agent, facts).length),
  }),
  answers: table(({ library }: Facts) => library.answers.values(), {
    'Answer ID': ({ id }) => id,
    'Answer Name': ({ name }) => name,
    'Views Count': ({ id }, { contacts }) => contacts.filter((one) => one.inbound && about(one, id)).length,
    'Inserts Count': ({ id }, { contacts }) => contacts.filter((one) => isReply(one) && about(one, id)).length,
    'Usage %': ({ id }, { contacts }) =>
      percent(contacts.filter((one) => isReply(one) && about(one, id)).length, contacts.filter(isReply).length),
  }),
  // Searches are known of those who went on to write: each chat began with one that found nothing.
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
  // Of the tasks created in the period; a last row has those of nobody.
  taskSummary: table((facts: Facts): Pick<Agent, 'id' | 'name'>[] => [...facts.agents, { id: '', name: '' }], {
    'Agent ID': ({ id }) => id,
    'Agent Name': ({ name }) => name,
    'Created Count': ({ id }, facts) => tasksOf(id, facts).length,
    'Closed Count': ({ id }, facts) => tasksOf(id, facts).filter(({ status }) => status === 'CLOSED').length,
    'Overdue Count': ({ id }, facts) =>
      tasksOf(id, facts).filter(({ status, dueAt }) => status === 'OPEN' && Date.parse(dueAt) < Date.now()).length,
  }),
  // Nobody has changed a limit.
  settings: table((): Agent[] => [], {
    ...agentColumns,
    'Changed At': () => undefined,
    'Old %': () => undefined,
    'New %': () => undefined,
  }),
};
