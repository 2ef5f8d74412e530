import { atMost, namedUser, numericId, text, user } from '../arguments.js';
import { moreIds } from '../ask-each.js';
import { type Members, type OutputSchema, record, rows } from '../output.js';
import { documented, get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { userGroupsRoute } from './name-lists.js';
import { askingUser } from './shared-arguments.js';
import { skillOfProfile } from './targets.js';

const profileId = () => numericId('currentProfileId of list_all_puzzel_users_search');

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
  chatConnecting: 'boolean: a chat is being connected',
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
    description: 'User groups (teams): id (userGroupId elsewhere), name (userGroupName). No tool moves agents.',
    input: {},
    output: rows({ id: 'integer: user group id', name: 'string' }),
    route: userGroupsRoute,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_users_search',
    title: 'Details of users',
    tag: 'users',
    effect: 'list',
    description:
      'Details of the users you name (search: list_all_puzzel_query_users): id (userId elsewhere), firstName, lastName (no name), userGroupName, currentProfileId, skills in profiles[].qualities[].elements[] (name, userLevel 1–9). Who has a skill: give all user_ids.',
    input: { user_id: namedUser, user_ids: moreIds('several of them') },
    output: userDetails,
    // The alternatives of puzzel.md are left out: they answer other questions (a search, and the list of all users).
    route: get('/{customerKey}/users/{user_id}', documented),
    example: { user_id: '9948' },
    perId: { idArgument: 'user_id', listArgument: 'user_ids', member: 'id' },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_query_users',
    title: 'Search users and queues',
    tag: 'users',
    effect: 'list',
    description: 'Finds users by part of a name: userId, userFullName, userStatus; queues too. Unverified.',
    input: {
      user_id: askingUser(),
      searchString: text('part of a name').optional(),
      queueFilter: text('values unknown: leave out').optional(),
      userFilter: text('values unknown: leave out').optional(),
      maxMatches: atMost().optional(),
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
    whenEmpty: 'No name holds these words. All agents with their ids: list_all_puzzel_state_information.',
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_pause_types',
    title: 'Pause reasons',
    tag: 'users',
    effect: 'list',
    description: 'Pause reasons an agent can choose: id (pauseTypeId elsewhere), description.',
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
    description: 'One profile of a user: phoneNumber, qualities[].elements[] = skills (id, name, userLevel).',
    input: { user_id: namedUser, id: numericId('profiles[].id') },
    output: record(profile),
    route: get('/{customerKey}/users/{user_id}/profiles/{id}', inferred()),
    example: { user_id: '9948', id: 99481 },
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_profile_element',
    title: 'Add a skill to a profile',
    tag: 'users',
    effect: 'create',
    description: 'Puts a skill on a profile of user_id. Unverified: check get_single_puzzel_profile_by_id.',
    input: {
      user_id: user(),
      profile_id: profileId(),
      elementId: numericId('from list_all_puzzel_service_qualities'),
      userLevel: text('1 to 9 = most skilled; left out: 1 (demo)').optional(),
    },
    route: post(
      '/{customerKey}/users/{user_id}/profiles/{profile_id}/elements',
      inferred('/{customerKey}/users/{user_id}/profiles/{profile_id}/elements/{elementId}'),
    ),
    example: { user_id: 9948, profile_id: 99481, elementId: 5102, userLevel: '5' },
  }),
  definePuzzelTool({
    name: 'delete_a_puzzel_profile_element_by_id',
    title: 'Take a skill off a profile',
    tag: 'users',
    effect: 'delete',
    description: 'Takes a skill off a profile of user_id. Unverified.',
    input: {
      user_id: user(),
      profile_id: profileId(),
      id: numericId('qualities[].elements[].id of the profile'),
    },
    route: post(
      '/{customerKey}/users/{user_id}/profiles/{profile_id}/elements/{id}/delete',
      inferred('DELETE /{customerKey}/users/{user_id}/profiles/{profile_id}/elements/{id}'),
    ),
    example: { user_id: 9949, profile_id: 99492, id: 5203 },
    target: skillOfProfile,
  }),
];
