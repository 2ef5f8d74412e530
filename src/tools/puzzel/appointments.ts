import { flag, id, text, time } from '../arguments.js';
import { moreIds } from '../ask-each.js';
import { rows, value } from '../output.js';
import { confirmed, get, inferred, post } from '../routes.js';
import { newId } from './answer-shapes.js';
import { definePuzzelTool } from './define.js';
import { between, filterRecords } from './filters.js';
import { askingUser } from './shared-arguments.js';
import { appointmentInCalendar } from './targets.js';

const path = '/{customerKey}/users/{user_id}/catalog/contacts/{contact_id}/appointments';

const contactId = () => id('contact id');
const contactArguments = { user_id: askingUser(), contact_id: contactId() };
const appointmentId = () => id('appointment id');

const details = {
  location: text('place').optional(),
  description: text('notes').optional(),
  isPrivate: flag('private').optional(),
  isAvailable: flag('can be reached').optional(),
  absence: text('Unspecified, Meeting, Lunch, FinishedWorkday, Sick, Vacation, Leave or Other').optional(),
};

/** The SOAP contract of 2015 has it beside the object `appointment`, so it is sent in the query (puzzel.md, section 9). */
const organizationalUnit = text('organizationPath').optional();

export const appointmentTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_contacts_appointments',
    title: 'Appointments of a contact',
    tag: 'catalog',
    effect: 'list',
    description:
      'Calendar of catalogue contacts (agents: list_all_puzzel_scheduled_tasks): subject, beginTime, endTime, isAvailable, absence. Empty = free (demo).',
    input: {
      user_id: askingUser(),
      contact_id: contactId(),
      contact_ids: moreIds('more, beside contact_id'),
      from: time('from'),
      to: time('until'),
      organizationalUnit,
    },
    output: rows({
      id: 'integer: appointment id',
      subject: 'string',
      location: 'string',
      beginTime: 'ISO time',
      endTime: 'ISO time',
      durationMinute: 'integer: minutes',
      description: 'string',
      isPrivate: 'boolean',
      isAvailable: 'boolean: can be reached meanwhile',
      source: 'string: Web, External, CustomerApplication, WebService, Unknown, …',
      absence: 'string: Unspecified, Meeting, Lunch, FinishedWorkday, Sick, Vacation, Leave, Other, …',
    }),
    route: get(path, confirmed),
    example: { contact_id: '70004', from: '2026-01-01T00:00:00Z', to: '2030-12-31T00:00:00Z' },
    untrustedContent: true,
    // An appointment counts when any part of it lies in the period.
    shape: (data, { from, to }) =>
      filterRecords(data, { beginTime: between(undefined, to), endTime: between(from, undefined) }),
    perId: { idArgument: 'contact_id', listArgument: 'contact_ids', member: 'contactId' },
    whenEmpty: 'No appointment in this period: the calendar says free, which does not say that somebody is at work.',
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_contacts_appointment',
    title: 'Add an appointment',
    tag: 'catalog',
    effect: 'create',
    description: "Adds an appointment to a contact's calendar. Answers its id.",
    input: {
      ...contactArguments,
      subject: text('subject'),
      beginTime: time('with offset'),
      endTime: time('with offset'),
      ...details,
      organizationalUnit,
    },
    output: value('appointment id, a number or digits'),
    route: post(path, inferred(), { wrap: 'appointment', query: ['organizationalUnit'] }),
    shape: newId,
    example: {
      contact_id: '70004',
      subject: 'Price call',
      beginTime: '2030-01-31T09:00:00Z',
      endTime: '2030-01-31T09:30:00Z',
    },
  }),
  definePuzzelTool({
    name: 'update_a_puzzel_contacts_appointment_by_id',
    title: 'Change an appointment',
    tag: 'catalog',
    effect: 'update',
    description: "Changes a contact's appointment; what is left out stays (demo).",
    input: {
      ...contactArguments,
      id: appointmentId(),
      subject: text('subject').optional(),
      beginTime: time('with offset').optional(),
      endTime: time('with offset').optional(),
      ...details,
    },
    route: post(`${path}/{id}/update`, inferred(`PUT ${path}/{id}`), { wrap: 'appointment' }),
    example: { contact_id: '70004', id: '52005', location: 'Room 4' },
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_contacts_appointment_by_id',
    title: 'Delete an appointment',
    tag: 'catalog',
    effect: 'delete',
    description: "Removes a contact's appointment.",
    input: { ...contactArguments, id: appointmentId() },
    route: post(`${path}/{id}/delete`, inferred(`DELETE ${path}/{id}`)),
    example: { contact_id: '70002', id: '52002' },
    target: appointmentInCalendar,
  }),
];
