import { puzzelDate, second } from './dates.js';
import { done, ok, refused } from './envelope.js';
import type { Recording } from './model.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';

/** From the names of operations in the SOAP contract of 2015, such as RecordingStart; today's spelling is not known. */
const recorderCommands = ['Start', 'Stop', 'CensorOn', 'CensorOff'] as const;
const recorderPath = '/{customerKey}/users/{userId}/session/recorder';

export const recorderRoutes: PuzzelRoutes = {
  [`GET ${recorderPath}`]: {
    alternative: 'GET /{customerKey}/users/{userId}/session/recording',
    run: (call) => ok(recordingInfo(call)),
  },
  [`POST ${recorderPath}/command`]: {
    alternative: `POST ${recorderPath}/{command}`,
    // The alternative also matches the usual path, which must be a 404 in a tenant that uses alternatives.
    accepts: ({ command }) => command !== 'command',
    run: (call) => {
      const command = call.args.word('command', recorderCommands);
      const request = call.state.connectedRequest(call.user.id);
      if (!request) throw refused(`User ${call.user.id} is in no call`);
      runRecorderCommand(command, recordingsOf(call), call.now);
      return done(request.id);
    },
  },
};

/** Recordings of the call that the user is in, none without a call; the first one started with the call. */
function recordingsOf({ state, user, now }: ApiCall): Recording[] {
  const request = state.connectedRequest(user.id);
  if (!request) return [];
  const recordings: Recording[] = state.recordings.get(request.iqSessionId) ?? [
    { index: 1, start: request.connectedAt ?? now, state: 'Recording' },
  ];
  state.recordings.set(request.iqSessionId, recordings);
  return recordings;
}

/** The newest recording of the user's call: one object, as in the SOAP contract of 2015; null without a call. */
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

function runRecorderCommand(command: (typeof recorderCommands)[number], recordings: Recording[], now: number): void {
  const runningRecording = recordings.find(({ state }) => state !== 'Completed');
  if (command === 'Start') {
    if (runningRecording) throw refused('The call is being recorded already');
    recordings.push({ index: recordings.length + 1, start: now, state: 'Recording' });
    return;
  }
  if (!runningRecording) throw refused('The call is not being recorded');
  if (command === 'CensorOff' && runningRecording.state !== 'Censoring') throw refused('The recording is not censored');
  if (command === 'CensorOn' && runningRecording.state === 'Censoring')
    throw refused('The recording is censored already');
  runningRecording.state = command === 'CensorOn' ? 'Censoring' : command === 'Stop' ? 'Completed' : 'Recording';
  if (command === 'Stop') runningRecording.end = now;
}
