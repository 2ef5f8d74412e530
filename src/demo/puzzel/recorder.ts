import { puzzelDate, second } from './dates.js';
import { done, ok, refused } from './envelope.js';
import type { Recording } from './model.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';

const recorderPath = '/{customerKey}/users/{userId}/session/recorder';

export const recorderRoutes: PuzzelRoutes = {
  [`GET ${recorderPath}`]: {
    moved: 'GET /{customerKey}/users/{userId}/session/recording',
    run: (call) => ok(recordingInfo(call)),
  },
  [`POST ${recorderPath}/command`]: {
    moved: `POST ${recorderPath}/{command}`,
    // With `moveRoutes` the pattern also matches the path above, which has to be gone then.
    fits: ({ command }) => command !== 'command',
    run: (call) => {
      const word = call.args.word('command', ['Start', 'Stop', 'CensorOn', 'CensorOff']);
      const request = call.state.connectedRequest(call.user.id);
      if (!request) throw refused(`User ${call.user.id} is in no call`);
      runCommand(word, recordingsOf(call), call.now);
      return done(request.id);
    },
  },
};

/** Recordings of the call that the user is in; the first one started with the call. */
function recordingsOf({ state, user, now }: ApiCall): Recording[] {
  const request = state.connectedRequest(user.id);
  if (!request) return [];
  const known = state.recordings.get(request.iqSessionId);
  if (known) return known;
  const recordings: Recording[] = [{ index: 1, start: request.connectedAt ?? now, state: 'Recording' }];
  state.recordings.set(request.iqSessionId, recordings);
  return recordings;
}

/** The newest recording of the user's call: one object, as in the SOAP contract of 2015; null without one. */
export function recordingInfo(call: ApiCall) {
  const recording = recordingsOf(call).at(-1);
  if (!recording) return null;
  const { index, start, state, end } = recording;
  return {
    recordingIndex: index,
    recordingStart: puzzelDate(start),
    recordingState: state,
    forcedOnQueue: false,
    forcedOnUser: false,
    lengthSeconds: Math.floor(((end ?? call.now) - start) / second),
  };
}

function runCommand(word: 'Start' | 'Stop' | 'CensorOn' | 'CensorOff', recordings: Recording[], now: number): void {
  const open = recordings.find(({ state }) => state !== 'Completed');
  if (word === 'Start') {
    if (open) throw refused('The call is being recorded already');
    recordings.push({ index: recordings.length + 1, start: now, state: 'Recording' });
    return;
  }
  if (!open) throw refused('The call is not being recorded');
  if (word === 'CensorOff' && open.state !== 'Censoring') throw refused('The recording is not censored');
  if (word === 'CensorOn' && open.state === 'Censoring') throw refused('The recording is censored already');
  open.state = word === 'CensorOn' ? 'Censoring' : word === 'Stop' ? 'Completed' : 'Recording';
  if (word === 'Stop') open.end = now;
}
