import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { darkScheme, messageOf } from '../connection.js';
import { CallChooser } from './call-chooser.js';
import { Frame } from './frame.js';
import { type BoardStatus, startHeartbeat } from './heartbeat.js';
import { type Call, readSettings, type Settings, type Tab } from './requests.js';

/** The views as tabs, for a browser or a television. The board is their host, as a chat is, but without a model. */
export function Board() {
  const [settings, setSettings] = useState<Settings>();
  const [problem, setProblem] = useState<string>();
  const [status, setStatus] = useState<BoardStatus>('alive');
  const refreshSettings = () =>
    readSettings().then(setSettings, (error: unknown) => {
      if (!settings) setProblem(messageOf(error));
    });
  useEffect(() => {
    void refreshSettings();
    return startHeartbeat(setStatus);
  }, []);
  if (problem) return <p class="state">{problem}</p>;
  if (!settings) return <p class="state">Opening …</p>;
  const [firstTab] = settings.tabs;
  if (!firstTab)
    return <p class="state">No view can be shown: the settings leave none of the tools that the views need.</p>;
  return <Tabs settings={settings} firstTab={firstTab} status={status} onOpen={() => void refreshSettings()} />;
}

interface Props {
  settings: Settings;
  firstTab: Tab;
  status: BoardStatus;
  /** Called when a tab is opened: its calls may have changed in the meantime, such as the days of a report. */
  onOpen: () => void;
}

/** The call whose answer a tab shows, by the name of its view; a tab that shows nothing yet has no member. */
type ShownCalls = Record<string, Call>;

function Tabs({ settings: { tabs, demo, version }, firstTab, status, onOpen }: Props) {
  const [view, setView] = useState(firstTab.view);
  const tab = tabs.find((one) => one.view === view) ?? firstTab;
  const [shownCalls, setShownCalls] = useState(withOpeningCall({}, firstTab));
  const [theme, setTheme] = useTheme();
  const context = useMemo(() => ({ theme, displayMode: 'fullscreen' as const, platform: 'web' as const }), [theme]);
  const open = (next: Tab) => {
    setView(next.view);
    setShownCalls(withOpeningCall(shownCalls, next));
    onOpen();
  };
  const call = shownCalls[tab.view];
  const choose = (next: Call) => setShownCalls({ ...shownCalls, [tab.view]: next });
  return (
    <div class="board">
      <header class="board-bar">
        <strong class="board-name">puzzel-mcp {demo && <span class="badge">demo tenant</span>}</strong>
        <TabList tabs={tabs} tab={tab} open={open} />
        <div class="actions">
          <button type="button" onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}>
            {theme === 'dark' ? 'Light' : 'Dark'}
          </button>
          {document.fullscreenEnabled && (
            <button type="button" onClick={() => void document.documentElement.requestFullscreen()}>
              Full screen
            </button>
          )}
        </div>
      </header>
      <StatusNotice status={status} />
      <div id="panel" role="tabpanel" aria-labelledby={`tab-${tab.view}`} class="board-panel">
        <CallChooser key={tab.view} tab={tab} call={call} choose={choose} />
        {!call && <p class="state">Choose above what to show.</p>}
        {/* A hidden view stays in the page, so that it keeps its targets and history. */}
        {tabs.map((one) => {
          const shownCall = shownCalls[one.view];
          return (
            shownCall && (
              <div key={one.view} class={one === tab ? 'board-view' : 'board-view board-hidden'}>
                <Frame view={one.view} title={one.title} call={shownCall} context={context} version={version} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

/** Adds the first call of a tab that opens with it, unless the tab has a call already. */
function withOpeningCall(shownCalls: ShownCalls, { view, opens, calls: [first] }: Tab): ShownCalls {
  return shownCalls[view] || !opens || !first ? shownCalls : { ...shownCalls, [view]: first };
}

/** The tabs as buttons; the arrow keys open the tab to the left or right (WAI-ARIA, tabs pattern). */
function TabList({ tabs, tab, open }: { tabs: readonly Tab[]; tab: Tab; open: (tab: Tab) => void }) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    if (!next) return;
    open(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next.view}`)?.focus();
  };
  return (
    <div role="tablist" aria-label="Views" ref={list} onKeyDown={move} class="tabs">
      {tabs.map((one) => (
        <button
          key={one.view}
          id={`tab-${one.view}`}
          type="button"
          role="tab"
          aria-selected={one === tab}
          aria-controls="panel"
          tabIndex={one === tab ? 0 : -1}
          onClick={() => open(one)}
        >
          {one.title}
        </button>
      ))}
    </div>
  );
}

function StatusNotice({ status }: { status: BoardStatus }) {
  if (status === 'alive') return null;
  return (
    <p class="notice notice-bad" role="alert">
      {status === 'lost' ? (
        'No connection to the board; trying again.'
      ) : (
        <span>
          The board has ended. Start <code>puzzel-mcp board</code> again and open the address that it prints.
        </span>
      )}
    </p>
  );
}

type Theme = 'light' | 'dark';

/** The browser's own theme until the person chooses another. */
function useTheme(): [Theme, (theme: Theme) => void] {
  const [chosenTheme, setChosenTheme] = useState<Theme>();
  const [isDark, setDark] = useState(darkScheme.matches);
  const theme = chosenTheme ?? (isDark ? 'dark' : 'light');
  useEffect(() => {
    const follow = () => setDark(darkScheme.matches);
    darkScheme.addEventListener('change', follow);
    return () => darkScheme.removeEventListener('change', follow);
  }, []);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.style.colorScheme = theme;
  }, [theme]);
  return [theme, setChosenTheme];
}
