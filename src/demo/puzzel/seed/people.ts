import type { ContactCentreStatus, UserStatus } from '../model.js';

/** The group of users that programs log in as. They are no agents. */
export const apiUserGroupId = 39;

export const userGroups = [
  { id: 31, name: 'Tier 1 Support' },
  { id: 32, name: 'Tier 2 Support' },
  { id: 33, name: 'VIP Sales' },
  { id: apiUserGroupId, name: 'API Users' },
];

export const pauseTypes = [
  { id: 1, description: 'Lunch' },
  { id: 2, description: 'Short break' },
  { id: 3, description: 'Meeting' },
  { id: 4, description: 'Training' },
  { id: 5, description: 'Back office' },
];

/** Skill groups; an element is one skill. A user's profile holds those elements that the user has. */
export const serviceQualities = [
  { id: 501, number: 1, description: 'Media', serviceId: 1, elements: elements(5101, 'Phone', 'E-mail', 'Chat') },
  {
    id: 502,
    number: 2,
    description: 'Language',
    serviceId: 1,
    elements: elements(5201, 'Norwegian', 'English', 'Swedish'),
  },
  {
    id: 503,
    number: 3,
    description: 'Product',
    serviceId: 1,
    elements: elements(5301, 'Broadband', 'Billing', 'Enterprise'),
  },
];

/*
 * userStatus of an agent in pause or logged off is inferred: no public source shows it. In the demo it is never Available.
 * At any time Tier 1 has four agents LoggedOn and Available. At the start Tier 2 has two in WrapUp, one for over five minutes.
 * Agents 9105, 9106, 9202 and 9949 answer the call series of `seed/calls.ts`, which set their status.
 */
export const people = [
  person(9101, 31, 'Ingrid Solberg', ['LoggedOn', 'Available'], 96, [5101, 5103, 5201, 5202, 5301]),
  person(9102, 31, 'Oliver Bennett', ['LoggedOn', 'Available'], 41, [5101, 5102, 5202, 5302]),
  person(9103, 31, 'Astrid Lindqvist', ['LoggedOn', 'Available'], 212, [5101, 5103, 5202, 5203, 5301]),
  person(9104, 31, 'Callum Fraser', ['LoggedOn', 'Available'], 18, [5101, 5103, 5202, 5301]),
  person(9105, 31, 'Mikkel Sørensen', ['LoggedOn', 'Available'], 60, [5101, 5201, 5202, 5302]),
  person(9106, 31, 'Harriet Clarke', ['LoggedOn', 'Available'], 260, [5101, 5102, 5202]),
  person(9107, 31, 'Jonas Eriksen', ['Pause', 'Busy'], 840, [5101, 5201, 5202], 1),
  person(9108, 31, 'Eilidh Murray', ['LoggedOff', 'System'], 0, [5101, 5102, 5202]),
  person(9201, 32, 'Henrik Dahl', ['LoggedOn', 'WrapUp'], 452, [5101, 5102, 5201, 5202, 5303]),
  person(9202, 32, 'Imogen Whitaker', ['LoggedOn', 'Available'], 280, [5101, 5102, 5202, 5301]),
  person(9203, 32, 'Lars Bakken', ['LoggedOn', 'Available'], 133, [5101, 5201, 5301, 5303]),
  person(9205, 32, 'Rhys Morgan', ['LoggedOff', 'System'], 0, [5101, 5202]),
  person(9948, 33, 'Emma Thorsen', ['LoggedOn', 'Available'], 77, [5101, 5103, 5201, 5202, 5303]),
  person(9949, 33, 'Magnus Nyström', ['LoggedOn', 'Available'], 280, [5101, 5202, 5203, 5303]),
  person(9950, 33, 'Charlotte Hughes', ['LoggedOff', 'System'], 0, [5101, 5102, 5202, 5303]),
  person(9001, apiUserGroupId, 'Api Integration', ['LoggedOff', 'System'], 0, []),
];

/** How many requests an agent answers in a shift whose `load` is 1 (`call-history.ts`), by user and queue. */
export const requestsPerShift: Record<number, Record<number, number>> = {
  9101: { 101: 20, 111: 5, 401: 8 },
  9102: { 101: 15, 111: 6, 301: 7 },
  9103: { 101: 24, 111: 5, 401: 8 },
  9104: { 101: 17, 111: 5, 401: 7 },
  9105: { 101: 29, 111: 6 },
  9106: { 101: 18, 111: 6, 301: 8 },
  9107: { 101: 20, 111: 5 },
  9108: { 101: 19, 111: 4, 301: 5 },
  9201: { 111: 3, 121: 10, 301: 4 },
  9202: { 111: 3, 121: 14, 301: 3 },
  9203: { 121: 19 },
  9205: { 121: 16 },
  9948: { 201: 40 },
  9949: { 201: 38 },
  9950: { 201: 35 },
};

/** `secondsInStatus`: when the tenant starts, unless logged off. `skills`: element ids. */
function person(
  id: number,
  groupId: number,
  name: string,
  [contactCentreStatus, userStatus]: [ContactCentreStatus, UserStatus],
  secondsInStatus: number,
  skills: number[],
  pauseTypeId = 0,
) {
  const [firstName = '', lastName = ''] = name.split(' ');
  return { id, groupId, firstName, lastName, contactCentreStatus, userStatus, secondsInStatus, skills, pauseTypeId };
}

function elements(firstId: number, ...names: string[]) {
  return names.map((name, index) => ({ id: firstId + index, name, userLevel: 0 }));
}
