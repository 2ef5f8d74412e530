import { puzzelDate, second } from './dates.js';
import { done, ok, refused } from './envelope.js';
import type { PuzzelCall, PuzzelRoute } from './routes.js';

/** One recording of a live call. */
export interface Recording {
  index: number;
  start: number;
  /** Values are not public; these follow the commands (inferred). */
  state: 'Recording' | 'Paused' | 'Stopped';
  end?: number;
}

const recorder = '/{customerKey}/users/{userId}/session/recorder';

export const recorderRoutes: PuzzelRoute[] = [
  {
    at: `GET ${recorder}`,
    moved: 'GET /{customerKey}/users/{userId}/session/recording',
    run: (call) => ok(recordingsOf(call).map((recording) => recordingView(recording, call.now))),
  },
  {
    at: `POST ${recorder}/command`,
    moved: `POST ${recorder}/{command}`,
    // The moved pattern would also take the primary path.
    fits: ({ command }) => command !== 'command',
    run: (call) => {
      const word = call.args.word('command', ['Start', 'Stop', 'Pause', 'Resume']);
      const request = call.state.connectedRequest(call.user.id);
      if (!request) throw refused(`User ${call.user.id} is in no call`);
      run(word, recordingsOf(call), call.now);
      return done(request.id);
    },
  },
];

/** Recordings of the call that the user is in; the first one started with the call. */
export function recordingsOf({ state, user, now }: PuzzelCall): Recording[] {
  const request = state.connectedRequest(user.id);
  if (!request) return [];
  const known = state.recordings.get(request.iqSessionId);
  if (known) return known;
  const recordings: Recording[] = [{ index: 1, start: state.startOf(request, now), state: 'Recording' }];
  state.recordings.set(request.iqSessionId, recordings);
  return recordings;
}

export function recordingView({ index, start, state, end }: Recording, now: number) {
  return {
    recordingIndex: index,
    recordingStart: puzzelDate(start),
    recordingState: state,
    forcedOnQueue: false,
    forcedOnUser: false,
    lengthSeconds: Math.floor(((end ?? now) - start) / second),
  };
}

function run(word: 'Start' | 'Stop' | 'Pause' | 'Resume', recordings: Recording[], now: number): void {
  const open = recordings.find(({ state }) => state !== 'Stopped');
  if (word === 'Start') {
    if (open) throw refused('The call is being recorded already');
    recordings.push({ index: recordings.length + 1, start: now, state: 'Recording' });
    return;
  }
  if (!open) throw refused('The call is not being recorded');
  if (word === 'Resume' && open.state !== 'Paused') throw refused('The recording is not paused');
  if (word === 'Pause' && open.state === 'Paused') throw refused('The recording is paused already');
  open.state = word === 'Pause' ? 'Paused' : word === 'Stop' ? 'Stopped' : 'Recording';
  if (word === 'Stop') open.end = now;
}
