import { flag, id } from '../arguments.js';
import { record, rows } from '../output.js';
import { documented, get, patch } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { agents } from './name-lists.js';

const agent = { id: 'string', name: 'string', emailAddress: 'string' };

const agentId = () => id('agent: id, name or e-mail');

export const agentTools = [
  defineGladlyTool({
    name: 'list_all_gladly_agents',
    title: 'All agents',
    tag: 'agents',
    effect: 'list',
    description: 'Every agent: id, name, emailAddress; no presence: that is AGENT_STATUS in list_all_gladly_events.',
    input: {},
    output: rows(agent),
    route: get('/api/v1/agents', documented),
  }),
  defineGladlyTool({
    name: 'get_single_gladly_agent_by_id',
    title: 'One agent',
    tag: 'agents',
    effect: 'get',
    description: 'Name and e-mail address of one agent.',
    input: { id: agentId() },
    named: { id: agents },
    output: record(agent),
    route: get('/api/v1/agents/{id}', documented),
    example: { id: demo.agent },
  }),
  defineGladlyTool({
    name: 'get_single_gladly_agent_call_recorder_by_id',
    title: "Recorder of an agent's call",
    tag: 'agents',
    effect: 'get',
    description:
      "Whether an agent's running call is recorded. Without customerId and conversationItemId no call is running.",
    input: { id: agentId() },
    named: { id: agents },
    output: record({
      agentId: 'string',
      customerId: 'string: absent without a call',
      conversationItemId: 'string: absent without a call',
      recording: 'boolean',
    }),
    route: get('/api/v1/agents/{id}/call-recorder', documented),
    example: { id: demo.agent },
  }),
  defineGladlyTool({
    name: 'update_a_gladly_agent_call_recorder_by_id',
    title: 'Start or stop recording',
    tag: 'agents',
    effect: 'update',
    description: "Starts or stops recording of an agent's running call; does nothing without one.",
    input: { id: agentId(), recording: flag('true starts') },
    named: { id: agents },
    route: patch('/api/v1/agents/{id}/call-recorder', documented),
    example: { id: demo.agent, recording: false },
  }),
];
