import { record } from '../output.js';
import { documented, get } from '../routes.js';
import { defineGladlyTool } from './define.js';

export const organizationTools = [
  defineGladlyTool({
    name: 'list_all_gladly_organization',
    title: 'The organization',
    tag: 'organization',
    effect: 'list',
    description: "The token's organization: name, timezone, address.",
    input: {},
    output: record({
      id: 'string: the org_id of the public-answer tools',
      name: 'string',
      loginDomain: 'string',
      timezone: 'IANA name: default of reports',
      gladlyUrl: 'address of the organization',
    }),
    route: get('/api/v1/organization', documented),
  }),
];
