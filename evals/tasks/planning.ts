import { type Answer, numberAt, rows, textAt } from '../answer.js';
import { difference } from '../difference.js';
import type { Task } from '../task.js';
import type { Tenant } from '../tenant.js';
import { dateIn, utcOf } from '../time.js';

const oslo = 'Europe/Oslo';
/** The time in UTC at which the clocks of a zone show `time`, this many days after today in Oslo. */
const at = (days: number, time: string, zone = oslo) => utcOf(dateIn(days, oslo), time, zone);

const done = () => ['done'];
const requestId = (answer: Answer | undefined) => textAt(rows(answer)[0], 'requestId');
const contactId = (answer: Answer | undefined) => textAt(rows(answer)[0], 'id');

const plannedCalls = async (tenant: Tenant) => rows(await tenant.call('list_all_puzzel_scheduled_tasks'));

const appointments = async (tenant: Tenant, name: string) => {
  const [contact] = rows(await tenant.call('list_all_puzzel_catalog_contacts', { searchString: name }));
  const period = { from: at(0, '00:00'), to: at(7, '00:00') };
  return rows(await tenant.call('list_all_puzzel_contacts_appointments', { contact_id: contact?.id, ...period }));
};

const findTask = (searchString: string) => ({
  tool: 'list_all_puzzel_scheduled_tasks',
  args: { searchString, fields: ['requestId', 'name', 'scheduledDateTime'] },
});
const findContact = (searchString: string) => ({
  tool: 'list_all_puzzel_catalog_contacts',
  args: { searchString, fields: ['id', 'firstName', 'lastName'] },
});

export const planningTasks: Task[] = [
  {
    id: 'move-a-callback',
    person: 'lead',
    request:
      'Gareth Pugh cannot take our planned call in the morning. Move it to 15:30 tomorrow, Oslo time, and leave the rest of it as it is.',
    replyFormat: 'done',
    check: async (tenant) => {
      const before = await plannedCalls(tenant);
      return async () => {
        const expected = before.map((task) =>
          task.name === 'Gareth Pugh' ? { ...task, scheduledDateTime: at(1, '15:30') } : task,
        );
        return difference('planned calls', await plannedCalls(tenant), expected);
      };
    },
    steps: [
      findTask('Gareth Pugh'),
      {
        tool: 'update_a_puzzel_scheduled_task_by_id',
        args: ([tasks]) => ({ id: requestId(tasks), scheduledDateTime: at(1, '15:30') }),
      },
    ],
    reply: done,
    wrong: {
      steps: [
        findTask('Gareth Pugh'),
        {
          tool: 'update_a_puzzel_scheduled_task_by_id',
          args: ([tasks]) => ({ id: requestId(tasks), scheduledDateTime: at(1, '15:30', 'UTC') }),
        },
      ],
      reply: done,
    },
  },
  {
    id: 'cancel-a-callback',
    person: 'lead',
    request:
      'Elin Strand has paid: nobody needs to ring her about the payment plan any more. Cancel that planned call.',
    replyFormat: 'done',
    check: async (tenant) => {
      const before = await plannedCalls(tenant);
      return async () =>
        difference(
          'planned calls',
          await plannedCalls(tenant),
          before.filter(({ name }) => name !== 'Elin Strand'),
        );
    },
    steps: [
      findTask('Elin Strand'),
      { tool: 'delete_a_puzzel_scheduled_task_by_id', args: ([tasks]) => ({ id: requestId(tasks) }) },
    ],
    reply: done,
    wrong: {
      steps: [
        findTask('Gareth Pugh'),
        { tool: 'delete_a_puzzel_scheduled_task_by_id', args: ([tasks]) => ({ id: requestId(tasks) }) },
      ],
      reply: done,
    },
  },
  {
    id: 'block-a-calendar',
    person: 'supervisor',
    request:
      'Put "Forecast meeting" into Kari Moen\'s calendar, the day after tomorrow from 10 to 11 in Oslo. She cannot be reached then.',
    replyFormat: 'done',
    check: async (tenant) => {
      const before = (await appointments(tenant, 'Kari Moen')).map(({ id }) => id);
      return async () => {
        const addedAppointments = (await appointments(tenant, 'Kari Moen')).filter(({ id }) => !before.includes(id));
        const actual = addedAppointments.map(({ subject, beginTime, endTime, isAvailable }) => ({
          subject,
          beginTime,
          endTime,
          isAvailable,
        }));
        return difference('new appointments', actual, [
          { subject: 'Forecast meeting', beginTime: at(2, '10:00'), endTime: at(2, '11:00'), isAvailable: false },
        ]);
      };
    },
    steps: [
      findContact('Kari Moen'),
      { tool: 'create_a_puzzel_contacts_appointment', args: ([contacts]) => meetingArgs(contacts) },
    ],
    reply: done,
    wrong: {
      steps: [
        findContact('Kari Moen'),
        {
          tool: 'create_a_puzzel_contacts_appointment',
          args: ([contacts]) => ({ ...meetingArgs(contacts), endTime: at(2, '12:00') }),
        },
      ],
      reply: done,
    },
  },
  {
    id: 'callback-to-a-gladly-customer',
    person: 'lead',
    request:
      'Grace Nakamura (grace.nakamura@example.net in Gladly) wants to be called on her mobile tomorrow at 10:00 our time in Oslo. Plan it in Puzzel for Lars Bakken, in the technical support queue.',
    replyFormat: 'the request id of the planned call',
    check: async (tenant) => {
      const before = (await plannedCalls(tenant)).map((task) => task.requestId);
      const [customer] = rows(await tenant.call('list_all_gladly_customers', { email: 'grace.nakamura@example.net' }));
      return async ({ reply }) => {
        const addedCalls = (await plannedCalls(tenant)).filter((task) => !before.includes(task.requestId));
        const actual = addedCalls.map(({ phone, scheduledDateTime, reservedUserName, queueId }) => ({
          phone,
          scheduledDateTime,
          reservedUserName,
          queueId,
        }));
        const expected = {
          phone: textAt(customer, 'phones.normalized'),
          scheduledDateTime: at(1, '10:00'),
          reservedUserName: 'Lars Bakken',
          queueId: 121,
        };
        return [
          ...difference('new planned calls', actual, [expected]),
          ...difference('the reply', reply, [textAt(addedCalls[0], 'requestId')]),
        ];
      };
    },
    steps: [
      {
        tool: 'list_all_gladly_customers',
        args: { email: 'grace.nakamura@example.net', fields: ['id', 'name', 'phones'] },
      },
      { tool: 'list_all_puzzel_query_users', args: { searchString: 'Lars Bakken' } },
      { tool: 'create_a_puzzel_scheduled_task', args: ([customers, users]) => callbackArgs(customers, users) },
    ],
    reply: ([, , created]) => [String(created?.result)],
    wrong: {
      steps: [
        { tool: 'list_all_gladly_customers', args: { email: 'grace.nakamura@example.net' } },
        { tool: 'list_all_puzzel_query_users', args: { searchString: 'Lars Bakken' } },
        {
          tool: 'create_a_puzzel_scheduled_task',
          args: ([customers, users]) => ({
            ...callbackArgs(customers, users),
            scheduledDateTime: at(1, '10:00', 'UTC'),
          }),
        },
      ],
      reply: ([, , created]) => [String(created?.result)],
    },
  },
];

function meetingArgs(contacts: Answer | undefined) {
  return {
    contact_id: contactId(contacts),
    subject: 'Forecast meeting',
    beginTime: at(2, '10:00'),
    endTime: at(2, '11:00'),
    isAvailable: false,
  };
}

function callbackArgs(customers: Answer | undefined, users: Answer | undefined) {
  return {
    name: textAt(rows(customers)[0], 'name'),
    phone: textAt(rows(customers)[0], 'phones.normalized'),
    title: 'Call back',
    queueKey: 'q_technical_support',
    reservedUserId: numberAt(rows(users)[0], 'userId'),
    scheduledDateTime: at(1, '10:00'),
  };
}
