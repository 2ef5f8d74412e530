import { puzzelDate } from './dates.js';
import { done, invalid, ok, refused } from './envelope.js';
import type { User } from './model.js';
import { profileView } from './profiles.js';
import type { PuzzelRoutes } from './routes.js';
import { pauseTypes, userGroups } from './seed/people.js';
import { queues } from './seed/queues.js';
import type { PuzzelState } from './state.js';
import { currentProfile, fullName, groupName, isAvailable, presenceOf, userById } from './users.js';

/** User groups, users, the search for users and queues, and pauses. */
export const directoryRoutes: PuzzelRoutes = {
  'GET /{customerKey}/usergroups': () => ok(userGroups),
  'GET /{customerKey}/users': ({ state }) => ok([...state.users.values()].map(userLine)),
  'GET /{customerKey}/users/{userId}': ({ state, user, now }) => ok(userDetails(state, user, now)),
  'GET /{customerKey}/users/{userId}/usersavailable': ({ state, now }) =>
    // Only id and name, as in the SOAP contract of 2015; a tenant may answer more.
    ok(
      [...state.users.values()]
        .filter((user) => isAvailable(user, now))
        .map((user) => ({ id: user.id, name: fullName(user) })),
    ),
  'POST /{customerKey}/users/{userId}/users/search': {
    alternative: 'GET /{customerKey}/users/{userId}/queryusers',
    run: ({ state, args, now }) => {
      const wantedText = (args.text('searchString') ?? '').replaceAll('%', '').toLowerCase();
      const matchesUserFilter = nameFilter(args.text('userFilter'));
      const matchesQueueFilter = nameFilter(args.text('queueFilter'));
      const userRows = [...state.users.values()].map((user) => ({
        sourceSearchResultType: 'User',
        ...stateOf(user, now),
        queueDescription: null,
        queueKey: null,
        userFullName: fullName(user),
        userId: user.id,
        userName: user.userName,
        searchText: `${fullName(user)} ${user.userName}`,
        filterText: groupName(user),
      }));
      const queueRows = queues.map((queue) => ({
        sourceSearchResultType: 'Queue',
        contactCentreStatus: null,
        userStatus: null,
        chatState: null,
        queueDescription: queue.description,
        queueKey: queue.key,
        userFullName: null,
        userId: 0,
        userName: null,
        searchText: `${queue.description} ${queue.key}`,
        filterText: queue.description,
      }));
      const rows = [
        ...userRows.filter((row) => matchesUserFilter(row.filterText)),
        ...queueRows.filter((row) => matchesQueueFilter(row.filterText)),
      ]
        .filter((row) => row.searchText.toLowerCase().includes(wantedText))
        .map(({ searchText, filterText, ...row }) => row);
      return ok(rows.slice(0, args.integer('maxMatches') ?? rows.length));
    },
  },
  'GET /{customerKey}/pausetypes': {
    alternative: 'GET /{customerKey}/users/{userId}/pausetypes',
    run: ({ state, args }) => {
      const userId = args.text('userId');
      if (userId !== undefined) userById(state, Number(userId), userId);
      return ok(pauseTypes);
    },
  },
  'POST /{customerKey}/users/{userId}/pauseon': (call) => {
    const type = pauseTypes.find(({ id }) => id === call.args.requiredInteger('pauseTypeId'));
    if (!type) throw invalid('pauseTypeId', 'is not a pause type of this solution');
    if (presenceOf(call.user, call.now).contactCentreStatus === 'LoggedOff') {
      throw refused(`User ${call.user.id} is not logged on`);
    }
    call.user.presence = { contactCentreStatus: 'Pause', userStatus: 'Busy', pauseTypeId: type.id, since: call.now };
    call.state.recordChange(call, 'UserStatus', 'Update', `User ${call.user.id}`, `Pause: ${type.description}`);
    return done(call.user.id);
  },
};

function userLine(user: User) {
  return {
    id: user.id,
    groupId: user.groupId,
    groupName: groupName(user),
    firstName: user.firstName,
    lastName: user.lastName,
    userName: user.userName,
  };
}

function stateOf(user: User, now: number) {
  const { contactCentreStatus, userStatus } = presenceOf(user, now);
  return { contactCentreStatus, userStatus, chatState: 'Undefined' };
}

function userDetails(state: PuzzelState, user: User, now: number) {
  const { groupName: userGroupName, ...line } = userLine(user);
  const { since, pauseTypeId, contactCentreStatus } = presenceOf(user, now);
  return {
    ...line,
    userGroupName,
    ...stateOf(user, now),
    eMail: user.eMail,
    mobilePhone: user.mobilePhone,
    languageId: 2,
    pauseTypeId,
    joined: contactCentreStatus !== 'LoggedOff',
    sessionTime: puzzelDate(since),
    chatCapacityMaxParallel: 3,
    chatPhoneThreshold: 1,
    chatConnected: state.chatCountOf(user.id),
    chatConnecting: false,
    currentProfileId: user.currentProfileId,
    profileName: currentProfile(user)?.name ?? '',
    profiles: user.profiles.map(profileView),
  };
}

/** inferred: a filter is `All` (as without one), `None`, or a part of the name of the user group or queue. */
function nameFilter(text = 'all'): (value: string) => boolean {
  const wantedPart = text.toLowerCase();
  if (wantedPart === 'all' || wantedPart === '') return () => true;
  if (wantedPart === 'none') return () => false;
  return (value) => value.toLowerCase().includes(wantedPart);
}
