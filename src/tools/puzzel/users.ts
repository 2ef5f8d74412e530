import { integer, numericId, text, user } from '../arguments.js';
import { type Members, type OutputSchema, puzzelDone, record, rows } from '../output.js';
import { confirmed, documented, get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { skillOfProfile } from './targets.js';

const profileId = () => numericId('profile');

const profile: Members = {
  id: 'integer: profile id',
  number: 'integer',
  name: 'string',
  phoneNumber: 'string: number where the agent answers',
  lastPhoneNumber: 'string',
  phoneType: 'string',
  groupProfile: 'boolean: shared by the user group',
  qualities: rows({
    id: 'integer: skill group id',
    number: 'integer',
    description: 'string: skill group',
    serviceId: 'integer',
    elements: rows({ id: 'integer: skill id', name: 'string: skill', userLevel: 'integer: level of the agent' }),
  }),
};

const userDetails: OutputSchema = record({
  id: 'integer: user id',
  firstName: 'string',
  lastName: 'string',
  userName: 'string',
  groupId: 'integer',
  userGroupName: 'string',
  eMail: 'string',
  mobilePhone: 'string',
  languageId: 'integer',
  contactCentreStatus: 'string: LoggedOff, LoggedOn or Pause',
  userStatus: 'string: Available, Connected, WrapUp, …',
  pauseTypeId: 'integer: from list_all_puzzel_pause_types',
  joined: 'whether the user has joined the service',
  sessionTime: 'ISO time',
  chatState: 'string',
  chatCapacityMaxParallel: 'integer: chats at a time',
  chatPhoneThreshold: 'integer',
  chatConnected: 'integer: chats going on',
  chatConnecting: 'integer',
  currentProfileId: 'integer: the profile in use',
  profileName: 'string: its name',
  profiles: rows(profile),
});

export const userTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_user_groups',
    title: 'User groups',
    tag: 'users',
    effect: 'list',
    description: 'User groups (teams): id, name.',
    input: {},
    output: rows({ id: 'integer: user group id', name: 'string' }),
    route: get('/{customerKey}/usergroups', confirmed),
    example: {},
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_users_search',
    title: 'Details of one user',
    tag: 'users',
    effect: 'list',
    description:
      'ONE user by id (to search: list_all_puzzel_query_users): name, group, status, currentProfileId, profiles with skills (qualities[].elements).',
    input: { user_id: user() },
    output: userDetails,
    // The table's alternatives are left out: they answer other questions (a search, and the list of all users).
    route: get('/{customerKey}/users/{user_id}', documented),
    example: { user_id: 9948 },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_query_users',
    title: 'Search users and queues',
    tag: 'users',
    effect: 'list',
    description: 'Finds users (and queues) by name: userId, live status. Unverified.',
    input: {
      user_id: user(),
      searchString: text('part of a name').optional(),
      queueFilter: text('values unknown').optional(),
      userFilter: text('values unknown').optional(),
      maxMatches: integer('at most').optional(),
    },
    output: rows({
      sourceSearchResultType: 'string: user or queue',
      userId: 'integer',
      userName: 'string',
      userFullName: 'string',
      contactCentreStatus: 'string: LoggedOff, LoggedOn or Pause',
      userStatus: 'string: Available, Connected, WrapUp, …',
      chatState: 'string',
      queueKey: 'string',
      queueDescription: 'string: name of the queue',
    }),
    route: post(
      '/{customerKey}/users/{user_id}/users/search',
      inferred('GET /{customerKey}/users/{user_id}/queryusers', '/{customerKey}/users/{user_id}/queryusers'),
    ),
    example: { searchString: 'thorsen' },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_pause_types',
    title: 'Pause reasons',
    tag: 'users',
    effect: 'list',
    description: 'Pause reasons an agent can choose (pauseTypeId).',
    input: { userId: user() },
    output: rows({ id: 'integer: pause type id', description: 'string' }),
    route: get('/{customerKey}/pausetypes', inferred('/{customerKey}/users/{userId}/pausetypes')),
    example: { userId: 9948 },
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_profile_by_id',
    title: 'Profile of a user',
    tag: 'users',
    effect: 'get',
    description: 'One profile of a user: phone numbers, skills (qualities[].elements) with userLevel.',
    input: { user_id: user(), id: numericId('from list_all_puzzel_users_search') },
    output: record(profile),
    route: get('/{customerKey}/users/{user_id}/profiles/{id}', inferred()),
    example: { user_id: 9948, id: 99481 },
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_profile_element',
    title: 'Add a skill to a profile',
    tag: 'users',
    effect: 'create',
    description:
      "Puts a skill on a user's profile, so that its requests reach the agent. Unverified: check get_single_puzzel_profile_by_id.",
    input: {
      user_id: user(),
      profile_id: profileId(),
      elementId: numericId('from list_all_puzzel_service_qualities'),
      userLevel: integer('skill level').optional(),
    },
    output: puzzelDone,
    route: post(
      '/{customerKey}/users/{user_id}/profiles/{profile_id}/elements',
      inferred('/{customerKey}/users/{user_id}/profiles/{profile_id}/elements/{elementId}'),
    ),
    example: { user_id: 9948, profile_id: 99481, elementId: 5102, userLevel: 5 },
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_profile_element_by_id',
    title: 'Take a skill off a profile',
    tag: 'users',
    effect: 'delete',
    description: "Takes a skill off a user's profile. Unverified.",
    input: {
      user_id: user(),
      profile_id: profileId(),
      id: numericId('qualities[].elements[].id of the profile'),
    },
    output: puzzelDone,
    route: post(
      '/{customerKey}/users/{user_id}/profiles/{profile_id}/elements/{id}/delete',
      inferred('DELETE /{customerKey}/users/{user_id}/profiles/{profile_id}/elements/{id}'),
    ),
    example: { user_id: 9949, profile_id: 99492, id: 5203 },
    target: skillOfProfile,
  }),
];
