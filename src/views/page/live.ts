import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Answer } from './answer.js';
import type { Connection, Shown } from './connection.js';
import { Poller, type PollState } from './poller.js';

/** What every view is given. */
export interface ViewProps {
  connection: Connection;
  shown: Shown;
}

export interface Live extends PollState {
  refresh: () => void;
  setPaused: (paused: boolean) => void;
  /** Calls are possible at all in this host. */
  canCall: boolean;
  everyMs: number | undefined;
}

/**
 * The answer that the page was opened with, kept fresh by `ask`. Without `everyMs` it is asked again only when the
 * person wants it.
 */
export function useLive({ connection, shown }: ViewProps, ask: () => Promise<Answer>, everyMs?: number): Live {
  const latest = useMemo(() => ({ ask }), []);
  latest.ask = ask;
  const [, setState] = useState<PollState>();
  const poller = useMemo(
    () => new Poller(() => latest.ask(), connection.canCall ? everyMs : undefined, setState),
    [connection],
  );
  useEffect(() => {
    if (shown.answer) poller.take(shown.answer);
  }, [poller, shown.answer]);
  useEffect(
    () =>
      watchAttention(
        (hidden) => poller.setHidden(hidden),
        () => poller.end(),
      ),
    [poller],
  );
  return {
    ...poller.state,
    refresh: () => void poller.refresh(),
    setPaused: (paused) => poller.setPaused(paused),
    canCall: connection.canCall,
    everyMs,
  };
}

/** Says when nobody can see the page: the tab is hidden, or the page was scrolled out of the chat. */
function watchAttention(onHidden: (hidden: boolean) => void, onEnd: () => void): () => void {
  let outOfSight = false;
  const tell = () => onHidden(document.hidden || outOfSight);
  const observer = new IntersectionObserver((entries) => {
    outOfSight = entries.at(-1)?.isIntersecting === false;
    tell();
  });
  observer.observe(document.documentElement);
  document.addEventListener('visibilitychange', tell);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', tell);
    onEnd();
  };
}
