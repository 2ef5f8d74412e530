import { seededRandom } from '../random.js';
import { demoUser } from './accounts.js';
import { second } from './dates.js';
import { notFound } from './envelope.js';
import type { Presence, Profile, User } from './model.js';
import { shiftsBefore } from './roster.js';
import { pauseTypes, people, userGroups } from './seed/people.js';
import { queues, type VisualQueue } from './seed/queues.js';

export function seedUsers(startedAt: number): Map<number, User> {
  const random = seededRandom(4711);
  return new Map(
    people.map((seed, position) => {
      const asciiName = `${seed.firstName}.${seed.lastName}`.toLowerCase().replace('ø', 'o').replace('ö', 'o');
      const userName = seed.id === demoUser.id ? demoUser.userName : asciiName;
      const skills = new Map(seed.skills.map((id) => [id, 1 + Math.floor(random() * 9)]));
      // +44 7700 900xxx and +44 20 7946 0xxx are set aside by Ofcom for fiction.
      const phoneNumber = `+4420794607${String(position).padStart(2, '0')}`;
      const profile = (number: number, name: string, skills: Map<number, number>): Profile => {
        return { id: seed.id * 10 + number, number, name, phoneNumber, lastPhoneNumber: phoneNumber, skills };
      };
      const user: User = {
        id: seed.id,
        groupId: seed.groupId,
        firstName: seed.firstName,
        lastName: seed.lastName,
        userName,
        eMail: `${asciiName}@nordlys.example`,
        mobilePhone: `+447700900${String(seed.id % 1000).padStart(3, '0')}`,
        presence: {
          contactCentreStatus: seed.contactCentreStatus,
          userStatus: seed.userStatus,
          pauseTypeId: seed.pauseTypeId,
          since:
            seed.contactCentreStatus === 'LoggedOff'
              ? (shiftsBefore(seed.id, startedAt, 2)[0]?.to ?? startedAt)
              : startedAt - seed.secondsInStatus * second,
        },
        currentProfileId: seed.id * 10 + 1,
        profiles: [profile(1, 'Office', skills), profile(2, 'Home office', new Map(skills))],
      };
      return [user.id, user];
    }),
  );
}

/** The user with this id, which the call wrote as `idAsSent`. @throws the 404 with an envelope */
export function userById({ users }: { users: Map<number, User> }, id: number, idAsSent: string | number = id): User {
  const user = users.get(id);
  if (!user) throw notFound('User', idAsSent);
  return user;
}

export function currentProfile({ profiles, currentProfileId }: User): Profile | undefined {
  return profiles.find(({ id }) => id === currentProfileId);
}

export function fullName(user: User): string {
  return `${user.firstName} ${user.lastName}`;
}

export function groupName(user: User): string {
  return userGroups.find(({ id }) => id === user.groupId)?.name ?? '';
}

/** Presence at this moment: a status whose end has passed gives way to the next. */
export function presenceOf(user: User, now: number): Presence {
  while (user.presence.until && user.presence.until.at <= now) {
    const { at, next } = user.presence.until;
    user.presence = { ...next, since: at };
  }
  return user.presence;
}

/** inferred: the name of the pause for a user in pause, otherwise the user status. */
export function statusDescriptionOf(user: User, now: number): string {
  const { pauseTypeId, userStatus } = presenceOf(user, now);
  return pauseTypes.find(({ id }) => id === pauseTypeId)?.description ?? userStatus;
}

export function secondsInStatus(user: User, now: number): number {
  return Math.max(0, Math.floor((now - presenceOf(user, now).since) / second));
}

/** Whether a user answers a queue: it belongs to the user's group, and the current profile has the skill for its medium. */
export function serves(user: User, { groupIds, queueIds }: VisualQueue): boolean {
  const skills = currentProfile(user)?.skills;
  const categories = queues.filter(({ id }) => queueIds.includes(id)).map(({ category }) => category);
  return groupIds.includes(user.groupId) && categories.some((category) => skills?.has(5100 + category));
}

export function isAvailable(user: User, now: number): boolean {
  const { contactCentreStatus, userStatus } = presenceOf(user, now);
  return contactCentreStatus === 'LoggedOn' && userStatus === 'Available';
}
