import { agentId, text, time } from '../arguments.js';
import { rows } from '../output.js';
import { get, inferred } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { between, filterRecords, same } from './filters.js';

/*
 * No public source shows the filters of these logs. Their names are guesses, so the answers are filtered here as
 * well, except by words that answers may spell otherwise (auditType, clientType, …).
 */

const period = { from: time('from').optional(), to: time('until').optional() };

export const auditTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_changelogs',
    title: 'Change log',
    tag: 'audit',
    effect: 'list',
    description:
      'Who changed what in the configuration, past 3 months: dateTime, userId, auditType (TimeModule = opening hours in the demo), operation, key, value. Names: list_all_puzzel_users_search.',
    input: {
      ...period,
      userId: agentId('who').optional(),
      auditType: text('spelling unproven: leave out').optional(),
    },
    output: rows({
      id: 'id of the entry',
      dateTime: 'ISO time of the change',
      userId: 'integer: who made it',
      auditType: 'string: module',
      operation: 'string: what was done',
      key: 'string: what it was done to',
      value: 'string: new value',
    }),
    route: get(
      '/{customerKey}/changelog',
      inferred('POST /{customerKey}/changelog/search', '/{customerKey}/changelogs'),
    ),
    shape: (data, { from, to, userId }) => filterRecords(data, { dateTime: between(from, to), userId: same(userId) }),
    whenEmpty:
      'No such change in this period. The log reaches back 3 months. auditType has to match exactly: leave it out.',
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_access_logs',
    title: 'Access log',
    tag: 'audit',
    effect: 'list',
    description:
      'Sign-ins (by default of 14 days), refused ones too: dateTime, userName, userId, logInResult (OK, Rejected), clientType; no reason. Sign-ins through Puzzel ID are MISSING: no OK proves nothing.',
    input: {
      ...period,
      userName: text('login name, e.g. first.last').optional(),
      clientType: text('Agent, Admin, PuzzelApp; unproven').optional(),
      logInResult: text('OK, Rejected; unproven').optional(),
      ip: text('IP address').optional(),
    },
    output: rows({
      id: 'id of the entry',
      dateTime: 'ISO time',
      ip: 'string: IP address',
      clientType: 'string',
      clientInfo: 'string',
      logInResult: 'string',
      userId: 'integer',
      userName: 'string',
    }),
    route: get(
      '/{customerKey}/accesslog',
      inferred('/{customerKey}/accesslogs', 'POST /{customerKey}/accesslog/search'),
    ),
    shape: (data, { from, to, userName, ip }) =>
      filterRecords(data, { dateTime: between(from, to), userName: same(userName), ip: same(ip) }),
    whenEmpty:
      'No such sign-in here, which proves nothing: userName is the login name, not the person’s; sign-ins through Puzzel ID are missing; clientType and logInResult may be spelt otherwise: leave them out.',
    untrustedContent: true,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_archive_audit_logs',
    title: 'Audit log of the archive',
    tag: 'audit',
    effect: 'list',
    description:
      'Who listened to, downloaded or deleted archived recordings and chats: dateTime, userId, operation, iqSessionId, recIndex.',
    input: {
      ...period,
      userId: agentId('who').optional(),
      operation: text('listen, download, delete; unproven').optional(),
      mediaType: text('Phone, Chat; unproven').optional(),
    },
    output: rows({
      id: 'id of the entry',
      dateTime: 'ISO time',
      operation: 'string: what was done',
      iqSessionId: 'string: session id of the record',
      recIndex: 'integer: number of the recording',
      mediaType: 'string',
      userId: 'integer: who did it',
    }),
    route: get(
      '/{customerKey}/archive/auditlog',
      inferred('POST /{customerKey}/archive/auditlog/search', '/{customerKey}/archiveauditlog'),
    ),
    shape: (data, { from, to, userId }) => filterRecords(data, { dateTime: between(from, to), userId: same(userId) }),
    whenEmpty: 'No entry of this kind in this period. operation and mediaType may be spelt otherwise: leave them out.',
  }),
];
