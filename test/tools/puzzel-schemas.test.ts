import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { chatTools } from '../../src/tools/chat/index.js';
import { billedText, listingOf } from '../../src/tools/manifest.js';
import { puzzelTools } from '../../src/tools/puzzel/index.js';

const tools = [...puzzelTools, ...chatTools];

describe('the Puzzel and chat tools', () => {
  it('cost at most 140 tokens each on average', () => {
    const costs = tools.map((tool) => encode(billedText(listingOf(tool))).length);
    expect(costs.reduce((sum, tokens) => sum + tokens, 0) / costs.length).toBeLessThanOrEqual(140);
  });

  it('say that they are unverified only when their route is inferred', () => {
    const weak = tools.filter(({ description }) => /unverified/i.test(description));
    expect(weak.filter(({ route }) => route.provenance !== 'inferred').map(({ name }) => name)).toEqual([
      'create_a_puzzel_user_callout_request',
    ]);
  });

  it('name only tools that exist', () => {
    const names = new Set(tools.map(({ name }) => name));
    const texts = tools.map(
      (tool) => tool.description + JSON.stringify(tool.schemas().json) + JSON.stringify(tool.output),
    );
    const mentioned = texts.join(' ').match(/\b\w*puzzel_\w+/g) ?? [];
    expect(mentioned.filter((name) => !names.has(name))).toEqual([]);
  });
});
