import type { Agent } from './model.js';
import type { Facts } from './report-facts.js';
import { table } from './report-table.js';

/** Tasks of an agent; for an empty id those of no agent. */
const tasksOf = (agentId: string, { tasks }: Facts) =>
  tasks.filter(({ assignee }) => (assignee.agentId ?? '') === agentId);

export const taskTables = {
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
};
