import { id } from '../arguments.js';
import { record, rows } from '../output.js';
import { documented, get } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { teams } from './name-lists.js';

const team = {
  id: 'string',
  name: 'string',
  description: 'string',
  agentIds: 'array of agent ids',
  agentNames: 'array of their names',
};

export const teamTools = [
  defineGladlyTool({
    name: 'list_all_gladly_teams',
    title: 'All teams',
    tag: 'agents',
    effect: 'list',
    addNames: true,
    description: 'Every team: id, name, description, agentIds, agentNames.',
    input: {},
    output: rows(team),
    route: get('/api/v1/teams', documented),
  }),
  defineGladlyTool({
    name: 'get_single_gladly_team_by_id',
    title: 'One team',
    tag: 'agents',
    effect: 'get',
    addNames: true,
    description: 'One team with its agents.',
    input: { id: id('team: id or name') },
    named: { id: teams },
    output: record(team),
    route: get('/api/v1/teams/{id}', documented),
    example: { id: demo.team },
  }),
];
