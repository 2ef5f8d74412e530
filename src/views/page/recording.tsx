import { useFormat } from './format.js';
import type { ViewProps } from './live.js';
import { FailureNotice, LoadingState } from './notices.js';
import { Player, savedFileSchema } from './player.js';

/**
 * A recording that has been saved: what it is, where it is, and a player. The page calls nothing again, because the tool
 * would save the file once more.
 */
export function Recording({ connection, host }: ViewProps) {
  const { answer } = host;
  const format = useFormat(host);
  const saved = savedFileSchema.safeParse(answer?.ok ? answer.result : undefined);
  return (
    <main class="recording">
      {answer?.ok === false && <FailureNotice failure={answer.failure} format={format} />}
      {!answer && <LoadingState what="the recording" />}
      {answer?.ok && !saved.success && <p class="notice notice-bad">The answer names no file.</p>}
      {answer?.ok && saved.success && (
        <section class="card">
          <h1>
            <bdi>{saved.data.filename}</bdi>
          </h1>
          <p class="quiet">
            {format.bytes(saved.data.bytes)} · {saved.data.mime_type}
          </p>
          <Player file={saved.data} uri={answer.fileUri} connection={connection} format={format} />
          <p>
            Saved on this computer: <bdi class="path">{saved.data.path}</bdi>
          </p>
        </section>
      )}
    </main>
  );
}
