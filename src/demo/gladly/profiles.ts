import { z } from 'zod';
import { chosenId, e164, emailAddress, nonBlank, textUpTo } from './body.js';
import { badRequest, taken } from './errors.js';
import { newId } from './ids.js';
import type { Customer, Email, Phone } from './model.js';
import type { Store } from './store.js';

export const profileBody = z.object({
  id: chosenId.optional(),
  name: textUpTo(255).optional(),
  image: z.string().optional(),
  address: z.string().optional(),
  emails: z.array(z.object({ original: nonBlank(), primary: z.boolean().optional() })).optional(),
  phones: z
    .array(
      z.object({
        original: nonBlank(),
        extension: z.string().optional(),
        regionCode: z.string().optional(),
        primary: z.boolean().optional(),
        smsPreference: z.enum(['ON', 'OFF', 'FORBIDDEN']).optional(),
        type: z.enum(['HOME', 'MOBILE', 'OFFICE']).optional(),
      }),
    )
    .optional(),
  externalCustomerId: z.string().optional(),
  customAttributes: z.record(z.string(), z.unknown()).optional(),
});

type ProfileBody = z.infer<typeof profileBody>;

/** Country codes of the regions that the demo tenant knows; national numbers of other regions are refused. */
const countryCodes: Record<string, string> = { US: '1', CA: '1', GB: '44', SE: '46', NO: '47', DK: '45', DE: '49' };

function normalizedEmails(emails: NonNullable<ProfileBody['emails']>): Email[] {
  if (emails.filter(({ primary }) => primary).length > 1) {
    throw badRequest({ attr: 'emails', code: 'invalid', detail: 'only one email can be primary' });
  }
  return emails.map(({ original, primary }) => {
    const normalized = original.trim().toLowerCase();
    if (!emailAddress.safeParse(normalized).success) {
      throw badRequest({ attr: 'emails', code: 'invalid', detail: `invalid email address [${original}]` });
    }
    return { normalized, original, primary: primary ?? false };
  });
}

function normalizedPhones(phones: NonNullable<ProfileBody['phones']>): Phone[] {
  return phones.map((phone) => {
    const digits = phone.original.replace(/\D/g, '');
    const region = phone.regionCode ?? 'US';
    const isInternational = phone.original.trim().startsWith('+');
    const national = countryCodes[region] === '1' && digits.length === 11 ? digits.slice(1) : digits.replace(/^0/, '');
    const normalized = isInternational ? `+${digits}` : `+${countryCodes[region] ?? ''}${national}`;
    if (!(isInternational || region in countryCodes) || !/^\+[1-9]\d{7,14}$/.test(normalized)) {
      throw badRequest({ attr: 'phones', code: 'invalid', detail: `invalid phone number [${phone.original}]` });
    }
    return { ...phone, normalized, primary: phone.primary ?? false };
  });
}

/** E-mail addresses and MOBILE numbers belong to one customer; other numbers may be shared (gladly.md, section k). */
function checkUnique(store: Store, emails: Email[], phones: Phone[], customerId?: string): void {
  for (const other of store.customers.values()) {
    if (other.id === customerId) continue;
    const email = emails.find(({ normalized }) => hasEmail(other, normalized));
    if (email) throw taken('emails', `email address [${email.original}] is already in use`);
    const mobile = phones.find(({ type, normalized }) => type === 'MOBILE' && hasMobile(other, normalized));
    if (mobile) throw taken('phones', `mobile number [${mobile.original}] is already in use`);
  }
}

function hasEmail(customer: Customer, address: string): boolean {
  return customer.emails.some(({ normalized }) => normalized === address);
}

function hasMobile(customer: Customer, number: string): boolean {
  return customer.phones.some(({ type, normalized }) => type === 'MOBILE' && normalized === number);
}

/** Creates and stores a customer. @throws a 400 for a malformed e-mail or phone, a 409 for a used id, e-mail or mobile */
export function createProfile(store: Store, body: ProfileBody): Customer {
  const { emails: sentEmails, phones: sentPhones, id: requestedId, customAttributes = {}, ...rest } = body;
  if (requestedId !== undefined && (store.customers.has(requestedId) || store.mergeTargets.has(requestedId))) {
    throw taken('id', 'customer ID exists');
  }
  const emails = normalizedEmails(sentEmails ?? []);
  const phones = normalizedPhones(sentPhones ?? []);
  checkUnique(store, emails, phones);
  const now = new Date().toISOString();
  const customer: Customer = {
    ...rest,
    customAttributes,
    id: requestedId ?? newId(),
    emails,
    phones,
    createdAt: now,
    updatedAt: now,
  };
  store.customers.set(customer.id, customer);
  store.emit('CUSTOMER_PROFILE/CREATED', { customerId: customer.id });
  return customer;
}

/** Changes the fields that were sent; lists replace the stored ones, custom attributes are added. */
export function updateProfile(store: Store, customer: Customer, body: ProfileBody): void {
  const { emails: sentEmails, phones: sentPhones, id: _, customAttributes, ...rest } = body;
  const emails = sentEmails ? normalizedEmails(sentEmails) : customer.emails;
  const phones = sentPhones ? normalizedPhones(sentPhones) : customer.phones;
  checkUnique(store, emails, phones, customer.id);
  Object.assign(customer, rest, {
    emails,
    phones,
    customAttributes: { ...customer.customAttributes, ...customAttributes },
    updatedAt: new Date().toISOString(),
  });
  store.emit('CUSTOMER_PROFILE/UPDATED', { customerId: customer.id });
}

/** The customer with this e-mail or mobile number, created when there is none. */
export function findOrCreateCustomer(
  store: Store,
  key: { email: string; name?: string | undefined } | { mobile: string },
): Customer {
  for (const customer of store.customers.values()) {
    const isMatch = 'email' in key ? hasEmail(customer, key.email.toLowerCase()) : hasMobile(customer, key.mobile);
    if (isMatch) return customer;
  }
  if ('email' in key) return createProfile(store, { name: key.name, emails: [{ original: key.email, primary: true }] });
  return createProfile(store, { phones: [{ original: key.mobile, type: 'MOBILE', primary: true }] });
}

/** Names a customer by exactly one of two fields, in the body of the operations that take no customer id. */
export const customerKey = z
  .object({ emailAddress: emailAddress.optional(), mobilePhone: e164.optional() })
  .refine(
    ({ emailAddress: email, mobilePhone }) => (email === undefined) !== (mobilePhone === undefined),
    'must hold exactly one of emailAddress, mobilePhone',
  )
  .transform(({ emailAddress: email, mobilePhone = '' }) =>
    email === undefined ? { mobile: mobilePhone } : { email },
  );
