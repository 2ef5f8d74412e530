import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { customerPath, type FakePuzzel, fakePuzzel } from '../support/fake-puzzel.js';
import { json } from '../support/fake-server.js';

/** The vendor of the scenarios: a list, a call that is never answered, a recording, and a task to delete. */
export interface ScenarioVendor {
  puzzel: FakePuzzel;
  queues: object[];
  /** Method and path of each API request, without logins. */
  requests: string[];
  /** Connections of the call that is never answered: how many came, and how many were closed. */
  hanging: { begun: number; closed: number };
  recording: { bytes: number; digest: string };
}

/** The call that the vendor never answers. */
export const hangingCall = { tool: 'list_all_puzzel_missed_calls', args: { queue_id: '201' } };
export const recordingCall = {
  tool: 'puzzel_archive_recording_files_download',
  args: { iq_session_id: '8840310685', index: 1 },
};
export const deletionCall = {
  tool: 'delete_a_puzzel_etask_by_id',
  args: { id: '10946' },
  subject: 'Call Ms Berg back',
};

const taskPath = `/customers${customerPath('/etasks/10946')}`;

/** Milliseconds between two pieces of the recording: more than the server waits between two progress notifications. */
const betweenPiecesMs = 130;

export async function scenarioVendor(): Promise<ScenarioVendor> {
  const puzzel = await fakePuzzel();
  const pieces = [1, 2, 3].map((seed) => Buffer.alloc(400_000, createHash('sha256').update(String(seed)).digest()));
  const whole = Buffer.concat(pieces);
  const vendor: ScenarioVendor = {
    puzzel,
    queues: [
      { id: 201, key: 'q_sales', description: 'Sales' },
      { id: 202, key: 'q_support', description: 'Støtte' },
    ],
    requests: [],
    hanging: { begun: 0, closed: 0 },
    recording: { bytes: whole.length, digest: createHash('sha256').update(whole).digest('hex') },
  };
  puzzel.api = async (path, { method }, response) => {
    vendor.requests.push(`${method} ${path}`);
    if (path === customerPath('/queues')) return json(response, { result: vendor.queues, code: 0 });
    if (path.includes('/missedcalls')) {
      vendor.hanging.begun += 1;
      response.on('close', () => {
        vendor.hanging.closed += 1;
      });
      return;
    }
    if (path.endsWith('/recordings/1/download')) {
      const disposition = { 'content-disposition': 'attachment; filename="8840310685_1.wav"' };
      response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': String(whole.length), ...disposition });
      for (const piece of pieces) {
        response.write(piece);
        await pause(betweenPiecesMs);
      }
      return void response.end();
    }
    if (path === taskPath) return json(response, { result: { subject: deletionCall.subject }, code: 0 });
    if (path === `${taskPath}/delete`) return json(response, { result: null, code: 0, id: 10946, message: 'OK' });
    json(response, { code: 404, message: `no ${path} here` }, 404);
  };
  return vendor;
}

/** Whether the vendor was told to delete the task. */
export const taskIsDeleted = ({ requests }: ScenarioVendor): boolean => requests.includes(`POST ${taskPath}/delete`);
