import { setTimeout } from 'node:timers/promises';
import { commandLine, run, wholeNumber } from '../command-line.mjs';
import { connect } from '../connect.mjs';
import { ToolError } from '../server.mjs';
import { explain } from './agent.mjs';

const usage = `node watch.mjs [options]
  --group NAME        user group, exactly as list_all_puzzel_user_groups names it; default: everybody
  --pause SECONDS     longest pause; default: 900
  --wrap-up SECONDS   longest wrap-up; default: 300
  --every SECONDS     time between two polls; default: 30
  --once              one poll; exit code 1 when somebody is over a limit, 0 when nobody is
  --model NAME        let a model look into each event and add a sentence: "scripted", or one of an OpenAI-compatible API
  --demo              against the built-in tenant
`;

/** Kinds of errors that every later poll would meet again. */
const fatalKinds = ['unauthorized', 'not_configured', 'expired', 'forbidden', 'invalid_input', 'not_found'];

await run(async (signal) => {
  const options = commandLine(usage, {
    group: { type: 'string', default: '' },
    pause: { type: 'string', default: '900' },
    'wrap-up': { type: 'string', default: '300' },
    every: { type: 'string', default: '30' },
    once: { type: 'boolean' },
    model: { type: 'string' },
    demo: { type: 'boolean' },
  });
  const limits = {
    Pause: wholeNumber('pause', options.pause, 1),
    WrapUp: wholeNumber('wrap-up', options['wrap-up'], 1),
  };
  const everySeconds = wholeNumber('every', options.every, 1);
  const callOptions = { maxWaitSeconds: everySeconds, signal };
  const modelTools = ['list_all_puzzel_extended_user_state_info', 'list_all_puzzel_visual_queue_state_info'];
  const puzzel = await connect(
    'adherence-watch',
    [
      'list_all_puzzel_state_information',
      'list_all_puzzel_user_state_information',
      ...(options.model === undefined ? [] : modelTools),
    ],
    ['--read-only', ...(options.demo ? ['--demo'] : [])],
  );
  /** Episodes in progress, by the agent's user id. */
  const episodes = new Map();
  try {
    while (!signal.aborted) {
      const started = Date.now();
      try {
        await poll();
        if (options.once) return [...episodes.values()].some(({ isReported }) => isReported) ? 1 : 0;
      } catch (error) {
        if (signal.aborted) break;
        if (options.once || !puzzel.isOpen() || (error instanceof ToolError && fatalKinds.includes(error.kind)))
          throw error;
        warn(`${error.message} Trying again at the next poll.`);
      }
      await setTimeout(started + everySeconds * 1000 - Date.now(), undefined, { signal }).catch(() => {});
    }
  } finally {
    await puzzel.close();
  }
  return 0;

  async function poll() {
    const query = {
      limit: 1000,
      fields: [
        'userId',
        'firstName',
        'lastName',
        'contactCentreStatus',
        'userStatus',
        'timeInStatus',
        'statusDescription',
      ],
      ...(options.group !== '' && { userGroupName: options.group }),
    };
    const agents = [];
    for await (const agent of puzzel.rows('list_all_puzzel_state_information', query, callOptions)) agents.push(agent);
    for (const agent of agents) {
      const state = stateOf(agent);
      const earlierEpisode = episodes.get(agent.userId);
      if (earlierEpisode && earlierEpisode.state !== state) end(earlierEpisode);
      if (state !== undefined) await follow(agent, state);
    }
    for (const episode of episodes.values()) {
      if (!agents.some(({ userId }) => userId === episode.userId)) end(episode);
    }
  }

  /**
   * Handles one poll of an agent in pause or wrap-up; prints an event the first time that the episode exceeds its
   * limit.
   */
  async function follow({ userId, firstName, lastName, statusDescription, timeInStatus }, state) {
    const now = Date.now();
    // `timeInStatus` and `statusSeconds` are known from the contract of 2015 only. When a tenant sends neither, the
    // time counts from the first poll that saw the state.
    const seconds = timeInStatus ?? (await secondsOf(userId));
    const since = seconds === undefined ? now : now - seconds * 1000;
    const earlierEpisode = episodes.get(userId);
    // The start has moved by more than the time between two polls, with five seconds of tolerance: this is a new episode.
    if (earlierEpisode && since > earlierEpisode.since + (everySeconds + 5) * 1000 && seconds !== undefined)
      end(earlierEpisode);
    const episode = episodes.get(userId) ?? {
      userId,
      name: `${firstName} ${lastName}`,
      state,
      since,
      isReported: false,
    };
    episodes.set(userId, episode);
    const lastedSeconds = Math.floor((now - episode.since) / 1000);
    if (episode.isReported || lastedSeconds <= limits[state]) return;
    episode.isReported = true;
    const event = { event: 'over', userId, name: episode.name, state, seconds: lastedSeconds, limit: limits[state] };
    if (state === 'Pause' && statusDescription) event.pause = statusDescription;
    if (options.model !== undefined) {
      event.note = await explain(puzzel, options.model, event, signal).catch((error) => {
        warn(`No note: ${error.message}`);
        return undefined;
      });
    }
    print(event);
  }

  async function secondsOf(userId) {
    const { result } = await puzzel.call('list_all_puzzel_user_state_information', { user_id: userId }, callOptions);
    return result.statusSeconds;
  }

  function end({ userId, name, state, since, isReported }) {
    episodes.delete(userId);
    if (isReported) print({ event: 'ended', userId, name, state, seconds: Math.floor((Date.now() - since) / 1000) });
  }
});

/** The state to watch: pause or wrap-up. Undefined for everybody else. */
function stateOf({ contactCentreStatus, userStatus }) {
  if (contactCentreStatus === 'Pause') return 'Pause';
  return contactCentreStatus === 'LoggedOn' && userStatus === 'WrapUp' ? 'WrapUp' : undefined;
}

function print(event) {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...event })}\n`);
}

function warn(text) {
  process.stderr.write(`${text}\n`);
}
