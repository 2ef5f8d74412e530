import type { ContactCentreStatus, UserStatus } from '../users.js';

export const userGroups = [
  { id: 31, name: 'Tier 1 Support' },
  { id: 32, name: 'Tier 2 Support' },
  { id: 33, name: 'VIP Sales' },
  { id: 39, name: 'API Users' },
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

export interface PersonSeed {
  id: number;
  groupId: number;
  firstName: string;
  lastName: string;
  contactCentreStatus: ContactCentreStatus;
  userStatus: UserStatus;
  /** Seconds in that status when the tenant starts. */
  seconds: number;
  /** The time in status begins anew after so many seconds: a status that is taken again and again. */
  cycle?: number;
  pauseTypeId?: number;
  /** Calls offered and answered today. */
  calls: [offered: number, answered: number];
  /** Skill element ids. */
  skills: number[];
}

/*
 * userStatus of an agent in pause or logged off is inferred: no public source shows it. It is never Available here.
 * Facts that hold: Tier 1 has four agents LoggedOn and Available; Tier 2 two in WrapUp, one of them over five minutes.
 */
export const people: PersonSeed[] = [
  person(9101, 31, 'Ingrid Solberg', 'LoggedOn Available', 96, [34, 33], [5101, 5103, 5201, 5202, 5301]),
  person(9102, 31, 'Oliver Bennett', 'LoggedOn Available', 41, [29, 28], [5101, 5102, 5202, 5302]),
  person(9103, 31, 'Astrid Lindqvist', 'LoggedOn Available', 212, [38, 37], [5101, 5102, 5202, 5203, 5301]),
  person(9104, 31, 'Callum Fraser', 'LoggedOn Available', 18, [31, 29], [5101, 5103, 5202, 5301]),
  person(9105, 31, 'Mikkel Sørensen', 'LoggedOn Connected', 190, [36, 35], [5101, 5201, 5202, 5302]),
  { ...person(9106, 31, 'Harriet Clarke', 'LoggedOn WrapUp', 25, [33, 32], [5101, 5102, 5202]), cycle: 150 },
  { ...person(9107, 31, 'Jonas Eriksen', 'Pause Busy', 840, [27, 25], [5101, 5201, 5202]), pauseTypeId: 1 },
  person(9108, 31, 'Eilidh Murray', 'LoggedOff System', 52_000, [0, 0], [5101, 5102, 5202]),
  person(9201, 32, 'Henrik Dahl', 'LoggedOn WrapUp', 452, [17, 17], [5101, 5102, 5201, 5202, 5303]),
  { ...person(9202, 32, 'Imogen Whitaker', 'LoggedOn WrapUp', 48, [21, 20], [5101, 5102, 5202, 5301]), cycle: 200 },
  person(9203, 32, 'Lars Bakken', 'LoggedOn Available', 133, [19, 19], [5101, 5201, 5301, 5303]),
  person(9205, 32, 'Rhys Morgan', 'LoggedOff System', 61_000, [0, 0], [5101, 5202]),
  person(9948, 33, 'Emma Thorsen', 'LoggedOn Available', 77, [23, 23], [5101, 5201, 5202, 5303]),
  person(9949, 33, 'Magnus Nyström', 'LoggedOn Connected', 264, [20, 19], [5101, 5202, 5203, 5303]),
  person(9950, 33, 'Charlotte Hughes', 'LoggedOff System', 47_000, [0, 0], [5101, 5102, 5202, 5303]),
  person(9001, 39, 'Api Integration', 'LoggedOff System', 90_000, [0, 0], []),
];

function person(
  id: number,
  groupId: number,
  name: string,
  status: `${ContactCentreStatus} ${UserStatus}`,
  seconds: number,
  calls: [number, number],
  skills: number[],
): PersonSeed {
  const [firstName = '', lastName = ''] = name.split(' ');
  const [contactCentreStatus, userStatus] = status.split(' ') as [ContactCentreStatus, UserStatus];
  return { id, groupId, firstName, lastName, contactCentreStatus, userStatus, seconds, calls, skills };
}

function elements(firstId: number, ...names: string[]) {
  return names.map((name, index) => ({ id: firstId + index, name, userLevel: 0 }));
}
