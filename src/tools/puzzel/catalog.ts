import { id, text } from '../arguments.js';
import { type Members, record, rows, value } from '../output.js';
import { confirmed, get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { askingUser } from './shared-arguments.js';

const contact: Members = {
  id: 'string: contact id',
  azureObjectId: 'string: id in the Microsoft directory',
  firstName: 'string',
  lastName: 'string',
  title: 'string',
  info: 'string',
  infoHidden: 'string',
  services: 'services that the contact belongs to',
  organizationId: 'id of the unit',
  organizationName: 'string',
  organizationPath: 'string: units from the top, separated by |',
  organizationAddress1: 'string',
  organizationAddress2: 'string',
  backupContactId: 'integer: who stands in',
  backupContactName: 'string',
  isCalenderBusy: 'boolean: busy by the calendar (Puzzel spells it so)',
  communicationPoints: rows({
    communicationType: 'string: EMail, Phone, Cell, Fax, …',
    remoteAddress: 'string: number or address',
    status: 'string: presence: Idle, Busy, Off, Unavailable, Unknown, Available, Undefined, …',
    countryPrefix: 'string',
    location: 'string',
    isBlocked: 'boolean',
    isHidden: 'boolean',
  }),
};

export const catalogTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_catalog_contacts',
    title: 'Search contacts',
    tag: 'catalog',
    effect: 'list',
    description:
      'Searches the contact catalogue: people to transfer to, NOT agents. id (contact_id elsewhere), firstName, lastName, title, organizationName, isCalenderBusy, communicationPoints[] (remoteAddress, status = presence).',
    input: {
      user_id: askingUser(),
      searchString: text('name (demo); % is the wildcard, leading #: phonetic'),
      organizationalUnit: text('organizationPath, may end in %').optional(),
    },
    output: rows(contact),
    // An older client sent the fields in the query string; the newer one sends JSON.
    route: post('/{customerKey}/users/{user_id}/catalog/contacts/search', confirmed),
    example: { searchString: '%' },
    whenEmpty:
      'No contact fits; % alone lists all. Agents are not in this catalogue: list_all_puzzel_state_information.',
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_catalog_contact_by_id',
    title: 'Contact',
    tag: 'catalog',
    effect: 'get',
    description: 'One contact; no more than the search shows.',
    input: {
      user_id: askingUser(),
      id: id('contact id'),
      organizationalUnit: text('organizationPath').optional(),
    },
    output: record(contact),
    route: get('/{customerKey}/users/{user_id}/catalog/contacts/{id}', confirmed),
    example: { id: '70004' },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_catalog_timezone',
    title: 'Time zone',
    tag: 'catalog',
    effect: 'list',
    description: 'Time zone of the whole customer: one value. Answers are in UTC all the same.',
    input: {},
    output: value('string: time zone'),
    route: get('/{customerKey}/catalog/timezone', inferred()),
  }),
  definePuzzelTool({
    name: 'update_a_puzzel_catalog_timezone_by_id',
    title: 'Set the time zone',
    tag: 'catalog',
    effect: 'update',
    description: 'Sets the time zone of the WHOLE customer.',
    input: { timeZone: text('form as in list_all_puzzel_catalog_timezone') },
    route: post(
      '/{customerKey}/catalog/timezone',
      inferred('PUT /{customerKey}/catalog/timezone', '/{customerKey}/catalog/timezone/update'),
    ),
    example: { timeZone: 'Europe/Oslo' },
  }),
];
