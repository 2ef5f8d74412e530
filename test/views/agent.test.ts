import { expect, it } from 'vitest';
import { readAgents, StatusWatch } from '../../src/views/page/agent.js';

it('an agent whose call is reserved, rings or is with a colleague is in the lane "call"', () => {
  const lanes = ['Allocated', 'Alerting', 'Connected', 'ConsultCall', 'Busy', 'NoAnswer'].map((userStatus, userId) => {
    const [agent] = readAgents(
      [{ userId, contactCentreStatus: 'LoggedOn', userStatus }],
      new Date(),
      new StatusWatch(),
    );
    return agent?.lane;
  });
  expect(lanes).toEqual(['call', 'call', 'call', 'call', 'other', 'other']);
});
