import * as z from 'zod';
import type { Arguments } from '../../api/route.js';
import { Failure } from '../../failure.js';
import { flag, id, integer, list, object, text, time, timeZone } from '../arguments.js';
import { record, rows } from '../output.js';
import { documented, get, post, put, remove } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { recordTarget } from './targets.js';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const businessHours = {
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

/** Puts a zero before an hour of one digit: Gladly writes HH:MM (gladly.md, k). */
const timeOfDay = z.string().transform((time) => time.replace(/^\d:/, '0$&'));
const block = z.strictObject({ start: timeOfDay, stop: timeOfDay });

/** A text such as `09:00-17:00` in Gladly's form, {start, stop}; anything but a text unchanged. */
const asBlock = (input: unknown): unknown => {
  if (typeof input !== 'string') return input;
  const [start = '', ...rest] = input.split(/[-–]/).map((time) => time.trim());
  return { start, stop: rest.join('-') };
};

/**
 * Open times of a day. The schema shows them as texts: eight lists of objects would cost more tokens than several tools
 * together. Gladly's own form, {start, stop}, is accepted as well.
 */
const blocks = (about: string) =>
  z
    .preprocess((input) => (Array.isArray(input) ? input.map(asBlock) : input), z.array(block))
    .meta({ description: about, items: { type: 'string' } })
    .optional();

const officeHours = () =>
  object(
    {
      timezone: timeZone('IANA name'),
      monday: blocks('["09:00-17:00"]; none = closed'),
      tuesday: blocks('same'),
      wednesday: blocks('same'),
      thursday: blocks('same'),
      friday: blocks('same'),
      saturday: blocks('same'),
      sunday: blocks('same'),
      exceptions: list(
        object({
          name: text('label'),
          start: time('with offset'),
          stop: time('its end; of a whole day the next midnight'),
          scheduleBlocks: blocks('as a day; [] = closed'),
        }),
        'days unlike the others',
      ).optional(),
    },
    'in its timezone; a day left out is closed',
  );

const scheduleFields = () => ({
  name: text('label', { max: 200 }),
  primary: flag('default schedule').optional(),
  officeHours: officeHours(),
});

/** Checks the times of day, since Gladly names no field in its refusal. @throws Failure `invalid_input` */
function checkedHours<T extends { officeHours: z.output<ReturnType<typeof officeHours>> }>(args: T): Arguments {
  const { exceptions = [], ...week } = args.officeHours;
  for (const day of days) checkBlocks(week[day], `officeHours.${day}`);
  for (const [index, { scheduleBlocks }] of exceptions.entries())
    checkBlocks(scheduleBlocks, `officeHours.exceptions.${index}.scheduleBlocks`);
  return args;
}

function checkBlocks(blocks: z.output<typeof block>[] | undefined, place: string): void {
  for (const [index, { start, stop }] of (blocks ?? []).entries()) {
    const badTime = [start, stop].find((time) => !/^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(time));
    if (badTime === undefined) continue;
    throw new Failure('invalid_input', `${place}.${index}: "${badTime.slice(0, 40)}" is not a time of day.`, {
      hint: 'Open times are "09:00-17:00" or {"start":"09:00","stop":"17:00"}, from 00:00 to 23:59 in the timezone of officeHours.',
    });
  }
}

/** "cannot delete primary business hours" is the one 400 of this operation. */
function explainPrimary(failure: Failure, args: { id: string }): Failure {
  if (failure.kind !== 'invalid_input' || failure.code !== 'invalid') return failure;
  return failure.with({
    kind: 'locked',
    message: `Business hours ${args.id} are the primary ones, which cannot be deleted.`,
    details: { business_hours: { id: args.id, primary: true } },
    hint: '1. list_all_gladly_business_hours for another schedule. 2. update_a_gladly_business_hour_by_id makes that one primary. 3. Delete this one again.',
  });
}

const hoursId = () => id('bh_…');
const exampleHours = { timezone: 'Europe/Oslo', monday: ['09:00-17:00'] };

export const businessHourTools = [
  defineGladlyTool({
    name: 'list_all_gladly_business_hours',
    title: 'All business hours',
    tag: 'business-hours',
    effect: 'list',
    description:
      'Every opening-hours schedule: id, version, name, primary (the default one), officeHours with open blocks in its timezone and exceptions between instants ([] = closed).',
    input: {},
    output: rows(businessHours),
    route: get('/api/v1/business-hours', documented),
  }),
  defineGladlyTool({
    name: 'create_a_gladly_business_hour',
    title: 'Create business hours',
    tag: 'business-hours',
    effect: 'create',
    description: 'Adds an opening-hours schedule. primary takes that role from the one that has it.',
    input: scheduleFields(),
    prepare: checkedHours,
    output: record(businessHours),
    route: post('/api/v1/business-hours', documented),
    example: { name: 'Weekdays', officeHours: exampleHours },
  }),
  defineGladlyTool({
    name: 'get_single_gladly_business_hour_by_id',
    title: 'One schedule of business hours',
    tag: 'business-hours',
    effect: 'get',
    description: 'One opening-hours schedule, with the version for an update.',
    input: { id: hoursId() },
    output: record(businessHours),
    route: get('/api/v1/business-hours/{id}', documented),
    example: { id: demo.primaryBusinessHours },
  }),
  defineGladlyTool({
    name: 'update_a_gladly_business_hour_by_id',
    title: 'Replace business hours',
    tag: 'business-hours',
    effect: 'update',
    // An update raises the stored version, so the same call answers a conflict the second time.
    idempotent: false,
    description:
      'Replaces a whole schedule: read it first (the list has it all), change that, send it with its version; an outdated one answers conflict. primary left out is unproven: send it.',
    input: { id: hoursId(), version: integer('as read'), ...scheduleFields() },
    prepare: checkedHours,
    output: record(businessHours),
    route: put('/api/v1/business-hours/{id}', documented),
    example: { id: demo.businessHours, version: 1, name: 'Weekend crew', officeHours: exampleHours },
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_business_hour_by_id',
    title: 'Delete business hours',
    tag: 'business-hours',
    effect: 'delete',
    description: 'Deletes an opening-hours schedule. The primary one answers locked.',
    input: { id: hoursId() },
    route: remove('/api/v1/business-hours/{id}', documented),
    example: { id: demo.businessHours },
    explainRefusal: explainPrimary,
    target: recordTarget('Business hours', 'get_single_gladly_business_hour_by_id', 'name'),
  }),
];
