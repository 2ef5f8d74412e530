import { scalarText } from '../../json.js';
import type { ToolDefinition } from '../define.js';
import { listOf, membersOf } from '../members.js';
import { listed, quoted } from '../words.js';

/*
 * Whom or what a call concerns, for the person who is asked to confirm it. Most of the routes that are read here are
 * inferred, so any member of their answers may be missing.
 */

type Target = NonNullable<ToolDefinition['target']>;

const quotedText = (value: unknown) => (typeof value === 'string' && value !== '' ? quoted(value) : undefined);

/** `to "Maria Holm"`; undefined without a value. */
const labelled = (label: string, value: unknown) => (value ? `${label} ${quoted(value)}` : undefined);

/** A request by its addresses and state. `what` says what is deleted: the request itself, a callout, a reservation. */
export const requestOf = (what: string): Target => {
  return async ({ id }, read) => {
    const request = membersOf(await read('get_single_puzzel_request_by_id', { id }));
    return `${what} ${listed(labelled('from', request.remoteAddress), labelled('to', request.destination), request.status, request.requestStart)}`;
  };
};

export const eTask: Target = async ({ id }, read) => {
  const task = membersOf(await read('get_single_puzzel_etask_by_id', { id }));
  const subject = quotedText(task.subject) ?? quotedText(task.description) ?? quotedText(task.additionalInfo);
  return `eTask ${listed(subject, labelled('from', task.from), labelled('to', task.to), task.status)}`;
};

export const plannedTask: Target = async ({ id }, read) => {
  const task = membersOf(await read('get_single_puzzel_scheduled_task_by_id', { id }));
  return `Task ${listed(quotedText(task.title), labelled('for', task.name), task.phone, task.scheduledDateTime)}`;
};

/** The skill and the profile that loses it, by their names. */
export const skillOfProfile: Target = async ({ user_id, profile_id, id }, read) => {
  const profile = membersOf(
    await read('get_single_puzzel_profile_by_id', { ...(user_id !== undefined && { user_id }), id: profile_id }),
  );
  const qualities = Array.isArray(profile.qualities) ? profile.qualities.map(membersOf) : [];
  const elements = qualities.flatMap(({ elements }) => (Array.isArray(elements) ? elements.map(membersOf) : []));
  const skill = elements.find((element) => scalarText(element.id) === String(id));
  const { description, name } = skill ?? {};
  return `Skill ${quotedText(description ?? name) ?? String(id)} of the profile ${quotedText(profile.name) ?? String(profile_id)}.`;
};

/** A period that holds every appointment: a calendar can be read only by period. */
const anyTime = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

export const appointmentInCalendar: Target = async ({ user_id, contact_id, id }, read) => {
  const userArgument = user_id !== undefined && { user_id };
  const calendar = read('list_all_puzzel_contacts_appointments', { ...userArgument, contact_id, ...anyTime });
  const [appointment, { firstName, lastName, title }] = await Promise.all([
    recordIn(calendar, 'id', id),
    read('get_single_puzzel_catalog_contact_by_id', { ...userArgument, id: contact_id }).then(membersOf),
  ]);
  const { subject, beginTime, endTime } = appointment;
  const what = listed(quotedText(subject), beginTime && `${beginTime} to ${endTime}`) || quoted(id);
  return `Appointment ${what}, in the calendar of ${quoted([firstName, lastName].filter(Boolean).join(' '))}${title ? `, ${quoted(title)}` : ''}.`;
};

/** No tool reads one archived record by its id, so the search has to find it; that the search finds ids is inferred. */
export const archivedCall: Target = async ({ user_id, id }, read) => {
  const search = read('list_all_puzzel_archive_records', {
    ...(user_id !== undefined && { user_id }),
    searchString: id,
  });
  const { recordStart, entries } = await recordIn(search, 'callId', id);
  const [firstEntry] = Array.isArray(entries) ? entries.map(membersOf) : [];
  const { remoteAddress, userFullName, queueDescription } = firstEntry ?? {};
  const details = listed(
    recordStart,
    labelled('with', remoteAddress),
    labelled('agent', userFullName),
    labelled('queue', queueDescription),
  );
  return `The archived record ${quoted(id)}${details && ` (${details})`} with its recordings, tags and survey.`;
};

/** The record with this id; an empty object when the list does not have it or cannot be read. */
async function recordIn(list: Promise<unknown>, member: string, id: unknown): Promise<Record<string, unknown>> {
  const records = listOf(await list.catch(() => [])) ?? [];
  return records.map(membersOf).find((record) => scalarText(record[member]) === String(id)) ?? {};
}

export const calledNumber: Target = ({ destination, user_id, scheduledDateTime }) =>
  `Calls ${quoted(destination)} ${scheduledDateTime === undefined ? 'at once' : `at ${scheduledDateTime}`}, for ${user_id === undefined ? 'the logged-in user' : `user ${user_id}`}.`;

export const smsRecipient: Target = ({ to }) => `SMS to ${quoted(to)}.`;

export const emailRecipients: Target = ({ to, cc, bcc }) =>
  `E-mail ${listed(labelled('to', to), labelled('cc', cc), labelled('bcc', bcc))}.`;
