import { type ComponentType, render } from 'preact';
import './base.css';
import './notices.css';
import './queues.css';
import './agents.css';
import './timeline.css';
import './report.css';
import './chart.css';
import './recording.css';
import './board/board.css';
import 'uplot/dist/uPlot.min.css';
import { Agents } from './agents.js';
import { Board } from './board/board.js';
import { type Connection, connect, type HostState, messageOf } from './connection.js';
import type { ViewProps } from './live.js';
import { LoadingState } from './notices.js';
import { Queues } from './queues.js';
import { Recording } from './recording.js';
import { Report } from './report.js';
import { Timeline } from './timeline.js';

const viewComponents: Record<string, ComponentType<ViewProps>> = {
  queues: Queues,
  agents: Agents,
  timeline: Timeline,
  report: Report,
  recording: Recording,
};

/** One document serves all views; its root element says which one to show (src/views/index.ts). */
const { view = '', version = '' } = document.documentElement.dataset;
const View = viewComponents[view];
const body = document.body;

function Page({ View, connection, host }: ViewProps & { View: ComponentType<ViewProps> }) {
  if (host.cancelReason !== undefined && !host.answer) {
    return <p class="state">The call was cancelled before it had an answer ({host.cancelReason}).</p>;
  }
  return <View connection={connection} host={host} />;
}

if (view === 'board') {
  render(<Board />, body);
} else if (View) {
  render(<LoadingState what="the client" />, body);
  let connection: Connection | undefined;
  let host: HostState | undefined;
  const draw = () => {
    if (connection && host) render(<Page View={View} connection={connection} host={host} />, body);
  };
  const onChange = (next: HostState) => {
    host = next;
    draw();
  };
  connect(view, version, onChange).then(
    (connected) => {
      connection = connected;
      draw();
    },
    (error: unknown) =>
      render(
        <p class="state" role="alert">
          The client that shows this page does not answer it: {messageOf(error)}
        </p>,
        body,
      ),
  );
}
