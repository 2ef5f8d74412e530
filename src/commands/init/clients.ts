import type { SettingName } from '../../config/settings.js';

export const platforms = ['macos', 'windows', 'linux'] as const;
export type Platform = (typeof platforms)[number];

/** The folder that a path begins with; client-file.ts says where it is. */
export type Base = 'home' | 'appData' | 'config';
/** A path: its base, names of folders, the name of the file. */
type FilePath = readonly [Base, ...string[]];

/** How one MCP client is configured for a server. The facts come from the client's own documentation, see `source`. */
export interface Client {
  name: string;
  title: string;
  /** The member or table of the file that holds its servers. */
  serversKey: 'mcpServers' | 'servers' | 'mcp_servers';
  format: 'json' | 'toml';
  /** The person's own file, by platform. */
  file: Record<Platform, FilePath>;
  /** A variable that names another folder for the file, and the file's name there. */
  movedBy?: { variable: string; file: string };
  /** The beginning of the client's package name on Windows: a packaged client has an AppData folder of its own. */
  windowsPackage?: string;
  /** The file of a project, which the whole team shares. */
  projectFile?: string;
  /** Members of an entry beside command, arguments and environment. */
  extra?: Readonly<Record<string, string | number>>;
  /**
   * How a secret can reach the server without being in the file. `prompted`: the client asks for it and keeps it.
   * `reference`: the file holds a text, such as `${NAME}`, which the client replaces by a variable of its own environment.
   * `listed`: the file names the variables that the client passes on. `value`: the client can do none of this.
   */
  secrets:
    | { kind: 'prompted' }
    | { kind: 'reference'; referenceTo: (name: SettingName) => string; inProjectOnly?: boolean }
    | { kind: 'listed' }
    | { kind: 'value' };
  /** Whether `npx` needs `cmd /c` in front on Windows. */
  needsCmdOnWindows: boolean;
  /** What to do for the client to see the change. */
  reload: string;
  source: string;
}

const onEveryPlatform = (...path: FilePath): Record<Platform, FilePath> => ({
  macos: path,
  windows: path,
  linux: path,
});

/**
 * The clients that have a configuration file. ChatGPT on the web has none: see bridge.ts.
 *
 * On Windows `npx` is a batch file, which a program can start only through `cmd`. Claude Code's documentation asks for
 * `cmd /c`; it does no harm where the client has a work-around of its own. VS Code finds batch files by itself, and its
 * file is often shared between platforms.
 */
export const clients = [
  {
    name: 'claude-desktop',
    title: 'Claude Desktop',
    serversKey: 'mcpServers',
    format: 'json',
    file: {
      macos: ['home', 'Library', 'Application Support', 'Claude', 'claude_desktop_config.json'],
      windows: ['appData', 'Claude', 'claude_desktop_config.json'],
      linux: ['config', 'Claude', 'claude_desktop_config.json'],
    },
    // The installer for Windows is a package since February 2026: the client reads a copy of AppData of its own, and
    // never sees what is written to %APPDATA% (github.com/anthropics/claude-code/issues/26073).
    windowsPackage: 'Claude_',
    secrets: { kind: 'value' },
    needsCmdOnWindows: true,
    reload: 'Quit Claude Desktop and start it again; closing the window is not enough.',
    source: 'https://modelcontextprotocol.io/docs/develop/connect-local-servers',
  },
  {
    name: 'claude-code',
    title: 'Claude Code',
    serversKey: 'mcpServers',
    format: 'json',
    file: onEveryPlatform('home', '.claude.json'),
    movedBy: { variable: 'CLAUDE_CONFIG_DIR', file: '.claude.json' },
    projectFile: '.mcp.json',
    extra: { type: 'stdio' },
    // ${VAR} is documented for .mcp.json; sources disagree on whether ~/.claude.json supports it
    // (github.com/anthropics/claude-code/issues/43693). A variable that is not set arrives unreplaced, as
    // `${VAR}`, which the server counts as missing.
    secrets: { kind: 'reference', referenceTo: (name) => `\${${name}}`, inProjectOnly: true },
    needsCmdOnWindows: true,
    reload: 'Start a new session of Claude Code; /mcp shows the server.',
    source: 'https://code.claude.com/docs/en/mcp',
  },
  {
    name: 'cursor',
    title: 'Cursor',
    serversKey: 'mcpServers',
    format: 'json',
    file: onEveryPlatform('home', '.cursor', 'mcp.json'),
    projectFile: '.cursor/mcp.json',
    secrets: { kind: 'reference', referenceTo: (name) => `\${env:${name}}` },
    needsCmdOnWindows: true,
    reload: 'Switch the server on in Cursor Settings, MCP.',
    source: 'https://cursor.com/docs/mcp',
  },
  {
    name: 'vscode',
    title: 'VS Code',
    serversKey: 'servers',
    format: 'json',
    file: {
      macos: ['home', 'Library', 'Application Support', 'Code', 'User', 'mcp.json'],
      windows: ['appData', 'Code', 'User', 'mcp.json'],
      linux: ['config', 'Code', 'User', 'mcp.json'],
    },
    projectFile: '.vscode/mcp.json',
    extra: { type: 'stdio' },
    secrets: { kind: 'prompted' },
    needsCmdOnWindows: false,
    reload:
      'Run "MCP: List Servers" in VS Code, start the server, and trust it; VS Code asks for what is missing once.',
    source: 'https://code.visualstudio.com/docs/copilot/reference/mcp-configuration',
  },
  {
    name: 'windsurf',
    title: 'Windsurf',
    serversKey: 'mcpServers',
    format: 'json',
    file: onEveryPlatform('home', '.codeium', 'windsurf', 'mcp_config.json'),
    secrets: { kind: 'reference', referenceTo: (name) => `\${env:${name}}` },
    needsCmdOnWindows: true,
    reload: 'Press refresh in the MCP panel of Cascade.',
    source: 'https://docs.windsurf.com/windsurf/cascade/mcp',
  },
  {
    name: 'codex',
    title: 'Codex',
    serversKey: 'mcp_servers',
    format: 'toml',
    file: onEveryPlatform('home', '.codex', 'config.toml'),
    movedBy: { variable: 'CODEX_HOME', file: 'config.toml' },
    projectFile: '.codex/config.toml',
    // The default of ten seconds is short for npx's first download.
    extra: { startup_timeout_sec: 60 },
    // A server gets only a few variables of Codex's environment; `env_vars` names more.
    secrets: { kind: 'listed' },
    needsCmdOnWindows: true,
    reload: 'Start Codex again; /mcp shows the server.',
    source: 'https://developers.openai.com/codex/mcp',
  },
  {
    name: 'gemini-cli',
    title: 'Gemini CLI',
    serversKey: 'mcpServers',
    format: 'json',
    file: onEveryPlatform('home', '.gemini', 'settings.json'),
    projectFile: '.gemini/settings.json',
    // Gemini CLI also replaces $VAR. A variable that is not set may arrive unreplaced, which the server counts as missing.
    secrets: { kind: 'reference', referenceTo: (name) => `\${${name}}` },
    needsCmdOnWindows: true,
    reload: 'Start Gemini CLI again; /mcp shows the server.',
    source: 'https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/mcp-server.md',
  },
] as const satisfies readonly Client[];

export const clientNames = [...clients.map(({ name }) => name), 'chatgpt'] as const;
export type ClientName = (typeof clientNames)[number];

export const clientNamed = (name: string): Client | undefined => clients.find((client) => client.name === name);
