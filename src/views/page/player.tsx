import { useEffect, useState } from 'preact/hooks';
import type { SavedFile } from './answer.js';
import { type Connection, messageOf } from './connection.js';
import { takeLostFocus } from './focus.js';
import type { Format } from './format.js';

/** Largest file that `resources/read` returns, in bytes: more does not fit into one message of a client. */
const mostBytes = 5 * 1024 * 1024;

interface Props {
  file: { path: string; bytes: number; mime_type: string; filename: string };
  link: SavedFile | undefined;
  connection: Connection;
  format: Format;
}

interface Loaded {
  /** Base64. */
  blob: string;
  /** MIME type. */
  type: string;
  /** The URL that is played. */
  address: string;
  /** Whether that is a `data:` URL. */
  isInline: boolean;
}

/**
 * Plays a saved recording in place; whoever shows it says where the file is. The bytes come through the host as a resource. Some hosts forbid `blob:` URLs but
 * allow `data:` URLs, so a recording that does not load is tried once more as a `data:` URL.
 */
export function Player({ file, link, connection, format }: Props) {
  const { loaded, problem, asking, load, retryInline } = useRecording({ file, link, connection });
  if (file.bytes > mostBytes) {
    return (
      <p class="notice notice-plain">
        {format.bytes(file.bytes)} are more than can be played here (at most {format.bytes(mostBytes)}).
      </p>
    );
  }
  if (!connection.canRead) {
    return <p class="notice notice-plain">This client does not hand files to pages.</p>;
  }
  return (
    <div class="player">
      {loaded ? (
        // A recording of a call has no captions; its transcript is a tool of its own.
        // biome-ignore lint/a11y/useMediaCaption: see above
        <audio
          ref={takeLostFocus}
          controls
          src={loaded.address}
          onError={retryInline}
          aria-label={`Recording ${file.filename}`}
        />
      ) : (
        <button type="button" class="primary" onClick={() => void load()} aria-disabled={asking}>
          {asking ? 'Fetching …' : 'Play here'}
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
function useRecording({ file, link, connection }: Pick<Props, 'file' | 'link' | 'connection'>) {
  const [loaded, setLoaded] = useState<Loaded>();
  const [problem, setProblem] = useState<string>();
  const [asking, setAsking] = useState(false);
  useEffect(() => () => loaded && URL.revokeObjectURL(loaded.address), [loaded]);
  const load = async () => {
    if (asking) return;
    setAsking(true);
    try {
      const { blob, mimeType } = await connection.read(link?.uri ?? fileAddress(file.path));
      const type = /^(audio|video)\//.test(mimeType) ? mimeType : file.mime_type;
      const bytes = Uint8Array.from(atob(blob), (letter) => letter.charCodeAt(0));
      setLoaded({ blob, type, address: URL.createObjectURL(new Blob([bytes], { type })), isInline: false });
      setProblem(undefined);
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setAsking(false);
    }
  };
  /** After a `blob:` URL that did not load, tries a `data:` URL; after that, gives up. */
  const retryInline = () => {
    if (!loaded) return;
    if (!loaded.isInline) {
      setLoaded({ ...loaded, isInline: true, address: `data:${loaded.type};base64,${loaded.blob}` });
    } else {
      setLoaded(undefined);
      setProblem('This client, or this browser, does not play it in the page.');
    }
  };
  return { loaded, problem, asking, load, retryInline };
}

/** The file's URI, made from its path: clients of older protocol revisions get no resource link. */
function fileAddress(path: string): string {
  const slashes = path.replaceAll('\\', '/');
  const encoded = slashes
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/^\/?([A-Za-z])%3A/, '/$1:');
  return `file://${encoded}`;
}
