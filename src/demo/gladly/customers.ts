import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { e164, emailAddress, parseBody } from './body.js';
import { badRequest, notExist, type Problem, refusal } from './errors.js';
import { demoOrganization } from './ids.js';
import type { Customer } from './model.js';
import { createProfile, profileBody, updateProfile } from './profiles.js';
import { created, noContent, ok } from './responses.js';
import type { Store } from './store.js';

/** The search shows at most 50 profiles, without any sign of a cut. */
const searchCap = 50;

const searchFields = ['email', 'phoneNumber', 'externalCustomerId'] as const;

const identityBody = z.discriminatedUnion('identityType', [
  z.object({ identityType: z.literal('EMAIL'), identity: emailAddress }),
  z.object({ identityType: z.literal('MOBILE_PHONE_NUMBER'), identity: e164 }),
]);

export function customerRoutes(store: Store): DemoRoutes {
  return {
    'POST /customer-profiles': (request) =>
      created(`/customer-profiles/${createProfile(store, parseBody(request, profileBody)).id}`),
    'GET /customer-profiles': ({ query }) => ok(search(store, query)),
    'GET /customer-profiles/{customerId}': ({ params: { customerId = '' } }) => {
      const targetId = store.mergeTargets.get(customerId);
      if (targetId !== undefined) throw movedWithoutLocation(customerId, targetId);
      return ok(profileById(store, customerId));
    },
    'PATCH /customer-profiles/{customerId}': (request) => {
      // 404 for a merged id: the document's text on the customers tag says so, and the operation lists no 301.
      const customer = profileById(store, request.params.customerId ?? '');
      const body = parseBody(request, profileBody);
      if (Object.keys(body).length === 0) throw badRequest({ code: 'blank', detail: 'nothing to update' });
      updateProfile(store, customer, body);
      return noContent;
    },
    'DELETE /customer-profiles/{customerId}': ({ params: { customerId = '' } }) => {
      profileById(store, customerId);
      if (store.conversationsOf(customerId).some(({ status }) => status !== 'CLOSED')) throw openConversationsRefusal();
      store.removeCustomer(customerId);
      return noContent;
    },
    'POST /user-identity-jwt': (request) => ok({ token: identityToken(parseBody(request, identityBody)) }),
  };
}

function profileById(store: Store, id: string): Customer {
  const customer = store.customers.get(id);
  if (!customer) throw notExist(`customer profile [${id}] does not exist`, 'object');
  return customer;
}

/** 301 without a Location header: none is documented for this operation. */
function movedWithoutLocation(mergedId: string, targetId: string) {
  const problem: Problem = { attr: 'customerId', code: 'moved', detail: 'customer id has changed' };
  return refusal(301, { ...problem, meta: { old: mergedId, new: targetId } });
}

function openConversationsRefusal() {
  const detail = 'Unable to delete the profile. Please close any open or waiting conversations.';
  return refusal(400, { attr: 'conversation', code: 'invalid_state', detail }, 'object');
}

/** Profiles by exactly one field, last updated first. */
function search(store: Store, query: URLSearchParams): Customer[] {
  const sentFields = searchFields.filter((field) => query.has(field));
  const [field] = sentFields;
  if (field === undefined || sentFields.length > 1) {
    throw badRequest({ code: 'invalid', detail: `exactly one of ${searchFields.join(', ')} must be given` });
  }
  const value = query.get(field) ?? '';
  if (field === 'email' && !emailAddress.safeParse(value).success) {
    throw badRequest({ attr: 'email', code: 'invalid', detail: 'invalid email address' });
  }
  if (field === 'phoneNumber' && !e164.safeParse(value).success) {
    throw badRequest({ attr: 'phoneNumber', code: 'invalid', detail: 'invalid phone number' });
  }
  return [...store.customers.values()]
    .filter((customer) => matches(customer, field, value))
    .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
    .slice(0, searchCap);
}

function matches(customer: Customer, field: (typeof searchFields)[number], value: string): boolean {
  if (field === 'email') return customer.emails.some(({ normalized }) => normalized === value.toLowerCase());
  if (field === 'phoneNumber') return customer.phones.some(({ normalized }) => normalized === value);
  return customer.externalCustomerId === value;
}

/** A JWT as the chat widget takes it; signed with a key that only the demo tenant knows. */
function identityToken(identity: z.infer<typeof identityBody>): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const issuedAt = Math.floor(Date.now() / 1000);
  const payload = { iss: demoOrganization, iat: issuedAt, exp: issuedAt + 3600, ...identity };
  const unsigned = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${unsigned}.${createHmac('sha256', 'demo tenant').update(unsigned).digest('base64url')}`;
}
