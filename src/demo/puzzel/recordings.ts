import { recordAudit, recordOf } from './archive.js';
import { audioContent } from './audio.js';
import { notFound } from './envelope.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';

const sessionPath = '/{customerKey}/users/{userId}/archive/{iqSessionId}';

/** Streams and downloads of archived recordings. Each adds an entry to the archive audit log. */
export const recordingRoutes: PuzzelRoutes = {
  [`GET ${sessionPath}/stream/{index}`]: {
    alternative: `GET ${sessionPath}/recordings/{index}/stream`,
    run: (call) => {
      const { name, audio } = openRecording(call, 'Listen');
      // inferred: no source shows the content type of the stream (puzzel.md, section 12).
      return {
        status: 200,
        headers: { 'content-type': 'audio/wav', 'content-disposition': `inline; filename="${name}"` },
        body: audio,
      };
    },
  },
  [`GET ${sessionPath}/recordings/{index}/download`]: {
    alternative: `GET ${sessionPath}/recordings/{index}`,
    run: (call) => {
      const { name, audio } = openRecording(call, 'Download');
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

/** One recording, with the name that Puzzel's file delivery gives it: sessionID_Number (puzzel.md, section 9). */
function openRecording(call: ApiCall, operation: 'Listen' | 'Download') {
  const record = recordOf(call, 'iqSessionId');
  const index = call.args.id('index');
  if (!Number.isInteger(index) || index < 1 || index > record.recordingCount) {
    throw notFound(`In session ${record.callId}, recording`, call.args.requiredText('index'));
  }
  recordAudit(call, operation, record, index);
  return { name: `${record.callId}_${index}.wav`, audio: audioContent(Number(record.callId) + index) };
}
