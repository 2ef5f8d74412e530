import { randomUUID } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { BoardProcess } from './board-process.js';

const callAnswer = z.object({
  structuredContent: z.object({
    result: z.unknown().optional(),
    error: z.object({ kind: z.string() }).optional(),
  }),
  content: z.array(z.object({ uri: z.string().optional() })),
});
const resourceAnswer = z.object({ contents: z.array(z.object({ blob: z.string() })).length(1) });

/** Polls of one page before it is closed and another one is opened. */
const pollsPerPage = 20;

/** Recordings that are left in the folder; when there are more, the oldest is removed. */
const recordingsKept = 20;

interface VisitsOptions {
  /** How many are open at a time. */
  pages: number;
  /** Between two polls of a page, in milliseconds. */
  pauseMs: number;
  /** Checked before a page is opened; a page that is open still makes all its polls. */
  isOver: () => boolean;
}

/** What the pages did, and what was wrong with the answers. */
interface Visits {
  pages: number;
  polls: number;
  recordings: number;
  /** Calls whose page was closed before they were answered. */
  abandoned: number;
  problems: string[];
}

/** Opens pages of the demo tenant's board until `isOver`, and sends the requests that they send in a browser. */
export async function visitBoard(board: BoardProcess, options: VisitsOptions): Promise<Visits> {
  const visits: Visits = { pages: 0, polls: 0, recordings: 0, abandoned: 0, problems: [] };
  const check = (what: string, isRight: boolean) => {
    if (!isRight) visits.problems.push(what);
  };
  const open = async (path: string) => {
    const page = await fetch(board.address + path);
    const text = await page.text();
    check(`${path || 'the page'}: ${page.status}, ${text.length} characters`, page.ok && text.length > 100);
  };
  const post = async (path: string, body: unknown) => {
    const { status, text } = await board.post(path, body);
    check(`${path} ${JSON.stringify(body)}: ${status} ${text.slice(0, 200)}`, status === 200);
    return JSON.parse(text);
  };
  const call = async (name: string, args: Record<string, unknown>, isRight: (result: unknown) => boolean) => {
    const parsed = callAnswer.parse(await post('call', { name, arguments: args, fresh: visits.polls % 2 === 0 }));
    const { result } = parsed.structuredContent;
    check(`${name}: ${JSON.stringify(parsed.structuredContent).slice(0, 200)}`, isRight(result));
    return parsed;
  };
  const isList = (result: unknown) => Array.isArray(result) && result.length > 0;

  /** Starts a read and leaves. Each has another limit, because the board answers equal reads together. */
  const abandonCall = async () => {
    const { origin } = new URL(board.address);
    const body = JSON.stringify({ name: 'list_all_puzzel_users', arguments: { limit: 1 + (visits.abandoned % 900) } });
    const answer = fetch(`${board.address}call`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body,
      signal: AbortSignal.timeout(1),
    });
    await answer.then((response) => response.text()).catch(() => undefined);
    visits.abandoned += 1;
  };
  /** Addresses of the recordings in the folder. Requests within two seconds get the same one. */
  const saved = new Set<string>();
  const playRecording = async () => {
    const args = { iq_session_id: '8840310000', index: 1 };
    const { content } = await call('puzzel_archive_recording_files_download', args, (file) => file !== undefined);
    const uri = content.flatMap((part) => part.uri ?? [])[0] ?? '';
    const [played] = resourceAnswer.parse(await post('resource', { uri })).contents;
    check('the recording is empty', Buffer.from(played?.blob ?? '', 'base64').length > 1_000);
    visits.recordings += 1;
    saved.add(uri);
    const [oldest = uri] = saved;
    if (saved.size <= recordingsKept || !saved.delete(oldest)) return;
    await unlink(fileURLToPath(oldest));
  };
  const visit = async () => {
    const page = randomUUID();
    visits.pages += 1;
    for (const path of ['', 'settings', 'view/queues']) await open(path);
    for (let poll = 0; poll < pollsPerPage; poll += 1) {
      visits.polls += 1;
      await post('alive', { page });
      await call('list_all_puzzel_visual_queue_state_info', {}, isList);
      await call('list_all_puzzel_state_information', {}, isList);
      if (poll % 5 === 1) await call('list_all_puzzel_visual_queue_ticker', {}, (result) => result !== undefined);
      if (poll % 5 === 2) await abandonCall();
      if (poll === 3) await playRecording();
      await new Promise((resolve) => setTimeout(resolve, options.pauseMs));
    }
    await post('gone', { page });
  };
  const visitor = async () => {
    while (!options.isOver()) await visit();
  };
  await Promise.all(Array.from({ length: options.pages }, visitor));
  return visits;
}
