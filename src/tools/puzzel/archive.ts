import {
  atMost,
  flag,
  id,
  integer,
  list,
  numericId,
  object,
  systemQueueId,
  text,
  time,
  user,
  variables,
} from '../arguments.js';
import { listOf } from '../members.js';
import { record, rows } from '../output.js';
import { get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { between, filterRecords, same } from './filters.js';
import { askingUser } from './shared-arguments.js';
import { archivedCall } from './targets.js';

const callId = () => id('archived callId');

/**
 * A phone number as the archive writes it, in digits with or without `+`. Any other text stays unchanged, and so does a
 * number that has fewer than eight digits or begins with a bracket, or that may be an order number or a date: it has no
 * space and begins with neither `+` nor `00`.
 */
export function plainPhoneNumber(searchString: string): string {
  const text = searchString.replace(/\p{Cf}/gu, '').trim();
  const isPhoneNumber = /^(?:(?:\+|00)\d|\d[\d()./-]*\s)[\d\s()./-]*$/.test(text) && /(?:\d\D*){8}/.test(text);
  if (!isPhoneNumber) return searchString;
  // The zero of "+44 (0)20" is dialled only within the country.
  return text
    .replace(/^((?:\+|00).*?)\(0\)/, '$1')
    .replace(/[^\d+]/g, '')
    .replace(/^00/, '+');
}

const enquiryCategories = list(
  object({
    id: integer('category'),
    description: text('name').optional(),
    isMultiSelect: flag('as listed').optional(),
    topics: list(object({ id: integer('topic'), description: text('name').optional() }), 'chosen').optional(),
  }),
  'chosen ones of list_all_puzzel_enquiry_registrations_categories',
).optional();

export const archiveTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_archive_records',
    title: 'Search the archive',
    tag: 'archive',
    effect: 'list',
    description:
      'ARCHIVED calls and chats, never a count of calls: callId, recordStart, comment, tags, contentAvailable (recorded), surveyExist, entries[] (demo: remoteAddress, userFullName, queueDescription, mediaType, iqSessionId, recIndex, lengthSeconds). Score: get_single_puzzel_survey_by_id. Unverified.',
    input: {
      user_id: askingUser(),
      from: time('recordStart').optional(),
      to: time('until').optional(),
      userGroupId: numericId('group of the agent', 'list_all_puzzel_user_groups').optional(),
      queueId: systemQueueId().optional(),
      mediaType: text('Phone, EMail, Chat, …').optional(),
      searchString: text('number, agent, comment or tag value (demo)').optional(),
      maxMatches: atMost().optional(),
    },
    output: rows({
      callId: 'string: call id',
      recordStart: 'ISO time',
      accessPoint: 'string: number or address that the customer contacted',
      recordingType: 'string',
      contentAvailable: 'boolean: there is a recording or a chat log',
      surveyExist: 'boolean: get_single_puzzel_survey_by_id has an answer',
      enquiryRegistrationExists: 'boolean: get_single_puzzel_enquiry_registration_by_id has an answer',
      entries: 'list: the parts of the record; members are not public, look for iqSessionId and a recording index',
      tags: rows({ name: 'string', value: 'string' }),
      comment: 'string',
    }),
    route: post(
      '/{customerKey}/users/{user_id}/archive/search',
      inferred('GET /{customerKey}/users/{user_id}/archive'),
    ),
    example: { mediaType: 'Phone', searchString: 'complaint' },
    untrustedContent: true,
    run: async (args, _, call) => {
      const { from, to, queueId, mediaType, searchString } = args;
      const sentText = searchString && plainPhoneNumber(searchString);
      const outcome = await call({ ...args, ...(sentText !== undefined && { searchString: sentText }) });
      const conditions = { recordStart: between(from, to), queueId: same(queueId), mediaType: same(mediaType) };
      const data = filterRecords(outcome.data, conditions);
      if (sentText === searchString || listOf(data)?.length !== 0) return { ...outcome, data };
      const hint = [outcome.hint, `The text that was searched for is ${sentText}.`].filter(Boolean).join(' ');
      return { ...outcome, data, hint };
    },
    whenEmpty:
      'Nothing ARCHIVED fits: calls without recording or comment may never have been here. Missed: list_all_puzzel_missed_calls; the last 20 of an agent: list_all_puzzel_user_call_logs. For a number try its last digits; planned call-backs: list_all_puzzel_scheduled_tasks.',
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_archive_record_by_id',
    title: 'Delete an archive record',
    tag: 'archive',
    effect: 'delete',
    description: 'Deletes an archived record with its recordings for good. Unverified.',
    input: { user_id: askingUser(), id: callId() },
    route: post(
      '/{customerKey}/users/{user_id}/archive/{id}/delete',
      inferred('DELETE /{customerKey}/users/{user_id}/archive/{id}'),
    ),
    example: { id: '8840310411' },
    target: archivedCall,
  }),
  definePuzzelTool({
    name: 'update_a_puzzel_archive_tag_by_id',
    title: 'Tag an archived call',
    tag: 'archive',
    effect: 'update',
    description:
      'Writes tags and comment of an archived call (no list of tags exists); may replace what is there: send what shall stay too. Unverified: check list_all_puzzel_archive_records.',
    input: {
      user_id: askingUser(),
      id: callId(),
      tags: variables('all it shall have'),
      comment: text('comment').optional(),
    },
    route: post(
      '/{customerKey}/users/{user_id}/archive/{id}/tags/update',
      inferred(
        'PUT /{customerKey}/users/{user_id}/archive/{id}/tags',
        'POST /{customerKey}/users/{user_id}/archive/{id}/tags',
      ),
    ),
    example: { id: '8840310959', tags: [{ name: 'Reason', value: 'Praise' }] },
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_survey_by_id',
    title: 'Survey of a call',
    tag: 'archive',
    effect: 'get',
    description: "The customer's survey answer after a call: score 0–10, comment. Only where surveyExist. Unverified.",
    input: { user_id: askingUser(), id: callId() },
    output: record({ score: 'integer: 0 to 10', comment: 'string: what the customer wrote' }),
    route: get(
      '/{customerKey}/users/{user_id}/archive/{id}/survey',
      inferred('/{customerKey}/users/{user_id}/surveys/{id}'),
    ),
    example: { id: '8840310000' },
    untrustedContent: true,
    whenNotFound: 'Either no customer answered a survey (surveyExist of the record), or the callId is another.',
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_enquiry_registration_by_id',
    title: 'Enquiry registration of a call',
    tag: 'archive',
    effect: 'get',
    description: 'What an agent registered about a call: categories[].topics[], agentName, time. Unverified.',
    input: { user_id: askingUser(), id: callId() },
    output: record({
      id: 'integer: id of the registration',
      time: 'ISO time',
      agentId: 'integer',
      agentName: 'string',
      queueKey: 'string',
      queueDescription: 'string',
      categories: 'list: categories with their topics',
    }),
    route: get(
      '/{customerKey}/users/{user_id}/archive/{id}/enquiryregistration',
      inferred('/{customerKey}/users/{user_id}/enquiryregistrations/{id}'),
    ),
    example: { id: '8840310137' },
    untrustedContent: true,
    whenNotFound: 'Either nothing was registered (enquiryRegistrationExists of the record), or the callId is another.',
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_user_enquiry_registration',
    title: 'Register an enquiry',
    tag: 'archive',
    effect: 'create',
    description:
      'Registers what an agent was called about; the call cannot be named (presumably the present or last). Answers the registration id. Unverified.',
    input: { user_id: user(), categories: enquiryCategories, data: variables('free names').optional() },
    route: post(
      '/{customerKey}/users/{user_id}/enquiryregistrations',
      inferred('/{customerKey}/users/{user_id}/enquiryregistration'),
    ),
    example: {
      user_id: 9949,
      categories: [
        { id: 61, description: 'Delivery', isMultiSelect: false, topics: [{ id: 611, description: 'Delay' }] },
      ],
    },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_enquiry_registrations_categories',
    title: 'Enquiry categories',
    tag: 'archive',
    effect: 'list',
    description:
      'Categories for enquiry registrations: id, description, isMultiSelect, topics[] (id, description). Unverified.',
    input: { user_id: user(), result: text('values unknown: All') },
    output: rows({
      id: 'integer: category id',
      description: 'string: its name',
      isMultiSelect: 'boolean: several topics may be chosen',
      topics: rows({ id: 'integer: topic id', description: 'string: its name' }),
    }),
    route: get(
      '/{customerKey}/users/{user_id}/enquiryregistrations/categories/{result}',
      inferred('/{customerKey}/users/{user_id}/enquiryregistration/categories/{result}'),
    ),
    example: { result: 'All' },
  }),
];
