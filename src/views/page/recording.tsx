import * as z from 'zod';
import { formatIn } from './format.js';
import type { ViewProps } from './live.js';
import { Failure, Loading } from './notices.js';
import { Player } from './player.js';

const savedSchema = z.object({
  path: z.string(),
  bytes: z.number().catch(0),
  mime_type: z.string().catch('audio/mpeg'),
  filename: z.string().catch('recording'),
});

/**
 * A recording that has been saved: what it is, where it is, and a player. The page calls nothing again, because the tool
 * would save the file once more.
 */
export function Recording({ connection, host }: ViewProps) {
  const { answer } = host;
  const format = formatIn(host.locale, host.timeZone);
  const saved = savedSchema.safeParse(answer?.ok ? answer.result : undefined);
  return (
    <main class="recording">
      {answer?.ok === false && <Failure failure={answer.failure} format={format} />}
      {!answer && <Loading what="the recording" />}
      {answer?.ok && !saved.success && <p class="notice notice-bad">The answer names no file.</p>}
      {answer?.ok && saved.success && (
        <section class="card">
          <h1>
            <bdi>{saved.data.filename}</bdi>
          </h1>
          <p class="quiet">
            {format.bytes(saved.data.bytes)} · {saved.data.mime_type}
          </p>
          <Player file={saved.data} link={answer.files[0]} connection={connection} format={format} />
          <p>
            Saved on this computer: <bdi class="path">{saved.data.path}</bdi>
          </p>
        </section>
      )}
    </main>
  );
}
