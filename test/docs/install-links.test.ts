import { describe, expect, it } from 'vitest';
import { claudeMcpAdd, cursorLink, vscodeLink } from '../../scripts/install-shortcuts.js';

const entry = {
  type: 'stdio',
  command: 'npx',
  args: ['-y', 'puzzel-mcp', '--demo'],
  env: { PUZZEL_MCP_TAGS: 'queues,tasks & more+' },
};
const input = { type: 'promptString' as const, id: 'puzzel-password', description: 'Puzzel password', password: true };

describe('the links and the command that install the server', () => {
  it('carry the entry to Cursor as base64', () => {
    const { searchParams } = new URL(cursorLink(entry));
    expect(searchParams.get('name')).toBe('puzzel');
    expect(JSON.parse(Buffer.from(searchParams.get('config') ?? '', 'base64').toString())).toEqual(entry);
  });

  it('carry the entry and its inputs to VS Code as JSON, with spaces as %20 and not as a plus', () => {
    const link = vscodeLink(entry, [input]);
    const query = Object.fromEntries(
      (link.split('?')[1] ?? '').split('&').map((pair) => pair.split('=').map(decodeURIComponent)),
    );
    expect(query.name).toBe('puzzel');
    expect(JSON.parse(query.config)).toEqual(entry);
    expect(JSON.parse(query.inputs)).toEqual([input]);
  });

  it('let the shell fill in secrets for Claude Code, and quote what the shell would interpret', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Claude Code's syntax
    const env = { PUZZEL_PASSWORD: '${PUZZEL_PASSWORD}', PUZZEL_USERNAME: "o'neil; x", GLADLY_HOST: 'a.gladly.com' };
    expect(claudeMcpAdd({ ...entry, env })).toBe(
      `claude mcp add puzzel --scope user --env PUZZEL_PASSWORD="$PUZZEL_PASSWORD" --env PUZZEL_USERNAME='o'\\''neil; x' --env GLADLY_HOST=a.gladly.com -- npx -y puzzel-mcp --demo`,
    );
  });
});
