import { useMemo, useState } from 'preact/hooks';
import {
  type Agent,
  agentFields,
  defaultLimits,
  isOverLimit,
  type Lane,
  type Limits,
  laneLabels,
  lanes,
  nameMatches,
  type Order,
  readAgents,
  StatusWatch,
  sortAgents,
} from './agent.js';
import { LaneSection } from './agent-lane.js';
import { useKeptFocus } from './focus.js';
import { type Format, joinNames, localizedForPerson, useFormat } from './format.js';
import type { ViewProps } from './live.js';
import { EmptyState, FailureNotice, Freshness, IncompleteNotice, LoadingState, OldDataNotice } from './notices.js';
import { NumberField } from './number-field.js';
import { hasWholeList, useWholeList } from './whole-list.js';

const tool = 'list_all_puzzel_state_information';
const pollIntervalMs = 10_000;

/** All agents by status, each with the time in it. */
export function Agents(props: ViewProps) {
  const { connection, host } = props;
  const [filter, setFilter] = useState<FilterState>({ group: '', typed: '', order: 'time' });
  const [limits, setLimits] = useState(defaultLimits);
  const watch = useMemo(() => new StatusWatch(), []);
  const format = useFormat(host);
  const live = useWholeList(props, tool, { fields: agentFields, pollIntervalMs });
  const isWhole = hasWholeList(live, host);
  const allAgents = useMemo(
    () => (live.answer && live.asOf ? readAgents(live.answer.result, live.asOf, watch) : []),
    [live.answer, live.asOf, watch],
  );

  const matchingAgents = allAgents.filter(
    (agent) => (filter.group === '' || agent.group === filter.group) && nameMatches(agent, filter.typed),
  );
  const askedGroup = typeof host.args.userGroupName === 'string' ? host.args.userGroupName : '';
  useKeptFocus();
  const agentsOverLimit = matchingAgents.filter((agent) => isOverLimit(agent, limits));
  const choose = (agent: Agent) =>
    connection.tellModel(`On the agents page the person chose agent userId ${agent.key} (${laneLabels[agent.lane]}).`);
  const groups = [...new Set(allAgents.map((agent) => agent.group))]
    .filter((name) => name !== '')
    .sort(new Intl.Collator(host.locale, { numeric: true }).compare);
  // The tool takes a part of a group's name: where only one group has it, the headline says the whole name.
  const askedGroupInFull = groups.length === 1 && askedGroup !== '' ? (groups[0] ?? askedGroup) : askedGroup;
  return (
    <main class={live.isOld ? 'agents is-old' : 'agents'}>
      {live.failure && <FailureNotice failure={live.failure} live={live} format={format} />}
      {!live.answer && !live.failure && <LoadingState what="the agents" />}
      {live.answer && allAgents.length === 0 && (
        <EmptyState>
          There is no agent {askedGroup !== '' && `in ${askedGroup} `}that this login may see.{' '}
          {localizedForPerson(live.answer.hint ?? '', format)}
        </EmptyState>
      )}
      {allAgents.length > 0 && (
        <>
          <OldDataNotice live={live} format={format} />
          <header class="agents-head">
            <Headline
              agents={matchingAgents}
              agentsOverLimit={agentsOverLimit}
              group={filter.group || askedGroupInFull}
              readCount={isWhole ? undefined : allAgents.length}
              format={format}
            />
            <Filter groups={groups} filter={filter} change={(part) => setFilter((now) => ({ ...now, ...part }))} />
          </header>
          {matchingAgents.length === 0 && <EmptyState>Nobody matches the filter.</EmptyState>}
          <div class="lanes">
            {lanes.map((lane) => (
              <LaneSection
                key={lane}
                lane={lane}
                agents={sortAgents(
                  matchingAgents.filter((agent) => agent.lane === lane),
                  filter.order,
                  limits,
                  host.locale,
                )}
                limits={limits}
                format={format}
                choose={choose}
              />
            ))}
          </div>
          {!isWhole && <IncompleteNotice count={allAgents.length} live={live} format={format} />}
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
  agentsOverLimit: readonly Agent[];
  /** The group that is shown, or the part of a name that was asked for; '' for all. */
  group: string;
  /** How many agents have been read; undefined when these are all. */
  readCount: number | undefined;
  format: Format;
}

function Headline({ agents, agentsOverLimit, group, readCount, format }: HeadlineProps) {
  const count = (wanted: Lane) => agents.filter(({ lane }) => lane === wanted).length;
  const unknownCount = count('unknown');
  const areAllUnknown = agents.length > 0 && unknownCount === agents.length;
  return (
    <>
      <h1>
        {areAllUnknown ? 'Status unknown' : `${format.number(count('ready'))} ready`}
        {group !== '' && (
          <>
            {' '}
            in <bdi>{group}</bdi>
          </>
        )}
        {unknownCount > 0 && !areAllUnknown && ` · ${format.number(unknownCount)} of unknown status`}
        {readCount !== undefined && ` of the ${format.number(readCount)} agents read so far`}
        {agentsOverLimit.length > 0 && (
          <span class="over-count">
            {' '}
            · <span aria-hidden="true">▲</span> {format.number(agentsOverLimit.length)} away for too long
          </span>
        )}
      </h1>
      <p class="unseen" role="status">
        {agentsOverLimit.length > 0
          ? `Away for too long: ${joinNames(
              agentsOverLimit.map(({ name }) => name),
              format,
            )}.`
          : ''}
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

function LimitFields({ limits, change }: { limits: Limits; change: (limits: Limits) => void }) {
  return (
    <details class="targets">
      <summary>Limits</summary>
      <div class="fields">
        {(['wrapup', 'pause'] as const).map((lane) => (
          <NumberField
            key={lane}
            label={`${laneLabels[lane]}, minutes at most`}
            value={limits[lane] / 60}
            max={600}
            change={(minutes) => change({ ...limits, [lane]: minutes * 60 })}
          />
        ))}
      </div>
    </details>
  );
}
