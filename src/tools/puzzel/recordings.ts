import type { Arguments } from '../../http/route.js';
import { id, numericId, text, user } from '../arguments.js';
import { puzzelDone, rows, savedFile } from '../output.js';
import { get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';

const session = '/{customerKey}/users/{user_id}/archive/{iq_session_id}';
const iqSessionId = () => id('iqSessionId in entries of an archive record, else callId');
// Puzzel's file delivery numbers recordings sessionId_number; whether from 0 or 1 is open (puzzel.md, section 12).
const index = () => numericId('recording: 1, else 0');

const fileName = (args: Arguments, number: unknown) => `recording-${args.iq_session_id}-${number}`;

export const recordingTools = [
  definePuzzelTool({
    name: 'puzzel_archive_recording_files_download',
    title: 'Download a recording',
    tag: 'recordings',
    effect: 'custom-read',
    description: 'Saves the audio of an archived call. Unverified.',
    input: { user_id: user(), iq_session_id: iqSessionId(), index: index() },
    output: savedFile,
    route: get(
      `${session}/recordings/{index}/download`,
      inferred(`${session}/recordings/{index}`, `${session}/{index}/file`),
    ),
    example: { iq_session_id: '8840310000', index: 1 },
    download: { name: (args) => fileName(args, args.index) },
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_archive_stream_by_id',
    title: 'Stream of a recording',
    tag: 'recordings',
    effect: 'get',
    description:
      'Saves the stream (audio, video) of a recording; prefer puzzel_archive_recording_files_download. Unverified.',
    input: { user_id: user(), iq_session_id: iqSessionId(), id: index() },
    output: savedFile,
    route: get(`${session}/stream/{id}`, inferred(`${session}/recordings/{id}/stream`)),
    example: { iq_session_id: '8840310000', id: 1 },
    download: { name: (args) => fileName(args, args.id) },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_call_recordings',
    title: 'Recordings of the live call',
    tag: 'recordings',
    effect: 'list',
    description:
      'Recordings of the call an agent is on now: state, lengthSeconds. Past calls: list_all_puzzel_archive_records. Unverified.',
    input: { user_id: user() },
    output: rows({
      recordingIndex: 'integer',
      recordingStart: 'ISO time',
      recordingState: 'string',
      forcedOnQueue: 'boolean: the queue demands recording',
      forcedOnUser: 'boolean: the user demands recording',
      lengthSeconds: 'integer: seconds',
    }),
    route: get(
      '/{customerKey}/users/{user_id}/session/recorder',
      inferred('/{customerKey}/users/{user_id}/session/recording', '/{customerKey}/users/{user_id}/session/recordings'),
    ),
    example: { user_id: 9949 },
  }),
  definePuzzelTool({
    name: 'puzzel_call_recordings_command',
    title: 'Start or stop recording a live call',
    tag: 'recordings',
    effect: 'custom-write',
    // What is said while the recorder stands still is not to be had afterwards.
    destructive: true,
    description:
      'Starts, stops or pauses recording of the call an agent is on; what is not recorded is lost. Unverified.',
    input: { user_id: user(), command: text('guesses: Start, Stop, Pause, Resume') },
    output: puzzelDone,
    route: post(
      '/{customerKey}/users/{user_id}/session/recorder/command',
      inferred('/{customerKey}/users/{user_id}/session/recorder/{command}'),
    ),
    example: { user_id: 9949, command: 'Pause' },
  }),
];
