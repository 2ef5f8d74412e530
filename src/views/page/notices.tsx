import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CallFailure } from './answer.js';
import { type Format, localizedForPerson } from './format.js';
import type { LiveData } from './live.js';

const stateLabels = {
  live: 'Live',
  old: 'Old data',
  paused: 'Stopped',
  snapshot: 'Snapshot',
  loading: 'Loading',
  none: 'No data',
};

function stateOf(live: LiveData): keyof typeof stateLabels {
  const { answer, asOf, failure, isPaused, canCall, pollIntervalMs, isOld } = live;
  if (!asOf) return failure ? 'none' : 'loading';
  if (failure) return 'old';
  if (!canCall || pollIntervalMs === undefined) return 'snapshot';
  if (isPaused) return 'paused';
  if (isOld) return 'old';
  // An answer that does not say when it was read may be an old one that the host has kept.
  return answer?.asOf ? 'live' : 'snapshot';
}

/** Warns, above the headline, that the data are too old to act on. */
export function OldDataNotice({ live, format }: { live: LiveData; format: Format }) {
  // The notice of a failure tells the time of the data already.
  if (!live.isOld || live.failure) return null;
  return (
    <p class="notice notice-old">
      Old data: this is how it was{live.asOf && ` at ${format.clock(live.asOf)}`}, not how it is now.
    </p>
  );
}

/** Says in one line how old the data are, and offers to stop and to refresh. Screen readers announce a change of state. */
export function Freshness(props: { live: LiveData; format: Format; children?: ComponentChildren }) {
  const { live, format, children } = props;
  const { asOf, answer, isCalling, isPaused, canCall, pollIntervalMs } = live;
  const state = stateOf(live);
  return (
    <footer class="freshness">
      <p class="freshness-words">
        <span class={`dot dot-${state}`} aria-hidden="true" />
        <span role="status">{stateLabels[state]}</span>
        {asOf && (
          <span>
            {answer?.asOf ? ' as of ' : ', received '}
            {format.clock(asOf)}
          </span>
        )}
        {state === 'live' && pollIntervalMs !== undefined && (
          <span class="quiet"> · every {format.number(pollIntervalMs / 1_000)} s</span>
        )}
        {!canCall && <span class="quiet"> · this client does not let the page ask again</span>}
      </p>
      <div class="actions">
        {children}
        {canCall && pollIntervalMs !== undefined && (
          <button type="button" onClick={() => live.setPaused(!isPaused)}>
            {isPaused ? 'Go on' : 'Stop'}
          </button>
        )}
        {canCall && (
          <button type="button" onClick={() => live.refresh(true)} aria-disabled={isCalling}>
            {isCalling ? 'Asking …' : 'Refresh'}
          </button>
        )}
      </div>
    </footer>
  );
}

/** Says what failed, what to do about it, and how old the data are that the page still shows. */
export function FailureNotice({ failure, live, format }: { failure: CallFailure; live?: LiveData; format: Format }) {
  const nextAt = live?.canCall && !live.isPaused ? live.nextAt : undefined;
  return (
    <div class="notice notice-bad" role="alert">
      <p>
        <strong>{failureHeadlines[failure.kind] ?? 'That did not work'}.</strong>{' '}
        {localizedForPerson(failure.message, format)}
      </p>
      {failure.hint && <p>{localizedForPerson(failure.hint, format)}</p>}
      {live?.asOf && <p>Shown below is what was known as of {format.clock(live.asOf)}.</p>}
      {nextAt && <p class="quiet">The next attempt is at {format.clock(nextAt)}.</p>}
    </div>
  );
}

const failureHeadlines: Record<string, string> = {
  not_configured: 'Not set up yet',
  unauthorized: 'The login was refused',
  forbidden: 'This login may not see it',
  rate_limited: 'Too many requests',
  timeout: 'No answer in time',
  network: 'No connection',
  expired: 'Access has ended',
  not_found: 'Not found',
  read_only: 'Only reading is allowed',
};

/** Says what the page waits for, and after a while that it takes long. */
export function LoadingState({ what }: { what: string }) {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 8_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="state" role="status">
      <p>Waiting for {what} …</p>
      {isSlow && <p class="quiet">This takes longer than usual. It appears here as soon as it comes.</p>}
    </div>
  );
}

export function EmptyState({ children }: { children: ComponentChildren }) {
  return (
    <div class="state" role="status">
      <p>{children}</p>
    </div>
  );
}

/** Says that a list is still being read, or why it ends where it does. */
export function IncompleteNotice({ count, live, format }: { count: number; live: LiveData; format: Format }) {
  const { answer, canCall, isCalling } = live;
  const ofTotal = answer?.total === undefined ? '' : ` of ${format.number(answer.total)}`;
  const restNote = !canCall
    ? 'This client does not let the page read the rest.'
    : isCalling
      ? 'The rest is being read.'
      : 'The rest could not be read.';
  return (
    <p class="notice notice-plain">
      Read so far: {format.number(count)}
      {ofTotal}. {restNote}
    </p>
  );
}

/** Says that there is more than is shown, and offers it where it can be fetched. */
export function MoreNotice(props: {
  count: number;
  total: number | undefined;
  format: Format;
  showMore?: () => void;
  label?: string;
}) {
  const { count, total, format, showMore } = props;
  return (
    <p class="notice notice-plain">
      <span>
        {total === undefined
          ? `These are the first ${format.number(count)}; there are more. `
          : `These are ${format.number(count)} of ${format.number(total)}. `}
      </span>
      {showMore ? (
        <button type="button" onClick={showMore}>
          {props.label ?? 'Show more'}
        </button>
      ) : (
        <span class="quiet">Ask for the next page in the chat.</span>
      )}
    </p>
  );
}
