import * as z from 'zod';
import { Failure } from '../../failure.js';
import type { Arguments } from '../../http/route.js';
import { didYouMean } from '../../nearest.js';
import { flag, record as freeKeys, id, integer, list, object, text, time } from '../arguments.js';
import { changed, record, rows } from '../output.js';
import { documented, get, post, put, remove } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { named } from './targets.js';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const hours = {
  id: 'string: bh_…',
  version: 'integer: send it with update_a_gladly_business_hour_by_id',
  name: 'string',
  primary: 'boolean: the default schedule',
  officeHours: record({
    timezone: 'IANA name',
    ...Object.fromEntries(days.map((day) => [day, 'array of {start, stop}, HH:MM; absent = closed'])),
    exceptions: 'array of {name, start, stop, scheduleBlocks}; no blocks = closed',
  }),
  createdAt: 'ISO time',
  updatedAt: 'ISO time',
};

const block = () => object({ start: text('HH:MM'), stop: text('HH:MM') });

/** Spelled out as a schema, exceptions cost as much as a whole tool; they are described in words and checked below. */
const exception = z.strictObject({
  name: z.string(),
  start: time('start'),
  stop: time('stop'),
  scheduleBlocks: z.array(block()).optional(),
});

/** The seven days share one description, for the same reason. */
const officeHours = () =>
  z
    .object({
      timezone: text('IANA name'),
      exceptions: list(
        freeKeys('exception'),
        '{name, start, stop: ISO times, scheduleBlocks: as a day; none = closed}',
      ).optional(),
    })
    .catchall(list(block(), 'open times of a day'))
    .meta({ description: 'monday … sunday with open times; a day left out is closed' });

const schedule = () => ({
  name: text('label', { max: 200 }),
  primary: flag('default schedule').optional(),
  officeHours: officeHours(),
});

function checkedHours<T extends { officeHours: z.output<ReturnType<typeof officeHours>> }>(args: T): Arguments {
  const { timezone: _, exceptions = [], ...open } = args.officeHours;
  for (const day of Object.keys(open)) {
    if (days.some((known) => known === day)) continue;
    throw new Failure('invalid_input', `officeHours has no "${day}".${didYouMean(day, days)}`, {
      hint: `Days are ${days.join(', ')}.`,
    });
  }
  const read = z.array(exception).safeParse(exceptions);
  if (read.success) return args;
  const [issue] = read.error.issues;
  throw new Failure('invalid_input', `officeHours.exceptions.${issue?.path.join('.')}: ${issue?.message}`, {
    hint: 'An exception is {name, start, stop, scheduleBlocks}, start and stop ISO times.',
  });
}

/** "cannot delete primary business hours" is the one 400 of this operation. */
function primary(failure: Failure, args: Arguments): Failure {
  if (failure.kind !== 'invalid_input' || failure.code !== 'invalid') return failure;
  return failure.with({
    kind: 'locked',
    message: `Business hours ${String(args.id)} are the primary ones, which cannot be deleted.`,
    details: { business_hours: { id: args.id, primary: true } },
    hint: '1. list_all_gladly_business_hours for another schedule. 2. update_a_gladly_business_hour_by_id makes that one primary. 3. Delete this one again.',
  });
}

const hoursId = () => id('bh_…');
const officeTime = { timezone: 'Europe/Oslo', monday: [{ start: '09:00', stop: '17:00' }] };

export const businessHourTools = [
  defineGladlyTool({
    name: 'list_all_gladly_business_hours',
    title: 'All business hours',
    tag: 'business-hours',
    effect: 'list',
    description: 'Every opening-hours schedule with timezone and exceptions; primary is the default one.',
    input: {},
    output: rows(hours),
    route: get('/api/v1/business-hours', documented),
    example: {},
  }),
  defineGladlyTool({
    name: 'create_a_gladly_business_hour',
    title: 'Create business hours',
    tag: 'business-hours',
    effect: 'create',
    description: 'Adds an opening-hours schedule. primary takes that role from the one that has it.',
    input: schedule(),
    prepare: checkedHours,
    output: record(hours),
    route: post('/api/v1/business-hours', documented),
    example: { name: 'Weekdays', officeHours: officeTime },
  }),
  defineGladlyTool({
    name: 'get_single_gladly_business_hour_by_id',
    title: 'One schedule of business hours',
    tag: 'business-hours',
    effect: 'get',
    description: 'One opening-hours schedule, with the version that an update needs.',
    input: { id: hoursId() },
    output: record(hours),
    route: get('/api/v1/business-hours/{id}', documented),
    example: { id: demo.primaryBusinessHours },
  }),
  defineGladlyTool({
    name: 'update_a_gladly_business_hour_by_id',
    title: 'Replace business hours',
    tag: 'business-hours',
    effect: 'update',
    // The stored version moves on, so the same call a second time answers a conflict.
    idempotent: false,
    description:
      'Replaces a whole schedule: read it first, change that, send it with its version; an outdated one answers conflict.',
    input: { id: hoursId(), version: integer('as read'), ...schedule() },
    prepare: checkedHours,
    output: record(hours),
    route: put('/api/v1/business-hours/{id}', documented),
    example: { id: demo.businessHours, version: 1, name: 'Weekend crew', officeHours: officeTime },
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_business_hour_by_id',
    title: 'Delete business hours',
    tag: 'business-hours',
    effect: 'delete',
    description: 'Deletes an opening-hours schedule. The primary one answers locked.',
    input: { id: hoursId() },
    output: changed,
    route: remove('/api/v1/business-hours/{id}', documented),
    example: { id: demo.businessHours },
    refused: primary,
    target: named('Business hours', 'get_single_gladly_business_hour_by_id', 'name'),
  }),
];
