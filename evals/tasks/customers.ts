import { type Answer, type Row, rows, textAt, valuesAt } from '../answer.js';
import { difference } from '../difference.js';
import type { Step, Task } from '../task.js';
import type { Tenant } from '../tenant.js';

const done = () => ['done'];
const customer = async (tenant: Tenant, email: string) =>
  rows(await tenant.call('list_all_gladly_customers', { email }))[0] ?? {};
const findCustomer = (email: string, ...fields: string[]): Step => ({
  tool: 'list_all_gladly_customers',
  args: { email, fields: ['id', ...fields] },
});

const grace = 'grace.nakamura@example.net';
const jonas = 'jonas.okafor@example.com';
const maya = 'maya.lindqvist@example.com';
const newAddress = 'grace@nakamura-design.example';
const replyText = 'Your tent leaves our warehouse tomorrow.';

const jonasConversation = async (tenant: Tenant) => {
  const { id } = await customer(tenant, jonas);
  return rows(await tenant.call('list_all_gladly_customer_conversations', { customer_id: id }))[0] ?? {};
};
const openTasksOfMaya = async (tenant: Tenant) => {
  const { id } = await customer(tenant, maya);
  return rows(await tenant.call('list_all_gladly_customer_tasks', { customer_id: id, status: 'OPEN' }));
};
const firstId = (answer: Answer | undefined) => textAt(rows(answer)[0], 'id');
const addresses = (profile: Row | undefined) =>
  valuesAt(profile, 'emails')
    .map((email) => textAt(email, 'original'))
    .sort();

const conversationsOfCustomer: Step = {
  tool: 'list_all_gladly_customer_conversations',
  args: ([customers]) => ({ customer_id: firstId(customers), fields: ['id', 'status'] }),
};
const newestMessages: Step = {
  tool: 'list_all_gladly_conversation_items',
  args: ([, conversations]) => ({
    conversation_id: firstId(conversations),
    fields: ['id', 'timestamp', 'initiator.type', 'content.type', 'text'],
  }),
};
const sendReply: Step = {
  tool: 'gladly_conversation_items_reply',
  args: ([, , items]) => ({ id: lastCustomerItemId(rows(items)), content: { type: 'CHAT_MESSAGE', body: replyText } }),
};
const assign: Step = {
  tool: 'update_a_gladly_conversation_by_id',
  args: ([, conversations]) => ({
    id: firstId(conversations),
    assignee: { inboxId: 'Returns & Shipping', agentId: 'Elin Haugen' },
  }),
};
const tasksOfCustomer: Step = {
  tool: 'list_all_gladly_customer_tasks',
  args: ([customers]) => ({ customer_id: firstId(customers), status: 'OPEN', fields: ['id', 'body'] }),
};
const addComment: Step = {
  tool: 'create_a_gladly_task_comment',
  args: ([, tasks]) => ({ task_id: firstId(tasks), agentId: 'Bilal Haddad', comment: 'Paid back today.' }),
};
const closeTask: Step = {
  tool: 'update_a_gladly_task_by_id',
  args: ([, tasks]) => ({ id: firstId(tasks), status: 'CLOSED' }),
};

export const customerTasks: Task[] = [
  {
    id: 'answer-and-hand-over',
    person: 'lead',
    request: `In the open chat of ${jonas} reply: "${replyText}" Then the conversation shall be Elin Haugen's, in the inbox Returns & Shipping.`,
    replyFormat: 'done',
    check: async (tenant) => {
      const { id } = await jonasConversation(tenant);
      return async () => {
        const items = rows(await tenant.call('list_all_gladly_conversation_items', { conversation_id: id }));
        const { inboxName, agentName } = await jonasConversation(tenant);
        return [
          ...difference('answers', items.filter((item) => item.text === replyText).length, 1),
          ...difference('inbox and agent', [inboxName, agentName], ['Returns & Shipping', 'Elin Haugen']),
        ];
      };
    },
    steps: [findCustomer(jonas), conversationsOfCustomer, newestMessages, sendReply, assign],
    reply: done,
    // A reply assigns the conversation to the agent who replies.
    wrong: { steps: [findCustomer(jonas), conversationsOfCustomer, newestMessages, sendReply], reply: done },
  },
  {
    id: 'second-address',
    person: 'engineer',
    request: `${grace} also writes from ${newAddress} now. Add that address to her Gladly profile; the old one stays her main address.`,
    replyFormat: 'done',
    check: async (tenant) => {
      const before = await customer(tenant, grace);
      return async () => {
        const after = await customer(tenant, grace);
        return [
          ...difference('addresses', addresses(after), [...addresses(before), newAddress].sort()),
          ...difference('main address', textAt(valuesAt(after, 'emails').find(isPrimary), 'original'), grace),
          ...difference('phones', after.phones, before.phones),
          ...difference('name', after.name, before.name),
        ];
      };
    },
    steps: [
      findCustomer(grace, 'emails'),
      {
        tool: 'update_a_gladly_customer_by_id',
        args: ([customers]) => ({
          id: firstId(customers),
          emails: [{ original: grace, primary: true }, { original: newAddress }],
        }),
      },
    ],
    reply: done,
    // What is sent replaces what is stored.
    wrong: {
      steps: [
        findCustomer(grace, 'emails'),
        {
          tool: 'update_a_gladly_customer_by_id',
          args: ([customers]) => ({ id: firstId(customers), emails: [{ original: newAddress }] }),
        },
      ],
      reply: done,
    },
  },
  {
    id: 'comment-and-close',
    person: 'supervisor',
    request: `The money is back with ${maya}. On her open refund task leave the comment "Paid back today." in Bilal Haddad's name, then close the task.`,
    replyFormat: 'done',
    check: async (tenant) => {
      const [task] = await openTasksOfMaya(tenant);
      return async () => {
        const [after] = rows(await tenant.call('get_single_gladly_task_by_id', { id: task?.id }));
        const comments = rows(await tenant.call('list_all_gladly_task_comments', { task_id: task?.id }));
        const last = comments.at(-1);
        return [
          ...difference('status', after?.status, 'CLOSED'),
          ...difference('body', after?.body, task?.body),
          ...difference('newest comment', [last?.comment, last?.agentName], ['Paid back today.', 'Bilal Haddad']),
          ...difference('assignee', after?.assignee, task?.assignee),
        ];
      };
    },
    steps: [findCustomer(maya), tasksOfCustomer, addComment, closeTask],
    reply: done,
    // Closed tasks accept no comments.
    wrong: { steps: [findCustomer(maya), tasksOfCustomer, closeTask, addComment], reply: done },
  },
];

function isPrimary(email: unknown): boolean {
  return textAt(email, 'primary') === 'true';
}

function lastCustomerItemId(items: Row[]): string {
  return textAt(
    items.findLast((item) => textAt(item, 'initiator.type') === 'CUSTOMER'),
    'id',
  );
}
