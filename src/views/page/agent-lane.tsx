import { Fragment } from 'preact';
import { type Agent, isOverLimit, type Lane, type Limits, laneLabels } from './agent.js';
import type { Format } from './format.js';

interface LaneProps {
  lane: Lane;
  agents: readonly Agent[];
  limits: Limits;
  format: Format;
  choose: (agent: Agent) => void;
}

/** The agents of one lane, each with the time in its status. */
export function LaneSection({ lane, agents, limits, format, choose }: LaneProps) {
  if (agents.length === 0) return null;
  return (
    <section class={`lane lane-${lane}`} aria-labelledby={`lane-${lane}`}>
      <h2 id={`lane-${lane}`}>
        {laneLabels[lane]} <span class="lane-count">{format.number(agents.length)}</span>
      </h2>
      <ul>
        {agents.map((agent) => (
          <AgentRow
            key={agent.key}
            agent={agent}
            isOver={isOverLimit(agent, limits)}
            format={format}
            choose={() => choose(agent)}
          />
        ))}
      </ul>
    </section>
  );
}

function AgentRow(props: { agent: Agent; isOver: boolean; format: Format; choose: () => void }) {
  const { agent, isOver, format, choose } = props;
  const { name, group, status, seconds, isLowerBound, callsAnswered, lane } = agent;
  const facts = [
    group !== '' && <bdi>{group}</bdi>,
    (lane === 'pause' || lane === 'other') && status !== '' && <bdi>{status}</bdi>,
    callsAnswered !== undefined && lane !== 'off' && (
      <span class="answered">{format.number(callsAnswered)} answered</span>
    ),
  ].filter(Boolean);
  return (
    <li class={isOver ? 'agent agent-over' : 'agent'} data-key={agent.key}>
      <button type="button" class="bare" onClick={choose}>
        <bdi class="agent-name">{name}</bdi>
        <span class="agent-group">
          {facts.map((fact, index) => (
            <Fragment key={index}>
              {index > 0 && ' · '}
              {fact}
            </Fragment>
          ))}
        </span>
      </button>
      {lane !== 'off' && lane !== 'unknown' && seconds !== undefined && (
        <span
          class="agent-time"
          title={isLowerBound ? 'The status began before this page was opened' : 'Time in this status'}
        >
          {isLowerBound && <span aria-hidden="true">≥ </span>}
          {isLowerBound && <span class="unseen">at least </span>}
          {format.duration(seconds)}
          {isOver && <span class="badge badge-over">too long</span>}
        </span>
      )}
    </li>
  );
}
