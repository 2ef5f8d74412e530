import type { ToolDefinition } from '../define.js';
import { listed, membersOf, quoted } from '../words.js';

/*
 * Whom or what a call concerns, for the person who is asked to confirm it. Most of the routes that are read here are
 * inferred, so any member of their answers may be missing.
 */

type Target = NonNullable<ToolDefinition['target']>;

const quotedOrNot = (value: unknown) => (typeof value === 'string' && value !== '' ? quoted(value) : undefined);

/** A request by its addresses and state. `what` says what is deleted: the request itself, a callout, a reservation. */
export const requestOf = (what: string): Target => {
  return async ({ id }, read) => {
    const found = membersOf(await read('get_single_puzzel_request_by_id', { id }));
    return `${what} ${listed(found.remoteAddress && `from ${quoted(found.remoteAddress)}`, found.destination && `to ${quoted(found.destination)}`, found.status, found.requestStart)}`;
  };
};

export const eTask: Target = async ({ id }, read) => {
  const found = membersOf(await read('get_single_puzzel_etask_by_id', { id }));
  const about = quotedOrNot(found.subject) ?? quotedOrNot(found.description) ?? quotedOrNot(found.additionalInfo);
  return `eTask ${listed(about, found.from && `from ${quoted(found.from)}`, found.to && `to ${quoted(found.to)}`, found.status)}`;
};

export const plannedTask: Target = async ({ id }, read) => {
  const found = membersOf(await read('get_single_puzzel_scheduled_task_by_id', { id }));
  return `Task ${listed(quotedOrNot(found.title), found.name && `for ${quoted(found.name)}`, found.phone, found.scheduledDateTime)}`;
};

/** The skill and the profile that loses it, by their names. */
export const skillOfProfile: Target = async ({ user_id, profile_id, id }, read) => {
  const profile = membersOf(
    await read('get_single_puzzel_profile_by_id', { ...(user_id !== undefined && { user_id }), id: profile_id }),
  );
  const qualities = Array.isArray(profile.qualities) ? profile.qualities.map(membersOf) : [];
  const elements = qualities.flatMap(({ elements }) => (Array.isArray(elements) ? elements.map(membersOf) : []));
  const skill = elements.find((element) => String(element.id) === String(id));
  const { description, name } = skill ?? {};
  return `Skill ${quotedOrNot(description ?? name) ?? String(id)} of the profile ${quotedOrNot(profile.name) ?? String(profile_id)}.`;
};

export const calendarOf: Target = async ({ user_id, contact_id }, read) => {
  const { firstName, lastName, title } = membersOf(
    await read('get_single_puzzel_catalog_contact_by_id', {
      ...(user_id !== undefined && { user_id }),
      id: contact_id,
    }),
  );
  return `In the calendar of ${quoted([firstName, lastName].filter(Boolean).join(' '))}${title ? `, ${quoted(title)}` : ''}.`;
};

/** No tool reads one archived record by its id. */
export const archivedCall: Target = ({ id }) =>
  `The archived record ${quoted(id)} with its recordings, tags and survey.`;

export const calledNumber: Target = ({ destination, user_id, scheduledDateTime }) =>
  `Calls ${quoted(destination)} ${scheduledDateTime === undefined ? 'at once' : `at ${scheduledDateTime}`}, for ${user_id === undefined ? 'the logged-in user' : `user ${user_id}`}.`;

export const smsRecipient: Target = ({ to }) => `SMS to ${quoted(to)}.`;

export const emailRecipients: Target = ({ to, cc, bcc }) =>
  `E-mail ${listed(...[to, cc, bcc].map((address, index) => address && `${['to', 'cc', 'bcc'][index]} ${quoted(address)}`))}.`;
