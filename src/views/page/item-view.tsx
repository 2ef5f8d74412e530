import { useState } from 'preact/hooks';
import * as z from 'zod';
import type { CallFailure, SavedFile } from './answer.js';
import type { Connection } from './connection.js';
import { takeLostFocus } from './focus.js';
import type { Format } from './format.js';
import type { Directory } from './gladly-directory.js';
import { channelOf, eventOf, type Item, saveTools, sideOf, type ToolFetch, transcriptTool, whoOf } from './item.js';
import { Failure } from './notices.js';
import { Player } from './player.js';

interface Props {
  item: Item;
  dayHeading: string | undefined;
  connection: Connection;
  format: Format;
  directory: Directory;
}

/** One entry of a conversation. Whatever a customer wrote in it becomes a text node, never markup. */
export function ItemView({ item, dayHeading, connection, format, directory }: Props) {
  const side = sideOf(item);
  const time = new Date(item.timestamp ?? '');
  const known = !Number.isNaN(time.getTime());
  const { content } = item;
  const isCall = content?.type === 'PHONE_CALL' || content?.type === 'VOICEMAIL';
  const words = side === 'centre' && content?.type !== 'CONVERSATION_NOTE' ? eventOf(item, directory.names) : item.text;
  const tell = () =>
    connection.tellModel(`On the conversation page the person pointed at item id ${item.key} (${channelOf(item)}).`);
  return (
    <>
      {dayHeading && <li class="day">{dayHeading}</li>}
      <li class={`item item-${side}`}>
        <p class="item-head">
          <button type="button" class="bare item-who" onClick={tell} title="Point the chat at this entry">
            <bdi>{whoOf(item, directory.names)}</bdi>
          </button>{' '}
          <span class="quiet">
            {channelOf(item)} ·{' '}
            {known ? (
              <time dateTime={time.toISOString()}>{format.shortTime(time, directory.timeZone)}</time>
            ) : (
              'time unknown'
            )}
          </span>
        </p>
        {content?.subject && (
          <p class="item-subject">
            <bdi>{content.subject}</bdi>
          </p>
        )}
        {isCall && <p class="quiet">{callWords(item, format)}</p>}
        {words && (
          <p class="item-text">
            <bdi>{words}</bdi>
          </p>
        )}
        {item.fetch.map((fetch, index) =>
          'url' in fetch ? (
            <p key={index}>
              <bdi>{fetch.what}</bdi>: <bdi class="path">{fetch.url}</bdi>
            </p>
          ) : (
            <FetchButton key={index} fetch={fetch} connection={connection} format={format} />
          ),
        )}
      </li>
    </>
  );
}

function callWords({ content }: Item, format: Format): string {
  const [start, end] = [Date.parse(content?.answeredAt ?? ''), Date.parse(content?.completedAt ?? '')];
  const spoken = Number.isNaN(start) || Number.isNaN(end) ? content?.recordingDuration : (end - start) / 1_000;
  const unfinished = Number.isNaN(start) || content?.completedAt !== undefined ? 'not answered' : 'not ended yet';
  const talk = spoken === undefined ? unfinished : format.duration(spoken);
  return content?.recordingStatus === 'AVAILABLE' ? `${talk} · recorded` : talk;
}

const savedSchema = z.object({ path: z.string(), bytes: z.number(), mime_type: z.string(), filename: z.string() });
const transcriptSchema = z.object({
  paragraphs: z.array(z.object({ transcript: z.string().catch(''), speaker: z.number().optional().catch(undefined) })),
});

type Fetched =
  | { is: 'asking' }
  | { is: 'failed'; failure: CallFailure }
  | { is: 'saved'; file: z.infer<typeof savedSchema>; link: SavedFile | undefined }
  | { is: 'transcript'; paragraphs: z.infer<typeof transcriptSchema>['paragraphs'] };

/** Saves an attachment or a recording on the computer, or shows a transcript, through the tool that the entry names. */
function FetchButton({ fetch, connection, format }: { fetch: ToolFetch; connection: Connection; format: Format }) {
  const [state, setState] = useState<Fetched>();
  const isTranscript = fetch.tool === transcriptTool;
  if (!(isTranscript || saveTools.has(fetch.tool))) return null;
  if (!connection.canCall) {
    return (
      <p class="quiet">
        This client does not let the page fetch: <bdi>{fetch.what}</bdi>
      </p>
    );
  }
  const run = async () => {
    if (state?.is === 'asking') return;
    setState({ is: 'asking' });
    const answer = await connection.call(fetch.tool, fetch.arguments);
    if (!answer.ok) return setState({ is: 'failed', failure: answer.failure });
    const saved = savedSchema.safeParse(answer.result);
    if (saved.success) return setState({ is: 'saved', file: saved.data, link: answer.files[0] });
    const transcript = transcriptSchema.safeParse(answer.result);
    setState({ is: 'transcript', paragraphs: transcript.success ? transcript.data.paragraphs : [] });
  };
  return (
    <div class="fetch">
      {state?.is !== 'saved' && state?.is !== 'transcript' && (
        <button type="button" onClick={() => void run()} aria-disabled={state?.is === 'asking'}>
          {state?.is === 'asking' ? (
            'Asking …'
          ) : isTranscript ? (
            'Show transcript'
          ) : (
            <>
              Save <bdi>{fetch.what}</bdi>
            </>
          )}
        </button>
      )}
      {state?.is === 'failed' &&
        (isTranscript && state.failure.kind === 'not_found' ? (
          <p role="status">This call has no transcript.</p>
        ) : (
          <Failure failure={state.failure} format={format} />
        ))}
      {state?.is === 'saved' && (
        <>
          <p role="status" tabIndex={-1} ref={takeLostFocus}>
            Saved on this computer ({format.bytes(state.file.bytes)}): <bdi class="path">{state.file.path}</bdi>
          </p>
          {/^audio\//.test(state.file.mime_type) && (
            <Player file={state.file} link={state.link} connection={connection} format={format} />
          )}
        </>
      )}
      {state?.is === 'transcript' && (
        <ol class="transcript" tabIndex={-1} ref={takeLostFocus}>
          {state.paragraphs.length === 0 && <li>The transcript is empty.</li>}
          {state.paragraphs.map((paragraph, index) => (
            <li key={index}>
              <span class="quiet">Speaker {format.number(paragraph.speaker)}:</span> <bdi>{paragraph.transcript}</bdi>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
