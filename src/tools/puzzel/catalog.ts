import { id, text, user } from '../arguments.js';
import { type Members, puzzelDone, record, rows, value } from '../output.js';
import { confirmed, get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';

const contact: Members = {
  id: 'string: contact id',
  azureObjectId: 'string: id in the Microsoft directory',
  firstName: 'string',
  lastName: 'string',
  title: 'string',
  info: 'string',
  services: 'services that the contact belongs to',
  organizationId: 'id of the unit',
  organizationName: 'string',
  organizationPath: 'string: units from the top, separated by |',
  isCalenderBusy: 'boolean: busy by the calendar (Puzzel spells it so)',
  communicationPoints: rows({
    communicationType: 'string: EMail, Phone, Cell, Fax, …',
    remoteAddress: 'string: number or address',
    status: 'presence',
  }),
};

export const catalogTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_catalog_contacts',
    title: 'Search contacts',
    tag: 'catalog',
    effect: 'list',
    description: 'Searches the contact catalogue (people to transfer to): numbers, e-mail, organisation, busy or not.',
    input: {
      user_id: user(),
      searchString: text('% is the wildcard, leading #: phonetic'),
      organizationalUnit: text('path separated by |, may end in %').optional(),
    },
    output: rows(contact),
    // An older client sent the fields in the query string; the newer one sends JSON.
    route: post('/{customerKey}/users/{user_id}/catalog/contacts/search', confirmed),
    example: { searchString: '%' },
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_catalog_contact_by_id',
    title: 'Contact',
    tag: 'catalog',
    effect: 'get',
    description: 'One contact: phone numbers, e-mail, organisation.',
    input: { user_id: user(), id: id('from list_all_puzzel_catalog_contacts') },
    output: record(contact),
    route: get('/{customerKey}/users/{user_id}/catalog/contacts/{id}', confirmed),
    example: { id: '70004' },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_catalog_timezone',
    title: 'Time zone',
    tag: 'catalog',
    effect: 'list',
    description: 'Time zone of the customer: one value.',
    input: {},
    output: value('string: time zone'),
    route: get('/{customerKey}/catalog/timezone', inferred()),
    example: {},
  }),
  definePuzzelTool({
    name: 'update_a_puzzel_catalog_timezone_by_id',
    title: 'Set the time zone',
    tag: 'catalog',
    effect: 'update',
    description: 'Sets the time zone of the whole customer.',
    input: { timeZone: text('form as in list_all_puzzel_catalog_timezone') },
    output: puzzelDone,
    route: post(
      '/{customerKey}/catalog/timezone',
      inferred('PUT /{customerKey}/catalog/timezone', '/{customerKey}/catalog/timezone/update'),
    ),
    example: { timeZone: 'Europe/Oslo' },
  }),
];
