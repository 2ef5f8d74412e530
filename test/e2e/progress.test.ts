import { expect, it, vi } from 'vitest';
import { fakePuzzel } from '../support/fake-puzzel.js';
import { connect } from '../support/server-process.js';
import { closedAfterAll } from '../support/set-up.js';

const puzzel = closedAfterAll(await fakePuzzel());
const client = closedAfterAll(await connect('sdk2-modern', puzzel.env));

it('progress is reported while a call waits, and then counts the bytes of the answer', async () => {
  const notes: { progress: number; message?: string }[] = [];
  puzzel.api = async (_path, _request, response) => {
    await vi.waitUntil(() => notes.length > 0, 60_000);
    // The server sends at most ten notes a second.
    await new Promise((resolve) => setTimeout(resolve, 500));
    // The SDK's client drops a note that arrives together with the answer.
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"code":0,');
    await vi.waitUntil(() => notes.length > 1, 60_000);
    response.end('"result":[{"id":1}]}');
  };
  const answer = await client.call('list_all_puzzel_queues', {}, { onprogress: (note) => notes.push(note) });
  expect(answer.isError).toBeUndefined();
  expect(notes[0]?.message).toMatch(/^waiting for \d+ s$/);
  expect(notes[1]?.message).toBe('10 bytes');
  for (const [index, note] of notes.entries()) expect(note.progress).toBeGreaterThan(notes[index - 1]?.progress ?? 0);
});
