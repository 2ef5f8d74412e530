import type { ToolDefinition } from '../define.js';
import { listOf, membersOf } from '../members.js';
import { listed, quoted } from '../words.js';

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

/** A period that holds every appointment: a calendar can be read only by period. */
const anyTime = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

export const appointmentInCalendar: Target = async ({ user_id, contact_id, id }, read) => {
  const asking = user_id !== undefined && { user_id };
  const calendar = read('list_all_puzzel_contacts_appointments', { ...asking, contact_id, ...anyTime });
  const [appointment, { firstName, lastName, title }] = await Promise.all([
    recordIn(calendar, 'id', id),
    read('get_single_puzzel_catalog_contact_by_id', { ...asking, id: contact_id }).then(membersOf),
  ]);
  const { subject, beginTime, endTime } = appointment;
  const what = listed(quotedOrNot(subject), beginTime && `${beginTime} to ${endTime}`) || quoted(id);
  return `Appointment ${what}, in the calendar of ${quoted([firstName, lastName].filter(Boolean).join(' '))}${title ? `, ${quoted(title)}` : ''}.`;
};

/** No tool reads one archived record by its id, so the search has to find it; that it does so by id is inferred. */
export const archivedCall: Target = async ({ user_id, id }, read) => {
  const search = read('list_all_puzzel_archive_records', {
    ...(user_id !== undefined && { user_id }),
    searchString: id,
  });
  const { recordStart, entries } = await recordIn(search, 'callId', id);
  const [first] = Array.isArray(entries) ? entries.map(membersOf) : [];
  const { remoteAddress, userFullName, queueDescription } = first ?? {};
  const about = listed(
    recordStart,
    remoteAddress && `with ${quoted(remoteAddress)}`,
    userFullName && `agent ${quoted(userFullName)}`,
    queueDescription && `queue ${quoted(queueDescription)}`,
  );
  return `The archived record ${quoted(id)}${about && ` (${about})`} with its recordings, tags and survey.`;
};

/** The record of a list that has this id; one without members when the list has none or cannot be read. */
async function recordIn(list: Promise<unknown>, member: string, id: unknown): Promise<Record<string, unknown>> {
  const records = listOf(await list.catch(() => [])) ?? [];
  return records.map(membersOf).find((record) => String(record[member]) === String(id)) ?? {};
}

export const calledNumber: Target = ({ destination, user_id, scheduledDateTime }) =>
  `Calls ${quoted(destination)} ${scheduledDateTime === undefined ? 'at once' : `at ${scheduledDateTime}`}, for ${user_id === undefined ? 'the logged-in user' : `user ${user_id}`}.`;

export const smsRecipient: Target = ({ to }) => `SMS to ${quoted(to)}.`;

export const emailRecipients: Target = ({ to, cc, bcc }) =>
  `E-mail ${listed(...[to, cc, bcc].map((address, index) => address && `${['to', 'cc', 'bcc'][index]} ${quoted(address)}`))}.`;
