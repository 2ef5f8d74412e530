import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { messageOf } from '../../src/prompts/define.js';
import { prompts } from '../../src/prompts/index.js';
import { catalogue } from '../../src/tools/index.js';
import { inProcessServer } from '../support/in-process-server.js';
import { handshake } from '../support/server-process.js';

const workflows = fileURLToPath(new URL('../../docs/workflows', import.meta.url));
const pages = readdirSync(workflows).map((page) => readFileSync(join(workflows, page), 'utf8'));
const toolNames = new Set(catalogue.map(({ name }) => name));

describe('every prompt', () => {
  it.each(prompts.map((prompt) => [prompt.name, prompt] as const))(
    '%s names only tools that exist, uses all its arguments, is complete without the optional ones and has a page',
    (name, prompt) => {
      expect(name).toMatch(/^[a-z_]{1,50}$/);
      expect(prompt.needs.filter((tool) => !toolNames.has(tool))).toEqual([]);
      const named = prompt.text.match(/\b\w*(?:puzzel|gladly)_\w+/g) ?? [];
      expect(named.filter((tool) => !toolNames.has(tool))).toEqual([]);
      const used = [...prompt.text.matchAll(/\{(\w+)\}/g)].map(([, argument]) => argument);
      expect([...new Set(used)].sort()).toEqual(Object.keys(prompt.arguments).sort());
      const message = messageOf(prompt, {});
      expect(message).not.toMatch(/[{}]/);
      for (const [argument, { required, defaultText, description }] of Object.entries(prompt.arguments)) {
        if (required) expect([argument, defaultText]).toEqual([argument, undefined]);
        else {
          expect(defaultText?.trim(), argument).toMatch(/^\w/);
          expect(message).toContain(defaultText);
          expect(description).toContain('left empty');
        }
      }
      expect(pages.some((page) => page.includes(`\`${name}\``))).toBe(true);
    },
  );
});

describe('an argument of a prompt', () => {
  const { connect, engine } = inProcessServer({}, [...new Set(prompts.flatMap(({ needs }) => needs))]);
  const client = connect();
  for (const message of handshake) client.send(message);
  afterAll(async () => {
    client.end();
    await engine.close(AbortSignal.timeout(500));
  });
  let lastId = 0;
  /** The text of the prompt, or the error. */
  const get = async (name: string, given: unknown): Promise<string> => {
    lastId += 1;
    const id = lastId;
    client.send({ jsonrpc: '2.0', id, method: 'prompts/get', params: { name, arguments: given } });
    const { result, error } = (await client.until((message) => message.id === id)) as {
      result?: { messages: { content: { text: string } }[] };
      error?: { code: number; message: string };
    };
    return result?.messages[0]?.content.text ?? `${error?.code} ${error?.message}`;
  };
  const cases = prompts.flatMap((prompt) => {
    const all = Object.entries(prompt.arguments);
    const required = all.filter(([, definition]) => definition.required);
    const requiredArguments: Record<string, string> = Object.fromEntries(required.map(([name]) => [name, 'x']));
    return all.map(([argument, definition]) => ({ prompt, argument, definition, requiredArguments }));
  });

  it('may be left out, blank or null, unless it is required', async () => {
    const offenders: string[] = [];
    for (const { prompt, argument, definition, requiredArguments } of cases) {
      for (const empty of [undefined, null, '', ' \n']) {
        const text = await get(prompt.name, { ...requiredArguments, [argument]: empty });
        const wanted = definition.required
          ? `-32602 Invalid arguments for prompt ${prompt.name}: ${argument}: must be filled in`
          : messageOf(prompt, requiredArguments);
        if (text !== wanted) offenders.push(`${prompt.name} ${argument} ${JSON.stringify(empty)}: ${text}`);
      }
    }
    expect(offenders).toEqual([]);
  });

  it('that is a number or a day is refused in any other form', async () => {
    const days = {
      good: ['2028-02-29', ' yesterday '],
      bad: ['2026-02-29', '2026-13-01', 'tomorrow', '2026-1-31', '5'],
    };
    const numbers = { good: ['0', '2.5', ' 100 '], bad: ['abc', '-5', '1e9', '5 %', '999999', 'NaN', '0x10', '١٢'] };
    const offenders: string[] = [];
    for (const { prompt, argument, definition, requiredArguments } of cases) {
      if (definition.accepts === undefined) continue;
      const { good, bad } = definition.accepts === 'day' ? days : numbers;
      for (const value of [...good, ...bad]) {
        const given = { ...requiredArguments, [argument]: value };
        const text = await get(prompt.name, given);
        const isRefused = /^-32602 .*: must be a (number from 0 to \d+, in digits|day that exists, such as \S+)$/.test(
          text,
        );
        const isRight = bad.includes(value) ? isRefused : text === messageOf(prompt, given);
        if (!isRight) offenders.push(`${prompt.name} ${argument} ${value}: ${text}`);
      }
    }
    expect(offenders).toEqual([]);
    // Every argument with a count or a day says what it accepts.
    const texts = cases.filter(({ definition }) => definition.accepts === undefined).map(({ argument }) => argument);
    expect(texts.filter((name) => /day|minutes|hours|seconds|rate/.test(name))).toEqual([]);
  });
});
