import { useEffect, useState } from 'preact/hooks';
import * as z from 'zod';
import { type Connection, messageOf } from './connection.js';
import { uriOfPath } from './file-uri.js';
import { takeLostFocus } from './focus.js';
import type { Format } from './format.js';

/** Largest file that `resources/read` returns, in bytes: more does not fit into one message of a client. */
const maxBytes = 5 * 1024 * 1024;

/** The answer of a tool that has saved a file. */
export const savedFileSchema = z.object({
  path: z.string(),
  bytes: z.number().catch(0),
  mime_type: z.string().catch('audio/mpeg'),
  filename: z.string().catch('recording'),
});
export type SavedFile = z.infer<typeof savedFileSchema>;

interface Props {
  file: SavedFile;
  /** The file as a resource, where the tool's answer has a link to it. */
  uri: string | undefined;
  connection: Connection;
  format: Format;
}

interface LoadedRecording {
  /** Base64. */
  blob: string;
  /** MIME type. */
  type: string;
  /** The URL that is played. */
  url: string;
  /** Whether `url` is a `data:` URL. */
  isInline: boolean;
}

/**
 * Plays a saved recording in the page. The bytes come through the host as a resource. Some hosts forbid `blob:` URLs but
 * allow `data:` URLs, so a recording that does not load is tried once more as a `data:` URL.
 */
export function Player({ file, uri, connection, format }: Props) {
  const { loaded, problem, isLoading, load, retryInline } = useRecording({ file, uri, connection });
  if (file.bytes > maxBytes) {
    return (
      <p class="notice notice-plain">
        {format.bytes(file.bytes)} are more than can be played here (at most {format.bytes(maxBytes)}).
      </p>
    );
  }
  if (!connection.canRead) {
    return <p class="notice notice-plain">This client does not hand files to pages.</p>;
  }
  return (
    <div class="player">
      {loaded ? (
        // A recording of a call has no captions; its transcript comes from another tool.
        // biome-ignore lint/a11y/useMediaCaption: see above
        <audio
          ref={takeLostFocus}
          controls
          src={loaded.url}
          onError={retryInline}
          aria-label={`Recording ${file.filename}`}
        />
      ) : (
        <button type="button" class="primary" onClick={() => void load()} aria-disabled={isLoading}>
          {isLoading ? 'Fetching …' : 'Play here'}
        </button>
      )}
      {problem && (
        <p class="notice notice-bad" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Fetches a saved recording when it is wanted, and holds it as a URL that an `audio` element plays. */
function useRecording({ file, uri, connection }: Pick<Props, 'file' | 'uri' | 'connection'>) {
  const [loaded, setLoaded] = useState<LoadedRecording>();
  const [problem, setProblem] = useState<string>();
  const [isLoading, setLoading] = useState(false);
  useEffect(() => () => loaded && URL.revokeObjectURL(loaded.url), [loaded]);
  const load = async () => {
    if (isLoading) return;
    setLoading(true);
    try {
      const { blob, mimeType } = await connection.read(uri ?? uriOfPath(file.path));
      const type = /^(audio|video)\//.test(mimeType) ? mimeType : file.mime_type;
      const bytes = Uint8Array.from(atob(blob), (letter) => letter.charCodeAt(0));
      setLoaded({ blob, type, url: URL.createObjectURL(new Blob([bytes], { type })), isInline: false });
      setProblem(undefined);
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setLoading(false);
    }
  };
  /** After a `blob:` URL that did not load, tries a `data:` URL; after that, gives up. */
  const retryInline = () => {
    if (!loaded) return;
    if (!loaded.isInline) {
      setLoaded({ ...loaded, isInline: true, url: `data:${loaded.type};base64,${loaded.blob}` });
    } else {
      setLoaded(undefined);
      setProblem('This client, or this browser, does not play it in the page.');
    }
  };
  return { loaded, problem, isLoading, load, retryInline };
}
