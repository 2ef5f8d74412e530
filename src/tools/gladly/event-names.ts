import { Failure } from '../../failure.js';
import { didYouMean } from '../../nearest.js';

/** The 52 events by their first part, as in TASK/CLOSED (gladly.md, i). AUTOMATION and CUSTOM_CHANNEL: 2025 document only. */
const families: Record<string, readonly string[]> = {
  AGENT_AVAILABILITY: ['FOCUS_ENTERED', 'FOCUS_EXITED', 'UPDATED'],
  AGENT_STATUS: ['CHANGED_ACTIVE_REASON', 'LOGGED_IN', 'LOGGED_OUT', 'RETURNED_FROM_AWAY', 'WENT_AWAY'],
  AUTOMATION: ['MESSAGE_RECEIVED', 'MESSAGE_SENT'],
  CONTACT: [
    'ENDED',
    'FULFILLED',
    'HOLD_ENDED',
    'HOLD_STARTED',
    'JOINED',
    'MESSAGE_RECEIVED',
    'MESSAGE_SENT',
    'OFFER_ACCEPTED',
    'OFFERED',
    'OFFER_REJECTED',
    'STARTED',
    'TRANSFERRED',
  ],
  CONVERSATION: [
    'CLOSED',
    'CREATED',
    'CUSTOM_ATTRIBUTE_ADDED',
    'CUSTOM_ATTRIBUTE_REMOVED',
    'NOTE_CREATED',
    'REOPENED',
    'TOPIC_ADDED',
    'TOPIC_REMOVED',
  ],
  CONVERSATION_ASSIGNEE: ['UPDATED'],
  CONVERSATION_STATUS: ['UPDATED'],
  CUSTOM_CHANNEL: ['MESSAGE_SENT'],
  CUSTOMER: ['MERGED'],
  // MERGED is deprecated; the enum writes "CUSTOMER_PROFILE/MERGED (deprecated)", the event itself lacks the addition.
  CUSTOMER_PROFILE: ['CREATED', 'DELETED', 'MERGED', 'UPDATED'],
  EXPORT_JOB: ['COMPLETED', 'FAILED'],
  PAYMENT_REQUEST: ['CREATED', 'STATUS_CHANGED', 'VIEWED'],
  TASK: [
    'ASSIGNEE_UPDATED',
    'CLOSED',
    'COMMENT_ADDED',
    'CONTENT_UPDATED',
    'CREATED',
    'DUE_DATE_UPDATED',
    'FOLLOWER_ADDED',
    'FOLLOWER_REMOVED',
    'REOPENED',
  ],
};

export const eventNames = Object.entries(families).flatMap(([family, events]) =>
  events.map((event) => `${family}/${event}`),
);

/**
 * Event names in the vendor's spelling.
 * @throws Failure `invalid_input` for a name that does not exist, such as `?`; suggests the nearest name and lists all
 */
export function vendorEventNames(typedNames: readonly string[]): string[] {
  return typedNames.map((typed) => {
    const name = typed
      .trim()
      .replace(/ \(deprecated\)$/i, '')
      .toUpperCase();
    if (eventNames.includes(name)) return name;
    const nearest = didYouMean(name.slice(0, 64), eventNames);
    throw new Failure('invalid_input', `There is no event "${typed.slice(0, 100)}".${nearest}`, {
      // PING is not listed: nobody subscribes to it; Gladly sends it when a webhook is enabled or gets another url.
      hint: `Events: ${eventNames.join(', ')}.`,
    });
  });
}
