import type { Arguments } from '../../api/route.js';
import { id, namedUser, numericId, text, user } from '../arguments.js';
import { record, rows } from '../output.js';
import { get, inferred, post } from '../routes.js';
import { currentRecording } from './answer-shapes.js';
import { definePuzzelTool } from './define.js';
import { askingUser } from './shared-arguments.js';

const sessionPath = '/{customerKey}/users/{user_id}/archive/{iq_session_id}';
const iqSessionId = () => id('entries[].iqSessionId of an archive record, else callId');
// Puzzel's file delivery calls recordings sessionId_number; whether the first is 0 or 1 is open (puzzel.md, section 12).
const index = () => numericId('entries[].recIndex, else 1 or 0');

const noRecordingHint =
  'Take iq_session_id and the index from entries of the record in list_all_puzzel_archive_records, and only where contentAvailable. Whether the index counts from 1 or 0 is open: try the other. A chat has no audio.';

const fileName = (args: Arguments, recordingIndex: unknown) => `recording-${args.iq_session_id}-${recordingIndex}`;

const recording = {
  recordingIndex: 'integer',
  recordingStart: 'ISO time',
  recordingState:
    'string: Recording, Paused, Censoring, Completed, Failed, Cancelled, SinkStarted, SinkStopped, Zero, Unknown, …',
  forcedOnQueue: 'boolean: the queue demands recording',
  forcedOnUser: 'boolean: the user demands recording',
  lengthSeconds: 'integer or null: seconds',
};

export const recordingTools = [
  definePuzzelTool({
    name: 'puzzel_archive_recording_files_download',
    title: 'Download a recording',
    tag: 'recordings',
    effect: 'custom-read',
    description: 'Saves the audio of an archived call; a call with several entries has several parts. Unverified.',
    input: { user_id: askingUser(), iq_session_id: iqSessionId(), index: index() },
    route: get(
      `${sessionPath}/recordings/{index}/download`,
      inferred(`${sessionPath}/recordings/{index}`, `${sessionPath}/{index}/file`),
    ),
    example: { iq_session_id: '8840310000', index: 1 },
    whenNotFound: noRecordingHint,
    download: { name: (args) => fileName(args, args.index) },
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_archive_stream_by_id',
    title: 'Stream of a recording',
    tag: 'recordings',
    effect: 'get',
    description:
      'Saves the stream (audio, video) of a recording; prefer puzzel_archive_recording_files_download. Unverified.',
    input: { user_id: askingUser(), iq_session_id: iqSessionId(), id: index() },
    route: get(`${sessionPath}/stream/{id}`, inferred(`${sessionPath}/recordings/{id}/stream`)),
    example: { iq_session_id: '8840310000', id: 1 },
    whenNotFound: noRecordingHint,
    download: { name: (args) => fileName(args, args.id) },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_call_recordings',
    title: 'Recording of the live call',
    tag: 'recordings',
    effect: 'list',
    description:
      'Recording of the call an agent is on now: recordingState (Recording, Paused, Censoring, Completed, …), lengthSeconds. Past calls: list_all_puzzel_archive_records. Unverified.',
    input: { user_id: namedUser },
    output: record({ ...recording, others: rows(recording, 'earlier recordings of the call, where there are any') }),
    route: get(
      '/{customerKey}/users/{user_id}/session/recorder',
      inferred('/{customerKey}/users/{user_id}/session/recording', '/{customerKey}/users/{user_id}/session/recordings'),
    ),
    example: { user_id: '9949' },
    shape: currentRecording,
    whenEmpty: 'This agent is in no call that is being recorded.',
  }),
  definePuzzelTool({
    name: 'puzzel_call_recordings_command',
    title: 'Start, stop or censor the recording of a live call',
    tag: 'recordings',
    effect: 'custom-write',
    // What is said while the recording is stopped or censored cannot be recovered afterwards.
    destructive: true,
    description:
      "Starts, stops or censors (while a card number is spoken) the recording of an agent's call; what is not recorded is lost. Unverified.",
    input: { user_id: user(), command: text('guesses: Start, Stop, CensorOn, CensorOff') },
    route: post(
      '/{customerKey}/users/{user_id}/session/recorder/command',
      inferred('/{customerKey}/users/{user_id}/session/recorder/{command}'),
    ),
    example: { user_id: 9949, command: 'CensorOn' },
  }),
];
