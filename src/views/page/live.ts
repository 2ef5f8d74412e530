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
  refresh: (fresh: boolean) => void;
  setPaused: (paused: boolean) => void;
  /** Calls are possible at all in this host. */
  canCall: boolean;
  everyMs: number | undefined;
  /** The newest call failed, or the data are older than two polls. */
  isOld: boolean;
}

/** Data of this many polls ago are old. More than two: one may be late, and the board shares answers between pages. */
const oldAfterPolls = 2.5;

/**
 * The answer that the page was opened with, kept fresh by `ask`. Without `everyMs` it is asked again only when the
 * person wants it.
 */
export function useLive(
  { connection, shown }: ViewProps,
  ask: (fresh: boolean) => Promise<Answer>,
  everyMs?: number,
): Live {
  const latest = useMemo(() => ({ ask }), []);
  latest.ask = ask;
  const [, setState] = useState<PollState>();
  const poller = useMemo(
    () => new Poller((fresh) => latest.ask(fresh), connection.canCall ? everyMs : undefined, setState),
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
  const { asOf, failure } = poller.state;
  const isPast = usePassed(
    asOf && everyMs !== undefined && connection.canCall ? asOf.getTime() + oldAfterPolls * everyMs : undefined,
  );
  return {
    ...poller.state,
    isOld: asOf !== undefined && (failure !== undefined || isPast),
    refresh: (fresh) => void poller.refresh(fresh),
    setPaused: (paused) => poller.setPaused(paused),
    canCall: connection.canCall,
    everyMs,
  };
}

/** Whether this time, in milliseconds since 1970, has passed; the page is drawn again when it does. */
function usePassed(time: number | undefined): boolean {
  const [, setChecked] = useState(0);
  const left = time === undefined ? undefined : time - Date.now();
  useEffect(() => {
    if (left === undefined || left <= 0) return;
    const timer = setTimeout(() => setChecked(Date.now()), left + 50);
    return () => clearTimeout(timer);
  });
  return left !== undefined && left <= 0;
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
