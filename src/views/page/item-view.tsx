import { useState } from 'preact/hooks';
import * as z from 'zod';
import type { CallFailure } from './answer.js';
import type { Connection } from './connection.js';
import { takeLostFocus } from './focus.js';
import type { Format } from './format.js';
import type { Directory } from './gladly-directory.js';
import { eventOf, type Item, saveTools, sideOf, type ToolFetch, transcriptTool, typeInWords, whoOf } from './item.js';
import { FailureNotice } from './notices.js';
import { Player, type SavedFile, savedFileSchema } from './player.js';

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
  const isTimeKnown = !Number.isNaN(time.getTime());
  const { content } = item;
  const isCall = content?.type === 'PHONE_CALL' || content?.type === 'VOICEMAIL';
  const text = side === 'centre' && content?.type !== 'CONVERSATION_NOTE' ? eventOf(item, directory.names) : item.text;
  const tellModel = () =>
    connection.tellModel(`On the conversation page the person pointed at item id ${item.key} (${typeInWords(item)}).`);
  return (
    <>
      {dayHeading && <li class="day">{dayHeading}</li>}
      <li class={`item item-${side}`}>
        <p class="item-head">
          <button type="button" class="bare item-who" onClick={tellModel} title="Point the chat at this entry">
            <bdi>{whoOf(item, directory.names)}</bdi>
          </button>{' '}
          <span class="quiet">
            {typeInWords(item)} ·{' '}
            {isTimeKnown ? (
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
        {isCall && <p class="quiet">{callSummary(item, format)}</p>}
        {text && (
          <p class="item-text">
            <bdi>{text}</bdi>
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

/** How long a call lasted, or why that is not known, and whether it was recorded. */
function callSummary({ content }: Item, format: Format): string {
  const [start, end] = [Date.parse(content?.answeredAt ?? ''), Date.parse(content?.completedAt ?? '')];
  const seconds = Number.isNaN(start) || Number.isNaN(end) ? content?.recordingDuration : (end - start) / 1_000;
  const whyUnknown = Number.isNaN(start) ? 'not answered' : 'not ended yet';
  const duration = seconds === undefined ? whyUnknown : format.duration(seconds);
  return content?.recordingStatus === 'AVAILABLE' ? `${duration} · recorded` : duration;
}

const transcriptSchema = z.object({
  paragraphs: z.array(z.object({ transcript: z.string().catch(''), speaker: z.number().optional().catch(undefined) })),
});

type FetchState =
  | { status: 'asking' }
  | { status: 'failed'; failure: CallFailure }
  | { status: 'saved'; file: SavedFile; uri: string | undefined }
  | { status: 'transcript'; paragraphs: z.infer<typeof transcriptSchema>['paragraphs'] };

/** Saves an attachment or a recording on the computer, or shows a transcript, through the tool that the entry names. */
function FetchButton({ fetch, connection, format }: { fetch: ToolFetch; connection: Connection; format: Format }) {
  const [state, setState] = useState<FetchState>();
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
    if (state?.status === 'asking') return;
    setState({ status: 'asking' });
    const answer = await connection.call(fetch.tool, fetch.arguments);
    if (!answer.ok) return setState({ status: 'failed', failure: answer.failure });
    const saved = savedFileSchema.safeParse(answer.result);
    if (saved.success) return setState({ status: 'saved', file: saved.data, uri: answer.fileUri });
    const transcript = transcriptSchema.safeParse(answer.result);
    setState({ status: 'transcript', paragraphs: transcript.success ? transcript.data.paragraphs : [] });
  };
  return (
    <div class="fetch">
      {state?.status !== 'saved' && state?.status !== 'transcript' && (
        <button type="button" onClick={() => void run()} aria-disabled={state?.status === 'asking'}>
          {state?.status === 'asking' ? (
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
      {state?.status === 'failed' &&
        (isTranscript && state.failure.kind === 'not_found' ? (
          <p role="status">This call has no transcript.</p>
        ) : (
          <FailureNotice failure={state.failure} format={format} />
        ))}
      {state?.status === 'saved' && (
        <>
          <p role="status" tabIndex={-1} ref={takeLostFocus}>
            Saved on this computer ({format.bytes(state.file.bytes)}): <bdi class="path">{state.file.path}</bdi>
          </p>
          {/^audio\//.test(state.file.mime_type) && (
            <Player file={state.file} uri={state.uri} connection={connection} format={format} />
          )}
        </>
      )}
      {state?.status === 'transcript' && (
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
