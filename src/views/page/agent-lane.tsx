import { type Agent, isOver, type Lane, type Limits, laneWords } from './agent.js';
import type { Format } from './format.js';

interface LaneProps {
  lane: Lane;
  agents: readonly Agent[];
  limits: Limits;
  format: Format;
  choose: (agent: Agent) => void;
}

/** The agents of one status, each with the time in it. */
export function LaneSection({ lane, agents, limits, format, choose }: LaneProps) {
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
    <li class={over ? 'agent agent-over' : 'agent'} data-key={agent.key}>
      <button type="button" class="bare" onClick={choose}>
        <bdi class="agent-name">{name}</bdi>
        <span class="agent-group">
          <bdi>{group}</bdi>
          {(lane === 'pause' || lane === 'other') && status !== '' && (
            <>
              {' · '}
              <bdi>{status}</bdi>
            </>
          )}
          {answered !== undefined && lane !== 'off' && (
            <>
              {' · '}
              <span class="answered">{format.number(answered)} answered</span>
            </>
          )}
        </span>
      </button>
      {lane !== 'off' && lane !== 'unknown' && seconds !== undefined && (
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
