import { type Answer, type Row, rows, textAt, valuesAt } from '../answer.js';
import { difference } from '../difference.js';
import { expectValues } from '../reply.js';
import type { Call, Task } from '../task.js';
import { dateOfNext, utcOf } from '../time.js';

const newYork = 'America/New_York';
const dentistAddress = 'accounts@hillside-dental.example';
/** The time in UTC at which the clocks of a zone show noon, on New York's coming Monday. */
const mondayNoon = (zone: string) => utcOf(dateOfNext('Monday', newYork), '12:00', zone);

/** The successful answers of a tool in a run. */
const answersOf = (calls: readonly Call[], tool: string): Answer[] =>
  calls.filter((call) => call.tool === tool && call.answer.error === undefined).map(({ answer }) => answer);

const lookAtMails = { tool: 'get_single_puzzel_user_visual_queue_by_id', args: { id: 'E-mail' } };

const mailAbout = (mails: Row[], word: string) => mails.find((mail) => textAt(mail, 'description').includes(word));

/** The mobile number of a Gladly profile. */
const mobile = (profile: Row | undefined) =>
  textAt(
    valuesAt(profile, 'phones').find((phone) => textAt(phone, 'type') === 'MOBILE'),
    'normalized',
  );

const taskFor = (mails: Answer | undefined, dueAt: string) => ({
  customer: { emailAddress: textAt(mailAbout(rows(mails), 'Direct debit'), 'requestRemoteAddress') },
  assignee: { inboxId: 'Billing' },
  body: 'Direct debit went out twice: pay one back.',
  dueAt,
});

export const bothVendorsTasks: Task[] = [
  {
    id: 'mobile-of-a-mail-sender',
    person: 'lead',
    request:
      'Somebody in the E-mail queue of Puzzel has a problem after a firmware update. Under which mobile number does Gladly know this customer?',
    replyFormat: 'the number with +',
    check: expectValues(async (tenant) => {
      const mail = mailAbout(rows(await tenant.call(lookAtMails.tool, lookAtMails.args)), 'firmware');
      const [profile] = rows(await tenant.call('list_all_gladly_customers', { email: mail?.requestRemoteAddress }));
      return [mobile(profile)];
    }, 'constant'),
    steps: [
      lookAtMails,
      {
        tool: 'list_all_gladly_customers',
        args: ([mails]) => ({
          email: mailAbout(rows(mails), 'firmware')?.requestRemoteAddress,
          fields: ['id', 'phones'],
        }),
      },
    ],
    reply: ([, customers]) => [mobile(rows(customers)[0])],
    wrong: { reply: () => ['+15550123456'] },
  },
  {
    id: 'gladly-task-for-a-mail-sender',
    person: 'supervisor',
    request: `${dentistAddress} has a mail about a double direct debit in Puzzel's E-mail queue. Make a Gladly task in the Billing inbox to pay one back, due on the coming Monday at noon in New York.`,
    replyFormat: 'the id of the task',
    check:
      (tenant) =>
      async ({ reply, calls }) => {
        const creations = ['create_a_gladly_task', 'create_a_gladly_customer_task'].flatMap((tool) =>
          answersOf(calls, tool),
        );
        const [id = ''] = valuesAt(
          creations.map(({ result }) => result),
          'id',
        ).map(String);
        if (id === '') return ['no task was made'];
        const [task] = rows(await tenant.call('get_single_gladly_task_by_id', { id }));
        const [customer] = rows(await tenant.call('list_all_gladly_customers', { email: dentistAddress }));
        return [
          ...difference('tasks made', creations.length, 1),
          ...difference('the reply', reply, [id]),
          ...difference('due', task?.dueAt, mondayNoon(newYork)),
          ...difference('inbox', textAt(task, 'assignee.inboxName'), 'Billing'),
          ...difference('customer', task?.customerId, customer?.id),
        ];
      },
    allowedWrites: ['create_a_gladly_customer_task'],
    steps: [lookAtMails, { tool: 'create_a_gladly_task', args: ([mails]) => taskFor(mails, mondayNoon(newYork)) }],
    reply: ([, task]) => [textAt(rows(task)[0], 'id')],
    wrong: {
      steps: [lookAtMails, { tool: 'create_a_gladly_task', args: ([mails]) => taskFor(mails, mondayNoon('UTC')) }],
      reply: ([, task]) => [textAt(rows(task)[0], 'id')],
    },
  },
];
