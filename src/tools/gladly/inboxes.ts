import { id } from '../arguments.js';
import { record, rows } from '../output.js';
import { documented, get } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { inboxes } from './name-lists.js';

const inbox = { id: 'string', name: 'string', disabled: 'boolean: nobody sees work there' };

export const inboxTools = [
  defineGladlyTool({
    name: 'list_all_gladly_inboxes',
    title: 'All inboxes',
    tag: 'inboxes',
    effect: 'list',
    description: 'Every inbox (work queue): id, name, disabled. Nobody sees work in a disabled one.',
    input: {},
    output: rows(inbox),
    route: get('/api/v1/inboxes', documented),
  }),
  defineGladlyTool({
    name: 'get_single_gladly_inbox_by_id',
    title: 'One inbox',
    tag: 'inboxes',
    effect: 'get',
    description: 'One inbox: name, disabled.',
    input: { id: id('inbox: id or name') },
    named: { id: inboxes },
    output: record(inbox),
    route: get('/api/v1/inboxes/{id}', documented),
    example: { id: demo.inbox },
  }),
];
