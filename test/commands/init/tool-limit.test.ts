import { describe, expect, it } from 'vitest';
import { everydayTags, toolLimitRemark } from '../../../src/commands/init/tool-limit.js';
import type { ManifestEntry } from '../../../src/tools/manifest.js';

const entries = (count: number) => Array.from({ length: count }, () => ({ tag: 'queues', tokens: 1 }) as ManifestEntry);

describe('a client that offers at most 128 tools', () => {
  it('offers 127 of ours and server_status, and no more', () => {
    expect(toolLimitRemark('VS Code', entries(127))).toBeUndefined();
    expect(toolLimitRemark('VS Code', entries(128))).toContain('129 tools, but VS Code offers a model at most 128');
  });

  it('is suggested tags that leave room for server_status', () => {
    const group = { tag: 'queues', tokens: 1 };
    expect(everydayTags([{ ...group, toolCount: 127 }], 128)).toEqual(['queues']);
    expect(everydayTags([{ ...group, toolCount: 128 }], 128)).toEqual([]);
  });
});
