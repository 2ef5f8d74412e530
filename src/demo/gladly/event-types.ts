/** The 52 events of the vendor's webhook document, by entity. PING is delivered, too, but nobody subscribes to it. */
const events = {
  AGENT_AVAILABILITY: 'FOCUS_ENTERED FOCUS_EXITED UPDATED',
  AGENT_STATUS: 'CHANGED_ACTIVE_REASON LOGGED_IN LOGGED_OUT RETURNED_FROM_AWAY WENT_AWAY',
  AUTOMATION: 'MESSAGE_RECEIVED MESSAGE_SENT',
  CONTACT:
    'ENDED FULFILLED HOLD_ENDED HOLD_STARTED JOINED MESSAGE_RECEIVED MESSAGE_SENT OFFER_ACCEPTED OFFERED ' +
    'OFFER_REJECTED STARTED TRANSFERRED',
  CONVERSATION:
    'CLOSED CREATED CUSTOM_ATTRIBUTE_ADDED CUSTOM_ATTRIBUTE_REMOVED NOTE_CREATED REOPENED TOPIC_ADDED ' +
    'TOPIC_REMOVED',
  CONVERSATION_ASSIGNEE: 'UPDATED',
  CONVERSATION_STATUS: 'UPDATED',
  CUSTOM_CHANNEL: 'MESSAGE_SENT',
  CUSTOMER: 'MERGED',
  CUSTOMER_PROFILE: 'CREATED DELETED MERGED UPDATED',
  EXPORT_JOB: 'COMPLETED FAILED',
  PAYMENT_REQUEST: 'CREATED STATUS_CHANGED VIEWED',
  TASK:
    'ASSIGNEE_UPDATED CLOSED COMMENT_ADDED CONTENT_UPDATED CREATED DUE_DATE_UPDATED FOLLOWER_ADDED ' +
    'FOLLOWER_REMOVED REOPENED',
};

export const webhookEvents = Object.entries(events).flatMap(([entity, names]) =>
  names.split(' ').map((name) => `${entity}/${name}`),
);

/** Entities of GET /events, the events stream (2026 document). */
export const eventEntities = [
  'AGENT_AVAILABILITY',
  'AGENT_STATUS',
  'CONTACT',
  'CONVERSATION',
  'CUSTOMER',
  'CUSTOMER_PROFILE',
  'PAYMENT_REQUEST',
  'TASK',
] as const;

const channelNames: Record<string, string> = { CHAT_MESSAGE: 'CHAT', FACEBOOK_MESSAGE: 'FB_MESSENGER' };

/** The channel that an event names for a message of this content type. */
export const eventChannel = (contentType: string): string => channelNames[contentType] ?? contentType;

/** The entity by which GET /events selects an event type, undefined for a type that it leaves out. */
export function entityOf(type: string): (typeof eventEntities)[number] | undefined {
  // Webhooks deliver this type, but the stream leaves it out (gladly.md, section i).
  if (type === 'CUSTOMER_PROFILE/MERGED') return undefined;
  // GET /events has no entity CONVERSATION_ASSIGNEE, so its event comes with CONVERSATION.
  const name = type.split('/')[0]?.replace('CONVERSATION_ASSIGNEE', 'CONVERSATION');
  return eventEntities.find((entity) => entity === name);
}
