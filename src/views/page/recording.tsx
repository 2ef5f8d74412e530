import * as z from 'zod';
import { formatIn } from './format.js';
import { useLive, type ViewProps } from './live.js';
import { Failure, Loading } from './notices.js';
import { Player } from './player.js';

const savedForm = z.object({
  path: z.string(),
  bytes: z.number().catch(0),
  mime_type: z.string().catch('audio/mpeg'),
  filename: z.string().catch('recording'),
});

/** A recording that has been saved: what it is, where it lies, and a player. */
export function Recording(props: ViewProps) {
  const { connection, shown } = props;
  const format = formatIn(shown.locale, shown.timeZone);
  // Nothing is asked again: the tool would save the file once more.
  const live = useLive(
    props,
    async () =>
      shown.answer ?? {
        ok: false,
        failure: { kind: 'upstream', message: '', hint: undefined, resetSeconds: undefined },
      },
  );
  const saved = savedForm.safeParse(live.answer?.result);
  return (
    <main class="recording">
      {live.failure && <Failure failure={live.failure} format={format} />}
      {!live.answer && !live.failure && <Loading what="the recording" />}
      {live.answer && !saved.success && <p class="notice notice-bad">The answer names no file.</p>}
      {saved.success && (
        <section class="card">
          <h1>
            <bdi>{saved.data.filename}</bdi>
          </h1>
          <p class="quiet">
            {format.bytes(saved.data.bytes)} · {saved.data.mime_type}
          </p>
          <Player file={saved.data} link={live.answer?.files[0]} connection={connection} format={format} />
          <p>
            Saved on this computer: <bdi class="path">{saved.data.path}</bdi>
          </p>
        </section>
      )}
    </main>
  );
}
