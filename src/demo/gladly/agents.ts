import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { parseBody } from './body.js';
import { notExist } from './errors.js';
import { demoAgents, demoItems, demoOrganization } from './ids.js';
import type { Agent } from './model.js';
import { noContent, ok } from './responses.js';
import { callerName, everydayId } from './seed/customers.js';
import type { Store } from './store.js';

const recorderBody = z.object({ recording: z.boolean() });

/** Agents, their call recorders, inboxes, teams and the organization. Only Chiara Conti is on a call. */
export function agentRoutes(store: Store): DemoRoutes {
  const liveCall = { customerId: everydayId(callerName), conversationItemId: demoItems.liveCall };
  let isRecording = true;
  const recorderOf = (agentId: string) =>
    agentId === demoAgents.chiara ? { agentId, ...liveCall, recording: isRecording } : { agentId, recording: false };
  return {
    'GET /agents': () => ok(store.agents),
    'GET /agents/{agentId}': ({ params }) => ok(recordById(store.agents, params.agentId, 'agent')),
    'GET /agents/{agentId}/call-recorder': ({ params }) => ok(recorderOf(agentByIdOrEmail(store, params.agentId).id)),
    'PATCH /agents/{agentId}/call-recorder': (request) => {
      const agent = agentByIdOrEmail(store, request.params.agentId);
      const body = parseBody(request, recorderBody);
      // "If an agent is not on a call the update will do nothing."
      if (agent.id === demoAgents.chiara) isRecording = body.recording;
      return noContent;
    },
    'GET /inboxes': () => ok(store.inboxes),
    'GET /inboxes/{inboxId}': ({ params }) => ok(recordById(store.inboxes, params.inboxId, 'inbox')),
    'GET /teams': () => ok(store.teams),
    'GET /teams/{teamId}': ({ params }) => ok(recordById(store.teams, params.teamId, 'team')),
    'GET /organization': () =>
      ok({
        id: demoOrganization,
        loginDomain: 'nordlys.example',
        name: 'Nordlys Outdoor',
        timezone: 'America/New_York',
        gladlyUrl: 'https://nordlys.us-1.gladly.com',
      }),
  };
}

/** No 404 is documented for agent, inbox and team, so it is `not_exist`, from the document's general table of codes. */
function recordById<T extends { id: string }>(records: T[], id: string | undefined, noun: string): T {
  const record = records.find((candidate) => candidate.id === id);
  if (!record) throw notExist(`${noun} ${id} does not exist`);
  return record;
}

/** The call recorder takes an agent's id or e-mail address. */
function agentByIdOrEmail(store: Store, key = ''): Agent {
  const agent = store.agents.find(({ id, emailAddress }) => id === key || emailAddress === key.toLowerCase());
  if (!agent) throw notExist(`agent ${key} does not exist`, 'object');
  return agent;
}
