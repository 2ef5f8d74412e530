import { useMemo, useState } from 'preact/hooks';
import {
  type Agent,
  agentFields,
  defaultLimits,
  isOver,
  type Lane,
  type Limits,
  lanes,
  laneWords,
  type Order,
  readAgents,
  StatusWatch,
  sorted,
} from './agent.js';
import { type Format, formatIn } from './format.js';
import type { ViewProps } from './live.js';
import { Empty, Failure, Freshness, Incomplete, Loading, OldData } from './notices.js';
import { NumberField } from './number-field.js';
import { isWhole, useWholeList } from './whole-list.js';

const tool = 'list_all_puzzel_state_information';
const everyMs = 10_000;

/** All agents by status, each with the time in it. */
export function Agents(props: ViewProps) {
  const { connection, shown } = props;
  const [filter, setFilter] = useState<FilterState>({ group: '', typed: '', order: 'time' });
  const [limits, setLimits] = useState(defaultLimits);
  const watch = useMemo(() => new StatusWatch(), []);
  const format = formatIn(shown.locale, shown.timeZone);
  const live = useWholeList(props, tool, { fields: agentFields, everyMs });
  const whole = isWhole(live, shown);
  const all = useMemo(
    () => (live.answer && live.asOf ? readAgents(live.answer.result, live.asOf, watch) : []),
    [live.answer, live.asOf, watch],
  );

  const wanted = filter.typed.trim().toLocaleLowerCase(shown.locale);
  const matching = all.filter(
    (agent) =>
      (filter.group === '' || agent.group === filter.group) &&
      agent.name.toLocaleLowerCase(shown.locale).includes(wanted),
  );
  const over = matching.filter((agent) => isOver(agent, limits));
  const choose = (agent: Agent) =>
    connection.tellModel(`On the agents page the person chose agent userId ${agent.key} (${laneWords[agent.lane]}).`);
  const groups = [...new Set(all.map((agent) => agent.group))].filter((name) => name !== '').sort();
  return (
    <main class={live.isOld ? 'agents is-old' : 'agents'}>
      {live.failure && <Failure failure={live.failure} live={live} format={format} />}
      {!live.answer && !live.failure && <Loading what="the agents" />}
      {live.answer && all.length === 0 && <Empty>There is no agent that this login may see.</Empty>}
      {all.length > 0 && (
        <>
          <OldData live={live} format={format} />
          <header class="agents-head">
            <Headline agents={matching} over={over} readSoFar={whole ? undefined : all.length} format={format} />
            <Filter groups={groups} filter={filter} change={(part) => setFilter((now) => ({ ...now, ...part }))} />
          </header>
          {matching.length === 0 && <Empty>Nobody matches the filter.</Empty>}
          <div class="lanes">
            {lanes.map((lane) => (
              <LaneSection
                key={lane}
                lane={lane}
                agents={sorted(
                  matching.filter((agent) => agent.lane === lane),
                  filter.order,
                  limits,
                  shown.locale,
                )}
                limits={limits}
                format={format}
                choose={choose}
              />
            ))}
          </div>
          {!whole && <Incomplete count={all.length} live={live} format={format} />}
          <LimitFields limits={limits} change={setLimits} />
        </>
      )}
      <Freshness live={live} format={format} />
    </main>
  );
}

interface HeadlineProps {
  agents: readonly Agent[];
  /** Those whose wrap-up or pause takes too long. */
  over: readonly Agent[];
  /** How many agents have been read; undefined when these are all. */
  readSoFar: number | undefined;
  format: Format;
}

function Headline({ agents, over, readSoFar, format }: HeadlineProps) {
  return (
    <>
      <h1>
        {format.number(agents.filter(({ lane }) => lane === 'ready').length)} ready
        {readSoFar !== undefined && ` of the ${format.number(readSoFar)} agents read so far`}
        {over.length > 0 && (
          <span class="over-count">
            {' '}
            · <span aria-hidden="true">▲</span> {format.number(over.length)} away for too long
          </span>
        )}
      </h1>
      <p class="unseen" role="status">
        {over.length > 0 ? `Away for too long: ${over.map(({ name }) => name).join(', ')}.` : ''}
      </p>
    </>
  );
}

interface FilterState {
  group: string;
  typed: string;
  order: Order;
}

interface FilterProps {
  groups: string[];
  filter: FilterState;
  change: (part: Partial<FilterState>) => void;
}

function Filter({ groups, filter, change }: FilterProps) {
  const { group, typed, order } = filter;
  return (
    <div class="fields">
      <label>
        Group
        <select value={group} onInput={({ currentTarget }) => change({ group: currentTarget.value })}>
          <option value="">All groups</option>
          {groups.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Name
        <input type="search" value={typed} onInput={({ currentTarget }) => change({ typed: currentTarget.value })} />
      </label>
      <label>
        Order
        <select value={order} onInput={({ currentTarget }) => change({ order: orderIn(currentTarget.value) })}>
          <option value="time">Time in status</option>
          <option value="name">Name</option>
          <option value="answered">Calls answered</option>
        </select>
      </label>
    </div>
  );
}

const orderIn = (value: string): Order => (value === 'name' || value === 'answered' ? value : 'time');

interface LaneProps {
  lane: Lane;
  agents: readonly Agent[];
  limits: Limits;
  format: Format;
  choose: (agent: Agent) => void;
}

function LaneSection({ lane, agents, limits, format, choose }: LaneProps) {
  if (agents.length === 0) return null;
  return (
    <section class={`lane lane-${lane}`} aria-labelledby={`lane-${lane}`}>
      <h2 id={`lane-${lane}`}>
        {laneWords[lane]} <span class="lane-count">{format.number(agents.length)}</span>
      </h2>
      <ul>
        {agents.map((agent) => (
          <AgentRow
            key={agent.key}
            agent={agent}
            over={isOver(agent, limits)}
            format={format}
            choose={() => choose(agent)}
          />
        ))}
      </ul>
    </section>
  );
}

function LimitFields({ limits, change }: { limits: Limits; change: (limits: Limits) => void }) {
  return (
    <details class="targets">
      <summary>Limits</summary>
      <div class="fields">
        {(['wrapup', 'pause'] as const).map((lane) => (
          <NumberField
            key={lane}
            label={`${laneWords[lane]}, minutes at most`}
            value={limits[lane] / 60}
            max={600}
            change={(minutes) => change({ ...limits, [lane]: minutes * 60 })}
          />
        ))}
      </div>
    </details>
  );
}

function AgentRow({
  agent,
  over,
  format,
  choose,
}: {
  agent: Agent;
  over: boolean;
  format: Format;
  choose: () => void;
}) {
  const { name, group, status, seconds, atLeast, answered, lane } = agent;
  return (
    <li class={over ? 'agent agent-over' : 'agent'}>
      <button type="button" class="bare" onClick={choose}>
        <bdi class="agent-name">{name}</bdi>
        <span class="agent-group">
          <bdi>{group}</bdi>
          {(lane === 'pause' || lane === 'other') && status !== '' && ` · ${status}`}
          {answered !== undefined && lane !== 'off' && ` · ${format.number(answered)} answered`}
        </span>
      </button>
      {lane !== 'off' && seconds !== undefined && (
        <span class="agent-time" title={atLeast ? 'At least: as long as this page has watched' : 'Time in this status'}>
          {atLeast && <span aria-hidden="true">≥ </span>}
          {atLeast && <span class="unseen">at least </span>}
          {format.duration(seconds)}
          {over && <span class="badge badge-over">too long</span>}
        </span>
      )}
    </li>
  );
}
