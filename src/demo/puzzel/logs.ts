import { seededRandom } from '../random.js';
import { demoUser } from './accounts.js';
import type { ArchiveRecord } from './archive-records.js';
import { day, hour, minute, second } from './dates.js';
import type { User } from './model.js';
import { secondsLoggedOnAtStart, shiftsBefore } from './roster.js';

/** Values of `auditType` are inferred from the names of modules in the admin portal (puzzel.md, section 5). */
type ChangeSeed = [daysAgo: number, userId: number, auditType: string, operation: string, key: string, value: string];

const changeSeeds: ChangeSeed[] = [
  // Fourteen minutes ago, when the pause of 9107 began.
  [0.0097, 9203, 'UserStatus', 'Update', 'User 9107', 'Pause: Lunch'],
  // When the history of the request has it reserved for her.
  [0.0662, 9948, 'Request', 'Update', 'Request 10934', 'Contract renewal'],
  [1.4, 9201, 'Profile', 'Update', 'Profile 92021', 'Broadband, level 6'],
  [6.1, 9201, 'TimeModule', 'Update', 'Primary Inbound opening hours', 'Mon-Sun 01:00-24:00 -> Mon-Sun 00:00-24:00'],
  [9.3, 9201, 'SystemQueue', 'Update', 'q_billing sla', '90 -> 60'],
  [13.6, 9948, 'DisplayQueue', 'Create', 'VIP Sales', 'q_vip_sales'],
  [21.2, 9201, 'SoundFile', 'Update', 'Welcome message', 'welcome_v7.wav'],
  [34.8, 9203, 'UserAccount', 'Create', 'User 9108', 'Eilidh Murray'],
  [48.5, 9201, 'AccessPoint', 'Create', '+442079460121', 'Technical Support'],
  [71.3, 9948, 'Dialler', 'Create', 'Spring renewals', '240 numbers'],
];

/** Change log, access log and archive audit log, newest entry first. */
export function seedLogs(startedAt: number, users: Map<number, User>, archive: ArchiveRecord[]) {
  const random = seededRandom(92);
  let lastId = 612_000;
  const nextId = () => {
    lastId += 1 + Math.floor(random() * 9);
    return lastId;
  };
  const changeLog = [...changeSeeds].reverse().map(([daysAgo, userId, auditType, operation, key, value]) => {
    return { id: nextId(), dateTime: startedAt - daysAgo * day, userId, auditType, operation, key, value };
  });
  const accesses: {
    dateTime: number;
    ip: string;
    userId: number;
    userName: string;
    clientType: string;
    clientInfo: string;
    logInResult: string;
  }[] = [];
  const signIn = ({ id: userId, userName }: User, dateTime: number, logInResult: 'OK' | 'Rejected' = 'OK') => {
    const clientType = ['Agent', 'Agent', 'Admin', 'PuzzelApp'][Math.floor(random() * 4)] ?? 'Agent';
    const ip = `192.0.2.${10 + (userId % 200)}`;
    accesses.push({ dateTime, ip, clientType, clientInfo: 'Puzzel 5.1', logInResult, userId, userName });
  };
  // Every agent signs in when a shift begins, sometimes at the second attempt.
  for (const user of users.values()) {
    if (user.id === demoUser.id) continue;
    for (const { from } of shiftsBefore(user.id, startedAt, 30).reverse()) {
      if (random() < 0.08) signIn(user, from - minute, 'Rejected');
      signIn(user, from);
    }
    if (user.presence.contactCentreStatus !== 'LoggedOff')
      signIn(user, startedAt - secondsLoggedOnAtStart(user.id) * second);
  }
  accesses.sort((a, b) => a.dateTime - b.dateTime);
  const audits = archive
    .filter((record) => record.recordingCount > 0 && record.start < startedAt - 5 * hour)
    .filter((_, index) => index % 4 === 0)
    .map((record, index) => {
      return {
        id: nextId(),
        dateTime: Math.min(record.start + (20 + index * 13) * minute, startedAt - minute),
        operation: index % 3 === 2 ? 'Download' : 'Listen',
        iqSessionId: record.callId,
        recIndex: 1,
        mediaType: record.mediaType,
        userId: index % 2 === 0 ? 9201 : 9948,
      };
    });
  const newestFirst = <Entry extends { dateTime: number }>(entries: Entry[]) =>
    entries.sort((a, b) => b.dateTime - a.dateTime);
  return {
    changes: newestFirst(changeLog),
    accesses: newestFirst(accesses.map((entry) => ({ id: nextId(), ...entry }))),
    audits: newestFirst(audits),
  };
}
