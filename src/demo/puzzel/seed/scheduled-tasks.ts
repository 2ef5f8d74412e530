import { day, hour, startOfDay } from '../dates.js';
import type { ScheduledTask } from '../model.js';

type ScheduledTaskSeed = Omit<ScheduledTask, 'contactId' | 'scheduledAt' | 'variables'> & {
  /** Days after the day on which the demo starts. */
  days: number;
  /** Hour of that day in UTC, within office hours in Oslo. */
  hours: number;
};

const seeds: ScheduledTaskSeed[] = [
  {
    id: 10951,
    name: 'Tone Aasen',
    phone: '+442079460514',
    duration: 30,
    queueKey: 'q_vip_sales',
    reservedUserId: 9948,
    days: 1,
    hours: 9,
    title: 'Price call, 120 fibre lines',
    description: 'Go through the revised offer before the board meeting.',
  },
  {
    id: 10958,
    name: 'Gareth Pugh',
    phone: '+442079460517',
    duration: 15,
    queueKey: 'q_technical_support',
    reservedUserId: 9203,
    days: 1,
    hours: 7,
    title: 'Callback after line test',
    description: 'Tell the result of the overnight line test.',
  },
  {
    id: 10963,
    name: 'Elin Strand',
    phone: '+442079460519',
    duration: 15,
    queueKey: 'q_billing',
    reservedUserId: 0,
    days: 2,
    hours: 12,
    title: 'Payment plan',
    description: 'Agree on a payment plan for two open invoices.',
  },
];

/** Planned calls to customers, who are not in the catalogue of colleagues. */
export function seedScheduledTasks(startedAt: number): Map<number, ScheduledTask> {
  return new Map(
    seeds.map(({ days, hours, ...seed }) => {
      const scheduledAt = startOfDay(startedAt) + days * day + hours * hour;
      return [seed.id, { ...seed, contactId: '', scheduledAt, variables: [] }];
    }),
  );
}
