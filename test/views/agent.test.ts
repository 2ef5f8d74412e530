import { expect, it } from 'vitest';
import { nameMatches, readAgents, StatusWatch } from '../../src/views/page/agent.js';

const read = (...agents: Record<string, unknown>[]) =>
  readAgents(
    agents.map((agent, userId) => ({ userId, ...agent })),
    new Date(),
    new StatusWatch(),
  );

it('an agent for whom a call is reserved, rings or goes on is in the lane "call", one who is busy or did not answer in "other"', () => {
  const statuses = ['Allocated', 'Alerting', 'Connected', 'ConsultCall', 'Busy', 'NoAnswer'];
  const agents = read(...statuses.map((userStatus) => ({ contactCentreStatus: 'LoggedOn', userStatus })));
  expect(agents.map(({ lane }) => lane)).toEqual(['call', 'call', 'call', 'call', 'other', 'other']);
});

it('an agent without a status in the answer is in the lane "unknown", unless logged off', () => {
  const agents = read({}, { contactCentreStatus: 'LoggedOn' }, { contactCentreStatus: 'LoggedOff' });
  expect(agents.map(({ lane }) => lane)).toEqual(['unknown', 'unknown', 'off']);
});

it('the search for a name needs neither upper case nor the diacritics', () => {
  const names = ['Åsa Nyström', 'Bjørn Łuczak', 'Işık', 'Cœur'];
  const agents = read(...names.map((firstName) => ({ firstName })));
  const found = (typed: string) => agents.filter((agent) => nameMatches(agent, typed)).map(({ name }) => name);
  expect(['nystrom', ' NYSTRÖM', 'bjorn l', 'isik', 'coeur', 'asa x'].map(found)).toEqual([
    ['Åsa Nyström'],
    ['Åsa Nyström'],
    ['Bjørn Łuczak'],
    ['Işık'],
    ['Cœur'],
    [],
  ]);
});
