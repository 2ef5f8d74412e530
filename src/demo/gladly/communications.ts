import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { e164, emailAddress, nonBlank, parseBody } from './body.js';
import { badRequest, notExist } from './errors.js';
import { demoCustomChannel, demoInboxes } from './ids.js';
import type { ItemContent } from './model.js';
import { findOrCreateCustomer } from './profiles.js';
import { created, ok } from './responses.js';
import type { Store } from './store.js';
import { addItem, currentOrNewConversation } from './timeline.js';

/** The number and the addresses that the organization sends from. */
export const companyNumber = '+15550100200';
export const companyEmails = ['support@nordlys.example', 'no-reply@nordlys.example'];

const smsBody = z.object({ customer: z.object({ mobileNumber: e164 }), from: e164, body: nonBlank() });

const emailBody = z.object({
  to: z.tuple([z.object({ email: emailAddress, name: z.string().optional() })]),
  from: emailAddress,
  subject: nonBlank(999),
  body: z
    .object({ html: z.string().optional(), text: z.string().optional() })
    .refine(({ html, text }) => html || text, { params: { code: 'blank' }, message: 'html or text is needed' }),
});

const addressField = { address: nonBlank() };
const channelFields = {
  sender: z.object({
    ...addressField,
    displayName: z.string().optional(),
    profileIdentifier: z.object({ type: z.enum(['EMAIL', 'PHONE_NUMBER']), ...addressField }).optional(),
  }),
  to: nonBlank(),
  groupId: z.string().optional(),
  groupName: z.string().optional(),
};
const channelBody = z.discriminatedUnion('type', [
  z.object({ ...channelFields, type: z.literal('TEXT'), content: z.object({ text: nonBlank() }) }),
  z.object({
    ...channelFields,
    type: z.literal('FILES'),
    content: z.object({
      caption: z.string().optional(),
      files: z.array(z.object({ url: z.url(), fileName: z.string().optional() })).min(1),
    }),
  }),
]);

const statusBody = z.object({
  value: z.enum(['ACCEPTED', 'DELIVERED', 'READ', 'FAILED']),
  details: z.string().optional(),
});

export function communicationRoutes(store: Store): DemoRoutes {
  /** Sender's address on the custom channel → customer id. */
  const customerIdsByAddress = new Map<string, string>();
  return {
    'POST /communications/sms': (request) => {
      const { customer, from, body } = parseBody(request, smsBody);
      if (from !== companyNumber) {
        throw badRequest({ attr: 'from', code: 'invalid', detail: 'from is not a number of the organization' });
      }
      const { id } = findOrCreateCustomer(store, { mobile: customer.mobileNumber });
      return ok(storeSent(store, id, { type: 'SMS', from, to: customer.mobileNumber, content: body }));
    },
    'POST /communications/email': (request) => {
      const { to, from, subject, body } = parseBody(request, emailBody);
      if (!companyEmails.includes(from)) {
        throw badRequest({ attr: 'from', code: 'invalid', detail: 'from is not configured in the organization' });
      }
      const [{ email, name }] = to;
      const { id } = findOrCreateCustomer(store, { email, name });
      const content = (body.text || body.html?.replace(/<[^>]+>/g, ' ').trim()) ?? '';
      return ok(storeSent(store, id, { type: 'EMAIL', from, to: [email], subject, content }));
    },
    'POST /communications/custom-channels/{customChannelId}/messages': (request) => {
      checkChannel(request.params.customChannelId);
      const { sender, to, type, content, groupId, groupName } = parseBody(request, channelBody);
      const { profileIdentifier: identifier } = sender;
      const knownCustomerId = customerIdsByAddress.get(sender.address) ?? '';
      const customer =
        store.customers.get(knownCustomerId) ??
        (identifier?.type === 'PHONE_NUMBER'
          ? findOrCreateCustomer(store, { mobile: parsePhoneNumber(identifier.address) })
          : findOrCreateCustomer(store, {
              email: identifier?.address ?? `${encodeURIComponent(sender.address)}@custom-channel.example`,
              name: sender.displayName,
            }));
      customerIdsByAddress.set(sender.address, customer.id);
      const conversation = currentOrNewConversation(store, customer.id, demoInboxes.generalSupport);
      const sessionId = conversation.id;
      const item = addItem(store, {
        customerId: customer.id,
        conversationId: conversation.id,
        sessionId,
        initiator: { id: customer.id, type: 'CUSTOMER' },
        content: {
          customChannelId: demoCustomChannel,
          companyAddress: to,
          customerAddress: sender.address,
          sessionId,
          type,
          content,
          status: { value: 'SENT' },
          ...(groupId && { groupId }),
          ...(groupName && { groupName }),
        },
      });
      return created(`/conversation-items/${item.id}`);
    },
    'PUT /communications/custom-channels/{customChannelId}/messages/{messageId}/status': (request) => {
      const { customChannelId, messageId = '' } = request.params;
      const item = store.items.get(messageId);
      if (!item || item.content.customChannelId !== customChannelId) {
        throw notExist(`message [${messageId}] does not exist`);
      }
      item.content = { ...item.content, status: parseBody(request, statusBody) };
      return { status: 200 };
    },
  };
}

/** Stores a sent SMS or e-mail, outside any conversation, and returns the response's body. */
function storeSent(store: Store, customerId: string, content: ItemContent) {
  const responder = { id: customerId, type: 'CUSTOMER' as const };
  return { customerId, conversationItemId: addItem(store, { customerId, responder, content }).id };
}

/** The operation documents only 400: an unknown channel gets one with `present`, like any missing related entity. */
function checkChannel(id: string | undefined): void {
  if (id === demoCustomChannel) return;
  throw badRequest({ attr: 'customChannelId', code: 'present', detail: 'the requested custom channel does not exist' });
}

function parsePhoneNumber(phoneNumber: string): string {
  const parsed = e164.safeParse(phoneNumber);
  if (parsed.success) return parsed.data;
  throw badRequest({ attr: 'sender.profileIdentifier.address', code: 'invalid', detail: 'invalid phone number' });
}
