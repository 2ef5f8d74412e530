import { recordAudit, recordOf } from './archive.js';
import { audioContent } from './audio.js';
import { unknown } from './envelope.js';
import type { PuzzelCall, PuzzelRoutes } from './routes.js';

const session = '/{customerKey}/users/{userId}/archive/{iqSessionId}';

/** Archived recordings, to listen to and to keep. Both leave a line in the archive audit log. */
export const recordingRoutes: PuzzelRoutes = {
  [`GET ${session}/stream/{index}`]: {
    moved: `GET ${session}/recordings/{index}/stream`,
    run: (call) => {
      const { name, audio } = take(call, 'Listen');
      // inferred: the content type of the stream is open (puzzel.md, section 12).
      return {
        status: 200,
        headers: { 'content-type': 'audio/wav', 'content-disposition': `inline; filename="${name}"` },
        body: audio,
      };
    },
  },
  [`GET ${session}/recordings/{index}/download`]: {
    moved: `GET ${session}/recordings/{index}`,
    run: (call) => {
      const { name, audio } = take(call, 'Download');
      return {
        status: 200,
        headers: {
          'content-type': 'application/octet-stream',
          'content-disposition': `attachment; filename="${name}"`,
        },
        body: audio,
      };
    },
  },
};

/** The sound of one recording and its name in Puzzel's file delivery: sessionID_Number (puzzel.md, section 9). */
function take(call: PuzzelCall, operation: 'Listen' | 'Download') {
  const record = recordOf(call, 'iqSessionId');
  const index = call.args.id('index');
  if (!Number.isInteger(index) || index < 1 || index > record.recordings) {
    throw unknown(`In session ${record.callId}, recording`, call.args.requiredText('index'));
  }
  recordAudit(call, operation, record, index);
  return { name: `${record.callId}_${index}.wav`, audio: audioContent(Number(record.callId) + index) };
}
