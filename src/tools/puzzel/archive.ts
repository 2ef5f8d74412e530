import { id, integer, list, numericId, object, text, time, user, variables } from '../arguments.js';
import { puzzelDone, record, rows } from '../output.js';
import { get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { archivedCall } from './targets.js';
import { askingUser } from './windows.js';

const callId = () => id('archived callId');

const enquiryCategories = list(
  object({
    id: integer('category'),
    topics: list(object({ id: integer('topic') }), 'topics').optional(),
  }),
  'from list_all_puzzel_enquiry_registrations_categories',
).optional();

export const archiveTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_archive_records',
    title: 'Search the archive',
    tag: 'archive',
    effect: 'list',
    description:
      'Archived calls and chats: recordStart, contentAvailable (recorded), tags, comment, surveyExist. No tag filter: compare tags. Audio: puzzel_archive_recording_files_download. Unverified: check that filters worked.',
    input: {
      user_id: user(askingUser),
      from: time('from').optional(),
      to: time('until').optional(),
      userGroupId: numericId('group of the agent').optional(),
      queueId: numericId('system queue').optional(),
      mediaType: text('Phone, EMail, Chat, …').optional(),
      searchString: text('text').optional(),
      maxMatches: integer('at most').optional(),
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
    customerText: true,
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_archive_record_by_id',
    title: 'Delete an archive record',
    tag: 'archive',
    effect: 'delete',
    description: 'Deletes an archived record for good. Unverified.',
    input: { user_id: user(), id: callId() },
    output: puzzelDone,
    route: post(
      '/{customerKey}/users/{user_id}/archive/{id}/delete',
      inferred('DELETE /{customerKey}/users/{user_id}/archive/{id}'),
    ),
    example: { id: '8840315343' },
    target: archivedCall,
  }),
  definePuzzelTool({
    name: 'update_a_puzzel_archive_tag_by_id',
    title: 'Tag an archived call',
    tag: 'archive',
    effect: 'update',
    description: 'Writes tags on an archived call. May replace the present ones: send those to keep too. Unverified.',
    input: {
      user_id: user(),
      id: callId(),
      tags: variables('tags'),
      comment: text('comment').optional(),
    },
    output: puzzelDone,
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
    description: "The customer's survey answer after a call: score 0–10, comment. Unverified.",
    input: { user_id: user(), id: callId() },
    output: record({ score: 'integer: 0 to 10', comment: 'string: what the customer wrote' }),
    route: get(
      '/{customerKey}/users/{user_id}/archive/{id}/survey',
      inferred('/{customerKey}/users/{user_id}/surveys/{id}'),
    ),
    example: { id: '8840310000' },
    customerText: true,
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_enquiry_registration_by_id',
    title: 'Enquiry registration of a call',
    tag: 'archive',
    effect: 'get',
    description: 'What an agent registered about a call: categories, agent, queue. Unverified.',
    input: { user_id: user(), id: callId() },
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
    customerText: true,
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_user_enquiry_registration',
    title: 'Register an enquiry',
    tag: 'archive',
    effect: 'create',
    description: 'Registers what a call (callId or requestId) was about. Answers the registration id. Unverified.',
    input: {
      user_id: user('agent; default self'),
      callId: callId().optional(),
      requestId: id('of a live call').optional(),
      queueKey: text('system queue').optional(),
      categories: enquiryCategories,
      comment: text('comment').optional(),
    },
    output: puzzelDone,
    route: post(
      '/{customerKey}/users/{user_id}/enquiryregistrations',
      inferred('/{customerKey}/users/{user_id}/enquiryregistration'),
    ),
    example: { user_id: 9948, callId: '8840310822', categories: [{ id: 61, topics: [{ id: 611 }] }] },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_enquiry_registrations_categories',
    title: 'Enquiry categories',
    tag: 'archive',
    effect: 'list',
    description: 'Categories and topics for enquiry registrations. Unverified.',
    input: { user_id: user(), result: text('values unknown; try All') },
    output: rows({ id: 'integer: category id', name: 'string', topics: 'list: topics with their ids' }),
    route: get(
      '/{customerKey}/users/{user_id}/enquiryregistrations/categories/{result}',
      inferred('/{customerKey}/users/{user_id}/enquiryregistration/categories/{result}'),
    ),
    example: { result: 'All' },
  }),
];
