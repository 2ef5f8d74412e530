import { day, hour, startOfDay } from '../dates.js';
import type { ScheduledTask } from '../model.js';
import { contacts } from './catalog.js';

type ScheduledTaskSeed = [
  id: number,
  contactId: string,
  duration: number,
  queueKey: string,
  reservedUserId: number,
  days: number,
  hours: number,
  title: string,
  description: string,
];

const priceCallText = 'Go through the revised offer before the board meeting.';

/** `days` after the day on which the demo starts, at `hours` UTC (office hours in Oslo); `duration` in minutes. */
const seeds: ScheduledTaskSeed[] = [
  [10951, '70004', 30, 'q_vip_sales', 9948, 1, 9, 'Price call, 120 fibre lines', priceCallText],
  [
    10958,
    '70007',
    15,
    'q_technical_support',
    9203,
    1,
    7,
    'Callback after line test',
    'Tell the result of the overnight line test.',
  ],
  [10963, '70009', 15, 'q_billing', 0, 2, 12, 'Payment plan', 'Agree on a payment plan for two open invoices.'],
];

/** Planned calls to contacts of the catalogue. */
export function seedScheduledTasks(startedAt: number): Map<number, ScheduledTask> {
  return new Map(
    seeds.map(([id, contactId, duration, queueKey, reservedUserId, days, hours, title, description]) => {
      const contact = contacts.find((one) => one.id === contactId);
      const who = { contactId, name: `${contact?.firstName} ${contact?.lastName}`, phone: contact?.phone ?? '' };
      const scheduledAt = startOfDay(startedAt) + days * day + hours * hour;
      return [id, { id, ...who, duration, queueKey, reservedUserId, title, description, scheduledAt, variables: [] }];
    }),
  );
}
