import { describe, expect, it } from 'vitest';
import { clientFile, type ListFolder, platformOf } from '../../../src/commands/init/client-file.js';
import { clientNamed, clients, type Platform, platforms } from '../../../src/commands/init/clients.js';

function fileOf(name: string, platform: Platform, env: Record<string, string>, list?: ListFolder): string {
  const client = clientNamed(name);
  if (!client) throw new Error(`no client ${name}`);
  return clientFile(client, platform, env, list);
}

const mac = { HOME: '/Users/ann' };
const linux = { HOME: '/home/ann' };
const windows = {
  USERPROFILE: 'C:\\Users\\ann',
  APPDATA: 'C:\\Users\\ann\\AppData\\Roaming',
  LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local',
};

describe('the place of a configuration file', () => {
  it('is that of the client on each platform', () => {
    const onMac = {
      'claude-desktop': '/Users/ann/Library/Application Support/Claude/claude_desktop_config.json',
      'claude-code': '/Users/ann/.claude.json',
      cursor: '/Users/ann/.cursor/mcp.json',
      vscode: '/Users/ann/Library/Application Support/Code/User/mcp.json',
      windsurf: '/Users/ann/.codeium/windsurf/mcp_config.json',
      codex: '/Users/ann/.codex/config.toml',
      'gemini-cli': '/Users/ann/.gemini/settings.json',
    };
    const onWindows = {
      'claude-desktop': 'C:\\Users\\ann\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
      'claude-code': 'C:\\Users\\ann\\.claude.json',
      cursor: 'C:\\Users\\ann\\.cursor\\mcp.json',
      vscode: 'C:\\Users\\ann\\AppData\\Roaming\\Code\\User\\mcp.json',
      windsurf: 'C:\\Users\\ann\\.codeium\\windsurf\\mcp_config.json',
      codex: 'C:\\Users\\ann\\.codex\\config.toml',
      'gemini-cli': 'C:\\Users\\ann\\.gemini\\settings.json',
    };
    const onLinux = {
      'claude-desktop': '/home/ann/.config/Claude/claude_desktop_config.json',
      vscode: '/home/ann/.config/Code/User/mcp.json',
      cursor: '/home/ann/.cursor/mcp.json',
    };
    const files = (expected: object, platform: Platform, env: Record<string, string>) =>
      Object.fromEntries(Object.keys(expected).map((name) => [name, fileOf(name, platform, env)]));
    expect(files(onMac, 'macos', mac)).toEqual(onMac);
    expect(files(onWindows, 'windows', windows)).toEqual(onWindows);
    expect(files(onLinux, 'linux', linux)).toEqual(onLinux);
  });

  it('follows XDG_CONFIG_HOME on Linux, when it is absolute', () => {
    expect(fileOf('vscode', 'linux', { ...linux, XDG_CONFIG_HOME: '/etc/ann' })).toBe('/etc/ann/Code/User/mcp.json');
    expect(fileOf('vscode', 'linux', { ...linux, XDG_CONFIG_HOME: 'conf' })).toBe(
      '/home/ann/.config/Code/User/mcp.json',
    );
  });

  it('follows CODEX_HOME and CLAUDE_CONFIG_DIR', () => {
    expect(fileOf('codex', 'linux', { ...linux, CODEX_HOME: '/srv/codex' })).toBe('/srv/codex/config.toml');
    expect(fileOf('claude-code', 'windows', { ...windows, CLAUDE_CONFIG_DIR: 'D:\\cc' })).toBe('D:\\cc\\.claude.json');
  });

  describe('of a packaged Claude Desktop on Windows', () => {
    const packages = 'C:\\Users\\ann\\AppData\\Local\\Packages';
    const roaming = `${packages}\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming`;
    const listIn =
      (tree: Record<string, string[]>): ListFolder =>
      (path) =>
        tree[path] ?? [];

    it('is inside the package, because the app reads no other file', () => {
      const list = listIn({ [packages]: ['Claude_pzs8sxrjxfjjc', 'Microsoft.Store'], [roaming]: ['Claude'] });
      const path = `${roaming}\\Claude\\claude_desktop_config.json`;
      expect(fileOf('claude-desktop', 'windows', windows, list)).toBe(path);
      expect(fileOf('claude-desktop', 'macos', mac, list)).not.toContain('Packages');
      expect(fileOf('vscode', 'windows', windows, list)).not.toContain('Packages');
    });

    it('is inside the package also before its first start', () => {
      const list = listIn({ [packages]: ['Claude_pzs8sxrjxfjjc'] });
      expect(fileOf('claude-desktop', 'windows', windows, list)).toContain(`${roaming}\\Claude\\`);
    });

    it('is inside the package that was started, and is refused when several were', () => {
      const old = `${packages}\\Claude_old\\LocalCache\\Roaming`;
      const tree = { [packages]: ['Claude_old', 'Claude_pzs8sxrjxfjjc'], [roaming]: ['Claude'] };
      expect(fileOf('claude-desktop', 'windows', windows, listIn(tree))).toContain(roaming);
      const both = listIn({ ...tree, [old]: ['Claude'] });
      expect(() => fileOf('claude-desktop', 'windows', windows, both)).toThrow(/several: Claude_old, Claude_pzs8/);
    });
  });

  it('begins with a tilde or the name of a variable where the environment is not known', () => {
    expect(fileOf('claude-desktop', 'windows', {})).toBe('%APPDATA%\\Claude\\claude_desktop_config.json');
    expect(fileOf('cursor', 'windows', {})).toBe('%USERPROFILE%\\.cursor\\mcp.json');
    expect(fileOf('cursor', 'macos', {})).toBe('~/.cursor/mcp.json');
    for (const client of clients) {
      for (const platform of platforms) expect(clientFile(client, platform, {})).toMatch(/^[~%]/);
    }
  });

  it('depends on the platform that Node reports', () => {
    expect([platformOf('win32'), platformOf('darwin'), platformOf('linux'), platformOf('freebsd')]).toEqual([
      'windows',
      'macos',
      'linux',
      'linux',
    ]);
  });
});
