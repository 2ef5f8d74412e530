import { numericId, text, time } from '../arguments.js';
import { rows } from '../output.js';
import { get, inferred } from '../routes.js';
import { definePuzzelTool } from './define.js';

/** No public source shows a filter of these logs: their names are guesses, and a wrong one may be ignored. */
const span = { from: time('from').optional(), to: time('until').optional() };
const guessed = 'Filters unproven: check dateTime.';

export const auditTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_changelogs',
    title: 'Change log',
    tag: 'audit',
    effect: 'list',
    description: `Who changed what in the configuration, past 3 months: opening hours (Time module), users, profiles, services, … Name of a userId: list_all_puzzel_users_search. ${guessed}`,
    input: {
      ...span,
      userId: numericId('by this user').optional(),
      auditType: text('module; spelling unproven, better leave out').optional(),
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
    example: {},
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_access_logs',
    title: 'Access log',
    tag: 'audit',
    effect: 'list',
    description: `Sign-ins of the last 14 days, refused ones too, without Puzzel ID. ${guessed}`,
    input: {
      ...span,
      userName: text('user name').optional(),
      clientType: text('Agent, Admin, PuzzelApp, …').optional(),
      logInResult: text('OK, Rejected, …').optional(),
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
    example: {},
    customerText: true,
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_archive_audit_logs',
    title: 'Audit log of the archive',
    tag: 'audit',
    effect: 'list',
    description: `Who listened to, downloaded or deleted archived recordings and chats. ${guessed}`,
    input: {
      ...span,
      userId: numericId('by this user').optional(),
      operation: text('listen, download, delete, …').optional(),
      mediaType: text('Phone, Chat, …').optional(),
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
    example: {},
  }),
];
