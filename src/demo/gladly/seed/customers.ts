import { seededRandom } from '../../random.js';
import { demoCustomers, idOf } from '../ids.js';
import type { Customer, Phone } from '../model.js';
import type { Store } from '../store.js';

const day = 86_400_000;

/** Maya's mobile number, which the tour of `puzzel-mcp demo` looks up. */
export const tourPhone = '+15550123456';
/** The OFFICE number of 53 customers, three more than the search shows. */
export const switchboardPhone = '+15550177000';
const switchboardUserCount = 53;

interface CustomerSeed {
  id: string;
  name: string;
  emails: string[];
  phones?: [original: string, type?: Phone['type']][];
  address?: string;
  customAttributes?: Record<string, unknown>;
  /** Days since creation and since the last change. */
  age: [created: number, updated: number];
}

function customerOf({ emails, phones = [], age: [created, updated], ...seed }: CustomerSeed, now: number): Customer {
  return {
    customAttributes: {},
    ...seed,
    emails: emails.map((original, index) => ({ normalized: original.toLowerCase(), original, primary: index === 0 })),
    phones: phones.map(([original, type], index) => ({
      normalized: `+${original.replace(/\D/g, '')}`,
      original,
      primary: index === 0,
      smsPreference: 'ON',
      ...(type && { type }),
    })),
    createdAt: new Date(now - created * day).toISOString(),
    updatedAt: new Date(now - updated * day).toISOString(),
  };
}

export const mayaEmail = 'maya.lindqvist@example.com';
export const testEmail = 'test.customer@example.com';
export const harborviewEmail = 'frontdesk@harborview.example';

const namedCustomers: CustomerSeed[] = [
  {
    id: demoCustomers.maya,
    name: 'Maya Lindqvist',
    emails: [mayaEmail, 'Maya.Work@example.org'],
    phones: [
      [tourPhone, 'MOBILE'],
      ['+15550123499', 'HOME'],
    ],
    address: '118 Alder Street, Portland, OR 97205',
    customAttributes: { membershipTier: 'gold', membershipNumber: 'NO-771204', lifetimeValue: '2418.50' },
    age: [820, 0.125],
  },
  {
    id: demoCustomers.chain[2],
    name: 'Jonas Okafor',
    emails: ['jonas.okafor@example.com'],
    phones: [['+15550145001', 'MOBILE']],
    address: '9 Quarry Lane, Boise, ID 83702',
    customAttributes: { membershipTier: 'silver' },
    age: [300, 2],
  },
  {
    id: demoCustomers.test,
    name: 'Test Customer',
    emails: [testEmail],
    phones: [['+15550199001', 'MOBILE']],
    age: [20, 6],
  },
  {
    id: demoCustomers.large,
    name: 'Harborview Hotels',
    emails: [harborviewEmail],
    phones: [['+15550160000', 'OFFICE']],
    address: '1 Harbour Drive, Seattle, WA 98101',
    customAttributes: { membershipTier: 'business', accountManager: 'Farah Nasser' },
    age: [900, 1],
  },
];

/** Names of further customers, with up to four everyday conversations each, to give reports and exports more to count. */
export const everydayNames = [
  'Ada Kowalski',
  'Ben Castellano',
  'Carmen Ruiz',
  'Daniel Eze',
  'Eva Johansson',
  'Felix Baumann',
  'Grace Nakamura',
  'Hassan Ali',
  'Ines Duarte',
  'Jack Whitmore',
  'Keira Doyle',
  'Liam Petrov',
];

/** The everyday customer who is on the phone with Chiara Conti. */
export const callerName = 'Carmen Ruiz';

export function everydayId(name: string): string {
  return idOf(`customer ${name}`);
}

export function everydayEmail(name: string): string {
  return `${name.toLowerCase().replace(' ', '.')}@example.net`;
}

/** Stores all customers, and the ids that were merged into two of them. */
export function seedCustomers(store: Store, now: number): void {
  const random = seededRandom(17);
  const everyday = everydayNames.map(
    (name, index): CustomerSeed => ({
      id: everydayId(name),
      name,
      emails: [everydayEmail(name)],
      phones: [[`+1555013${String(1000 + index)}`, 'MOBILE']],
      age: [200 + Math.floor(random() * 500), Math.floor(random() * 100)],
    }),
  );
  const switchboard = Array.from(
    { length: switchboardUserCount },
    (_, index): CustomerSeed => ({
      id: idOf(`customer switchboard ${index}`),
      name: `Fjord Freight, desk ${index + 1}`,
      emails: [`desk${index + 1}@fjordfreight.example`],
      phones: [[switchboardPhone, 'OFFICE']],
      age: [300, index + 1],
    }),
  );
  for (const seed of [...namedCustomers, ...everyday, ...switchboard]) {
    store.customers.set(seed.id, customerOf(seed, now));
  }
  const [a, b, c] = demoCustomers.chain;
  store.mergeTargets.set(demoCustomers.mayaBeforeMerge, demoCustomers.maya).set(a, b).set(b, c);
}
