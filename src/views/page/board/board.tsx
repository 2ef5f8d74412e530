import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { messageOf } from '../connection.js';
import { Choose } from './choose.js';
import { Frame } from './frame.js';
import { type Call, readSettings, type Settings, type Tab, untilEnd } from './server.js';

/** The views as tabs, for a browser or a television: a host like a chat, without a model. */
export function Board() {
  const [settings, setSettings] = useState<Settings>();
  const [problem, setProblem] = useState<string>();
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    const closing = new AbortController();
    readSettings().then(setSettings, (error: unknown) => setProblem(messageOf(error)));
    void untilEnd(closing.signal).then(() => setEnded(true));
    return () => closing.abort();
  }, []);
  if (problem) return <p class="state">The board does not answer: {problem}</p>;
  if (!settings) return <p class="state">Opening …</p>;
  const [first] = settings.tabs;
  if (!first)
    return <p class="state">No view can be shown: the settings leave none of the tools that the views need.</p>;
  return <Tabs settings={settings} first={first} ended={ended} />;
}

function Tabs({ settings, first, ended }: { settings: Settings; first: Tab; ended: boolean }) {
  const [tab, setTab] = useState(first);
  const [calls, setCalls] = useState<Record<string, Call>>({});
  const [theme, setTheme] = useTheme();
  const context = useMemo(() => ({ theme, displayMode: 'fullscreen' as const, platform: 'web' as const }), [theme]);
  const list = useRef<HTMLDivElement>(null);
  const call = calls[tab.view] ?? (tab.opens ? tab.calls[0] : undefined);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const { tabs } = settings;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    if (!next) return;
    setTab(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next.view}`)?.focus();
  };
  return (
    <div class="board">
      <header class="board-bar">
        <strong class="board-name">puzzel-mcp {settings.demo && <span class="badge">demo tenant</span>}</strong>
        <div role="tablist" aria-label="Views" ref={list} onKeyDown={move} class="tabs">
          {settings.tabs.map((one) => (
            <button
              key={one.view}
              id={`tab-${one.view}`}
              type="button"
              role="tab"
              aria-selected={one === tab}
              aria-controls="panel"
              tabIndex={one === tab ? 0 : -1}
              onClick={() => setTab(one)}
            >
              {one.title}
            </button>
          ))}
        </div>
        <div class="actions">
          <button type="button" onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}>
            {theme === 'dark' ? 'Light' : 'Dark'}
          </button>
          <button type="button" onClick={() => void document.documentElement.requestFullscreen()}>
            Full screen
          </button>
        </div>
      </header>
      {ended && (
        <p class="notice notice-bad" role="alert">
          The board has ended. Start <code>puzzel-mcp board</code> again and open the address that it prints.
        </p>
      )}
      <div id="panel" role="tabpanel" aria-labelledby={`tab-${tab.view}`} class="board-panel">
        <Choose key={tab.view} tab={tab} call={call} choose={(next) => setCalls({ ...calls, [tab.view]: next })} />
        {call ? (
          <Frame view={tab.view} title={tab.title} call={call} context={context} version={settings.version} />
        ) : (
          <p class="state">Choose above what to show.</p>
        )}
      </div>
    </div>
  );
}

type Theme = 'light' | 'dark';

/** The browser's own theme until the person chooses another. */
function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.style.colorScheme = theme;
  }, [theme]);
  return [theme, setTheme];
}
