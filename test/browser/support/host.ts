import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallToolResult } from '@modelcontextprotocol/client';
import type { McpUiHostContext } from '@modelcontextprotocol/ext-apps/app-bridge';
import type { Frame, Page } from 'puppeteer-core';
import { build } from 'vite';
import { connect } from '../../support/server-process.js';
import { openBrowser, speedUpTimers } from './browser.js';
import type { HostedView } from './host-page.js';

const hostPage = fileURLToPath(new URL('./host-page.ts', import.meta.url));

type CallTool = (name: string, args: Record<string, unknown>) => Promise<CallToolResult>;

interface Opening {
  view: string;
  tool: string;
  args?: Record<string, unknown>;
  /** The result that the view opens with: that of the real program if left out, none if null. */
  result?: CallToolResult | null;
  context?: McpUiHostContext;
  canCall?: boolean;
  width?: number;
  /** Answers the calls of the view in place of the real program. */
  call?: CallTool;
  /** How many times as fast as usual the timers of the page run (speedUpTimers). */
  timerSpeed?: number;
}

export interface Opened {
  page: Page;
  frame: Frame;
  /** All visible text of the view, on one line. */
  text: () => Promise<string>;
  /** Waits until the text contains this. Flags of an expression are ignored, here and by `press`. */
  shows: (words: string | RegExp) => Promise<void>;
  /** Waits for a button with this whole label, or whose label matches the expression, and presses the first. */
  press: (label: string | RegExp) => Promise<void>;
  calls: { name: string; args: Record<string, unknown> }[];
  /** The texts that the view gave to the model. */
  modelContext: string[];
  /** The addresses of all requests. */
  requests: string[];
  /** Uncaught errors, and errors on the console. */
  errors: string[];
  close: () => Promise<void>;
}

export interface TestHost {
  open: (opening: Opening) => Promise<Opened>;
  close: () => Promise<void>;
}

/** A host of views in a real browser, with the real program and the demo tenant behind it. */
export async function startHost(): Promise<TestHost> {
  const folder = mkdtempSync(join(tmpdir(), 'puzzel-mcp-host-'));
  const client = await connect('sdk2-modern', { PUZZEL_MCP_DOWNLOAD_DIR: join(folder, 'saved') }, ['--demo']);
  const { browser, close: closeBrowser } = await openBrowser();
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: folder,
      emptyOutDir: false,
      lib: { entry: hostPage, formats: ['iife'], name: 'host', fileName: () => 'host.js' },
    },
  });
  const script = readFileSync(join(folder, 'host.js'), 'utf8');
  const server = createServer((request, response) => {
    const isScript = request.url === '/host.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(
      isScript
        ? script
        : '<!doctype html><title>host</title><style>body{margin:0}iframe{width:100%;height:96vh;border:0}</style><body><script src="/host.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  /** The view that is open, and what was seen of it: a tab shows many views one after the other. */
  let current: { opening: Opening; seen: Pick<Opened, 'calls' | 'modelContext' | 'requests' | 'errors'> };
  const newTab = async (timerSpeed: number): Promise<Page> => {
    const tab = await browser.newPage();
    tab.on('request', (request) => current.seen.requests.push(request.url()));
    tab.on('pageerror', (error) => current.seen.errors.push(String(error)));
    tab.on('console', (message) => message.type() === 'error' && current.seen.errors.push(message.text()));
    // A page that Chromium takes for hidden draws no chart and loads no recording.
    await tab.emulateFocusedPage(true);
    await speedUpTimers(tab, timerSpeed);
    await tab.exposeFunction('hostCall', (name: string, args: Record<string, unknown>) => {
      current.seen.calls.push({ name, args });
      return current.opening.call ? current.opening.call(name, args) : client.call(name, args);
    });
    await tab.exposeFunction('hostRead', async (uri: string) => ({ contents: [await client.read(uri)] }));
    await tab.exposeFunction('hostModelContext', (text: string) => void current.seen.modelContext.push(text));
    await tab.goto(`http://127.0.0.1:${port}/`);
    return tab;
  };
  const tabsBySpeed = new Map<number, Promise<Page>>();

  const open = async (opening: Opening): Promise<Opened> => {
    const { view, tool, args = {}, context = {}, canCall = true, width = 1280, timerSpeed = 1 } = opening;
    current = { opening, seen: { calls: [], modelContext: [], requests: [], errors: [] } };
    const { seen } = current;
    const tabOpening = tabsBySpeed.get(timerSpeed) ?? newTab(timerSpeed);
    tabsBySpeed.set(timerSpeed, tabOpening);
    const tab = await tabOpening;
    await tab.bringToFront();
    await tab.setViewport({ width, height: 900 });
    const result = opening.result === undefined ? ((await client.call(tool, args)) as CallToolResult) : opening.result;
    const hosted: HostedView = {
      html: (await client.read(`ui://puzzel-mcp/${view}`)).text ?? '',
      args,
      tool,
      context: { theme: 'light', locale: 'en-GB', timeZone: 'Europe/Oslo', ...context },
      canCall,
      ...(result && { result }),
    };
    await tab.evaluate((shown) => window.show(shown), hosted);
    const frame = await (await tab.$('iframe'))?.contentFrame();
    if (!frame) throw new Error('the host has no frame');
    // biome-ignore lint/performance/useDomNodeTextContent: what a person sees, without what is hidden
    const text = () => frame.evaluate(() => document.body.innerText.replaceAll(/\s+/g, ' '));
    return {
      page: tab,
      frame,
      text,
      shows: async (words) => {
        const pattern = typeof words === 'string' ? escaped(words) : words.source;
        await frame
          .waitForFunction(
            // biome-ignore lint/performance/useDomNodeTextContent: what a person sees, without what is hidden
            (source) => new RegExp(source).test(document.body.innerText.replaceAll(/\s+/g, ' ')),
            { polling: 50 },
            pattern,
          )
          .catch(async () => {
            throw new Error(`"${words}" does not appear; the page says: ${(await text()).slice(0, 600)}`);
          });
      },
      press: async (label) => {
        const source = typeof label === 'string' ? `^${escaped(label)}$` : label.source;
        await frame
          .waitForFunction(
            (pattern) => {
              const button = [...document.querySelectorAll<HTMLElement>('button, summary')].find((one) =>
                new RegExp(pattern).test((one.textContent ?? '').trim()),
              );
              button?.click();
              return button !== undefined;
            },
            { polling: 50 },
            source,
          )
          .catch(async () => {
            throw new Error(`no button ${source}; the page says: ${(await text()).slice(0, 600)}`);
          });
      },
      ...seen,
      close: () => tab.evaluate(() => document.querySelector('iframe')?.remove()),
    };
  };
  return {
    open,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await closeBrowser();
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A regular expression, as text, that finds this text. */
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A tool result as the real program makes it. */
export function toolResult(structuredContent: Record<string, unknown>, isError = false): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent, isError };
}
