import { isAboutAnyAnswer } from './answer-reports.js';
import { handleSeconds } from './contacts.js';
import { closings, paymentRequests } from './conversation-reports.js';
import type { Agent } from './model.js';
import type { AgentSpan, Facts } from './report-facts.js';
import { type CellValue, isoTime, mean, percent, secondsBetween, table } from './report-table.js';

const agentsOf = ({ agents }: Facts) => agents;
const agentColumns = { 'Agent ID': ({ id }: Agent) => id, 'Agent Name': ({ name }: Agent) => name };
const contactsOfAgent = ({ id }: Agent, { contacts }: Facts) => contacts.filter(({ agentId }) => agentId === id);
const closingsBy = ({ id }: Agent, facts: Facts) => closings(facts).filter(({ initiator }) => initiator?.id === id);

/** The share of surveys with a score of four or five out of five. */
function satisfaction({ id }: Agent, { items }: Facts): CellValue {
  const scores = items.flatMap(({ content, conversation }) => {
    const score = /(\d) of 5/.exec(String(content.title ?? ''))?.[1];
    return content.activityType === 'SURVEY' && conversation.agentId === id && score ? Number(score) : [];
  });
  return percent(scores.filter((score) => score > 3).length, scores.length);
}

/** Contacts that count as answered by the agent with an answer of the library. */
const libraryReplies = (agent: Agent, facts: Facts) => contactsOfAgent(agent, facts).filter(isAboutAnyAnswer);

/**
 * A table of how often and how many seconds of the period the agents were in some statuses.
 * @param isCounted whether a status is one of them
 * @param beginsSession whether a counted status begins a session; each does when not given
 */
function agentTime(isCounted: (span: AgentSpan) => boolean, beginsSession = isCounted) {
  const spansOf = ({ id }: Agent, { spans }: Facts) => spans.filter((span) => span.agentId === id && isCounted(span));
  return table(agentsOf, {
    ...agentColumns,
    'Sessions Count': (agent, facts) => spansOf(agent, facts).filter(beginsSession).length,
    'Total Time (sec)': (agent, facts) => {
      const { from, to } = facts.period;
      const times = spansOf(agent, facts).map((span) => Math.min(to, span.to) - Math.max(from, span.from));
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
    'Conversations Closed Count': (agent, facts) => closingsBy(agent, facts).length,
    'Avg Handle Time (sec)': (agent, facts) => mean(contactsOfAgent(agent, facts).map(handleSeconds)),
    'CSAT %': satisfaction,
  }),
  agentEvents: table(({ spans, period }: Facts) => spans.filter(({ from }) => from >= period.from), {
    'Agent ID': ({ agentId }) => agentId,
    'Agent Name': ({ agentId }, { store }) => store.agents.find(({ id }) => id === agentId)?.name,
    Event: ({ event }) => event,
    'Occurred At': ({ from }) => isoTime(from),
    'Duration (sec)': ({ from, to }) => secondsBetween(from, to),
  }),
  agentResolution: table(agentsOf, {
    ...agentColumns,
    'Conversations Count': (agent, facts) => closingsBy(agent, facts).length,
    'First Contact %': (agent, facts) => {
      const agentClosings = closingsBy(agent, facts);
      const closedAtFirstContact = agentClosings.filter(({ conversation }) => {
        return facts.contactsIn(conversation.id).filter((contact) => contact.isInbound).length === 1;
      });
      return percent(closedAtFirstContact.length, agentClosings.length);
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
  // No setting has been changed, so there are no rows.
  settings: table((): Agent[] => [], {
    ...agentColumns,
    'Changed At': () => undefined,
    'Old %': () => undefined,
    'New %': () => undefined,
  }),
};
