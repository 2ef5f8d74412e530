import { type ComponentType, render } from 'preact';
import { useState } from 'preact/hooks';
import './base.css';
import './notices.css';
import './queues.css';
import './agents.css';
import './timeline.css';
import './report.css';
import './board/board.css';
import 'uplot/dist/uPlot.min.css';
import { Agents } from './agents.js';
import { Board } from './board/board.js';
import { type Connection, connect, messageOf, type Shown } from './connection.js';
import type { ViewProps } from './live.js';
import { Loading } from './notices.js';
import { Queues } from './queues.js';
import { Recording } from './recording.js';
import { Report } from './report.js';
import { Timeline } from './timeline.js';

const views: Record<string, ComponentType<ViewProps>> = {
  queues: Queues,
  agents: Agents,
  timeline: Timeline,
  report: Report,
  recording: Recording,
};

/** One document serves all views: its root element says which of them is shown (src/views/index.ts). */
const { view = '', version = '' } = document.documentElement.dataset;
const View = views[view];
const root = document.body;

function Page({ View, connection, first }: { View: ComponentType<ViewProps>; connection: Connection; first: Shown }) {
  const [shown, setShown] = useState(first);
  change = setShown;
  if (shown.cancelled !== undefined && !shown.answer) {
    return <p class="state">The call was cancelled before it had an answer ({shown.cancelled}).</p>;
  }
  return <View connection={connection} shown={shown} />;
}

/** What the host hands over before the page is drawn is kept here; later, `change` is the setter of the page's state. */
let shownNow: Shown | undefined;
let change = (shown: Shown) => {
  shownNow = shown;
};

if (view === 'board') {
  render(<Board />, root);
} else if (View) {
  render(<Loading what="the client" />, root);
  connect(view, version, (shown) => change(shown)).then(
    (connection) => {
      if (shownNow) render(<Page View={View} connection={connection} first={shownNow} />, root);
    },
    (error: unknown) =>
      render(
        <p class="state" role="alert">
          The client that shows this page does not answer it: {messageOf(error)}
        </p>,
        root,
      ),
  );
}
