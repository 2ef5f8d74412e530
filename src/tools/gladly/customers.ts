import type { Arguments } from '../../api/route.js';
import { Failure } from '../../failure.js';
import { flag, id, list, object, oneOf, text } from '../arguments.js';
import { record, rows } from '../output.js';
import { documented, get, patch, post, remove } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { markMerged } from './merged-profiles.js';
import { asObject, namedValues } from './named-values.js';
import { ownId } from './own-ids.js';
import { e164 } from './phone.js';
import { customerToDelete } from './targets.js';

const profile = {
  id: 'string',
  name: 'string',
  image: 'URL',
  address: 'string: one line',
  emails: rows({ original: 'as typed', normalized: 'as compared', primary: 'boolean' }),
  phones: rows({
    original: 'as typed',
    normalized: 'E.164',
    extension: 'string',
    regionCode: 'country',
    primary: 'boolean',
    smsPreference: 'ON, OFF or FORBIDDEN',
    type: 'HOME, MOBILE or OFFICE; absent = other',
  }),
  externalCustomerId: 'string: id in the own system',
  externalCustomerIds: 'object: ids in several systems',
  customAttributes: 'object with the keys of the organization',
  createdAt: 'ISO time',
  updatedAt: 'ISO time',
  merged_into: 'string: in a search, the id to use when this one was merged',
};

const customerId = () => id('customer');

/** `normalized` is set by Gladly; it is accepted so that a list can be sent back as it was read. */
const profileFields = () => ({
  name: text('full name').optional(),
  image: text('picture URL').optional(),
  address: text('one line').optional(),
  emails: list(
    object({
      original: text('address'),
      normalized: text('leave out').optional(),
      primary: flag('preferred').optional(),
    }),
    'all, each unique over all customers',
  ).optional(),
  phones: list(
    object({
      original: text('number'),
      normalized: text('leave out').optional(),
      extension: text('extension').optional(),
      regionCode: text('if without +; default US').optional(),
      primary: flag('preferred').optional(),
      smsPreference: oneOf(['ON', 'OFF', 'FORBIDDEN'], 'SMS allowed').optional(),
      type: oneOf(['HOME', 'MOBILE', 'OFFICE'], 'kind').optional(),
    }),
    'all; MOBILE is unique over all customers',
  ).optional(),
  // Only for lookup adaptors installed before 2021-05-12.
  externalCustomerId: text('id in your system').optional(),
  customAttributes: namedValues('own fields').optional(),
});

/** The profile with its custom attributes in Gladly's form, an object. */
function profileOf<T extends { customAttributes?: { name: string; value: unknown }[] | undefined }>({
  customAttributes,
  ...args
}: T): Arguments {
  return { ...args, ...(customAttributes && { customAttributes: asObject(customAttributes) }) };
}

/** The one identifier to search by: Gladly refuses two, and finds phone numbers only in E.164. */
function searchArguments(args: Readonly<Record<string, string | undefined>>): Arguments {
  const identifiers = Object.entries(args).filter(([, value]) => value !== undefined && value.trim() !== '');
  const [[name, value] = [], ...otherIdentifiers] = identifiers;
  if (name === undefined || value === undefined || otherIdentifiers.length > 0) {
    throw new Failure('invalid_input', 'Give exactly one of email, phoneNumber and externalCustomerId.', {
      hint: 'Gladly cannot list all customers or search by name. Call once per identifier.',
    });
  }
  return { [name]: name === 'phoneNumber' ? e164(value, name) : value.trim() };
}

export const customerTools = [
  defineGladlyTool({
    name: 'create_a_gladly_customer',
    title: 'Create a customer',
    tag: 'customers',
    effect: 'create',
    description:
      'Makes a customer profile; a taken address or mobile answers conflict. Search finds it only seconds later.',
    input: { id: ownId(), ...profileFields() },
    takesOwnId: true,
    prepare: profileOf,
    route: post('/api/v1/customer-profiles', documented),
    example: { name: 'Noor Haddad', emails: [{ original: 'noor@example.com', primary: true }] },
  }),
  defineGladlyTool({
    name: 'list_all_gladly_customers',
    title: 'Find customers',
    tag: 'customers',
    effect: 'list',
    description:
      'Finds customers by exactly one of e-mail, phone (which types is unproven), external id; last updated first, at most 50. No search by name, place or words; in bulk: list_all_gladly_export_jobs. merged_into: use that id instead.',
    input: {
      email: text('whole address').optional(),
      phoneNumber: text('with country code, +…').optional(),
      externalCustomerId: text('id in the own system, old adaptors only').optional(),
    },
    prepare: searchArguments,
    run: async (args, context, call) => markMerged(await call(args), context),
    cap: { maxRecords: 50, missing: 'those not updated for longest may be missing.', silent: true },
    whenEmpty:
      'No profile was found; that proves little: a number may be stored without its country code or with a type that is not searched, and new profiles are found seconds later. Try the other identifiers of the person.',
    output: rows(profile),
    route: get('/api/v1/customer-profiles', documented),
    example: { phoneNumber: '+1 555 012 3456' },
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'get_single_gladly_customer_by_id',
    title: 'One customer',
    tag: 'customers',
    effect: 'get',
    description:
      'One customer profile: name, emails, phones, address, customAttributes. A merged one answers merged with its new id.',
    input: { id: customerId() },
    customer: 'id',
    output: record(profile),
    route: get('/api/v1/customer-profiles/{id}', documented),
    example: { id: demo.customer },
    untrustedContent: true,
  }),
  defineGladlyTool({
    name: 'update_a_gladly_customer_by_id',
    title: 'Change a customer',
    tag: 'customers',
    effect: 'update',
    description:
      'Changes a profile; what is left out stays. emails and phones replace the stored lists: read first, send all. Whether customAttributes replace or merge is unproven. No tool merges customers.',
    input: { id: customerId(), ...profileFields() },
    prepare: profileOf,
    customer: 'id',
    route: patch('/api/v1/customer-profiles/{id}', documented),
    example: { id: demo.customer, address: '12 Harbour Street, Bergen' },
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_customer_by_id',
    title: 'Delete a customer',
    tag: 'customers',
    effect: 'delete',
    description:
      'Deletes a customer with all conversations for good. While one is OPEN or WAITING it answers locked with what to close, and nothing is deleted; open tasks are not known to block. Needs a Compliance Administrator.',
    input: { id: customerId() },
    customer: 'id',
    route: remove('/api/v1/customer-profiles/{id}', documented),
    example: { id: demo.closedCustomer },
    target: customerToDelete,
  }),
  defineGladlyTool({
    name: 'create_a_gladly_user_identity_jwt',
    title: 'Issue a chat sign-in token',
    tag: 'customers',
    effect: 'create',
    description: 'Issues a token that signs a customer into chat. A secret: whoever has it chats as this customer.',
    input: {
      identityType: oneOf(['EMAIL', 'MOBILE_PHONE_NUMBER'], 'kind'),
      identity: text('e-mail, or +…'),
    },
    prepare: ({ identityType, identity }) => ({
      identityType,
      identity: identityType === 'EMAIL' ? identity.trim() : e164(identity, 'identity'),
    }),
    output: record({ token: 'JWT' }),
    route: post('/api/v1/user-identity-jwt', documented),
    example: { identityType: 'EMAIL', identity: 'maya.lindqvist@example.com' },
  }),
];
