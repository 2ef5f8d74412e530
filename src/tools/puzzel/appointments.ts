import { flag, id, text, time, user } from '../arguments.js';
import { puzzelDone, rows } from '../output.js';
import { confirmed, get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { calendarOf } from './targets.js';

const path = '/{customerKey}/users/{user_id}/catalog/contacts/{contact_id}/appointments';

const ofContact = { user_id: user(), contact_id: id('contact') };
const appointmentId = () => id('appointment');

const details = {
  location: text('place').optional(),
  description: text('notes').optional(),
  isPrivate: flag('private').optional(),
  isAvailable: flag('can be reached').optional(),
  // Text or true/false: no source shows it.
  absence: text('values unknown').optional(),
};

export const appointmentTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_contacts_appointments',
    title: 'Appointments of a contact',
    tag: 'catalog',
    effect: 'list',
    description: 'Calendar of a contact: busy times and absences.',
    input: {
      user_id: user(),
      contact_id: id('contact'),
      from: time('from'),
      to: time('until'),
    },
    output: rows({
      id: 'string: appointment id',
      subject: 'string',
      location: 'string',
      beginTime: 'ISO time',
      endTime: 'ISO time',
      durationMinute: 'integer: minutes',
      description: 'string',
      isPrivate: 'boolean',
      isAvailable: 'boolean: can be reached meanwhile',
      source: 'where the appointment comes from',
      absence: 'kind of absence',
    }),
    route: get(path, confirmed),
    example: { contact_id: '70004', from: '2026-01-01T00:00:00Z', to: '2030-12-31T00:00:00Z' },
    customerText: true,
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_contacts_appointment',
    title: 'Add an appointment',
    tag: 'catalog',
    effect: 'create',
    description: "Adds an appointment to a contact's calendar.",
    input: {
      ...ofContact,
      subject: text('subject'),
      beginTime: time('start'),
      endTime: time('end'),
      ...details,
    },
    output: puzzelDone,
    route: post(path, inferred()),
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
    description: "Changes a contact's appointment.",
    input: {
      ...ofContact,
      id: appointmentId(),
      subject: text('subject').optional(),
      beginTime: time('start').optional(),
      endTime: time('end').optional(),
      ...details,
    },
    output: puzzelDone,
    route: post(`${path}/{id}/update`, inferred(`PUT ${path}/{id}`)),
    example: { contact_id: '70004', id: '52005', location: 'Room 4' },
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_contacts_appointment_by_id',
    title: 'Delete an appointment',
    tag: 'catalog',
    effect: 'delete',
    description: "Removes a contact's appointment.",
    input: { ...ofContact, id: appointmentId() },
    output: puzzelDone,
    route: post(`${path}/{id}/delete`, inferred(`DELETE ${path}/{id}`)),
    example: { contact_id: '70002', id: '52002' },
    target: calendarOf,
  }),
];
