import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Answer } from './answer.js';
import type { Connection, HostState } from './connection.js';
import { oldAfterPolls, Poller, type PollState } from './poller.js';

/** What every view is given. */
export interface ViewProps {
  connection: Connection;
  host: HostState;
}

/** The newest good answer of a view, how old it is, and what the person can do: refresh and pause. */
export type LiveData = ReturnType<typeof useLive>;

/**
 * The answer that the page was opened with, and newer ones as `ask` reads them.
 * @param pollIntervalMs milliseconds between two polls; without it only `refresh` asks
 */
export function useLive(
  { connection, host }: ViewProps,
  ask: (fresh: boolean) => Promise<Answer>,
  pollIntervalMs?: number,
) {
  const latestAsk = useRef(ask);
  latestAsk.current = ask;
  const [, setState] = useState<PollState>();
  const poller = useMemo(
    () => new Poller((fresh) => latestAsk.current(fresh), connection.canCall ? pollIntervalMs : undefined, setState),
    [connection],
  );
  useEffect(() => {
    if (host.answer) poller.take(host.answer);
  }, [poller, host.answer]);
  useEffect(() => {
    const stopWatching = watchVisibility((isHidden) => poller.setHidden(isHidden));
    return () => {
      stopWatching();
      poller.end();
    };
  }, [poller]);
  const { asOf, failure } = poller.state;
  const isPast = usePassed(
    asOf && pollIntervalMs !== undefined && connection.canCall
      ? asOf.getTime() + oldAfterPolls * pollIntervalMs
      : undefined,
  );
  return {
    ...poller.state,
    /** Whether the data are older than `oldAfterPolls` poll intervals, or a newer call failed. */
    isOld: asOf !== undefined && (failure !== undefined || isPast),
    /** Asks now, unless a call is under way. @param fresh the person wants new data, not an answer that pages share */
    refresh: (fresh: boolean) => void poller.refresh(fresh),
    setPaused: (isPaused: boolean) => poller.setPaused(isPaused),
    /** Whether the host passes tool calls on. */
    canCall: connection.canCall,
    pollIntervalMs,
  };
}

/** Whether this time, in milliseconds since 1970, has passed; the page is drawn again when it does. */
function usePassed(time: number | undefined): boolean {
  const [, setChecked] = useState(0);
  const leftMs = time === undefined ? undefined : time - Date.now();
  useEffect(() => {
    if (leftMs === undefined || leftMs <= 0) return;
    // A little later, because a timer may fire a little early.
    const timer = setTimeout(() => setChecked(Date.now()), leftMs + 50);
    return () => clearTimeout(timer);
  });
  return leftMs !== undefined && leftMs <= 0;
}

/**
 * Tells whether nobody can see the page: the tab is hidden, or the page was scrolled out of the chat.
 * @returns a function that stops watching
 */
function watchVisibility(onChange: (isHidden: boolean) => void): () => void {
  let isOutOfSight = false;
  const tell = () => onChange(document.hidden || isOutOfSight);
  const observer = new IntersectionObserver((entries) => {
    isOutOfSight = entries.at(-1)?.isIntersecting === false;
    tell();
  });
  observer.observe(document.documentElement);
  document.addEventListener('visibilitychange', tell);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', tell);
  };
}
