import { setTimeout } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { serverProcess, unwrap } from './server.mjs';

/**
 * Starts puzzel-mcp and connects to it. The client declares no elicitation, since nobody is there to answer: with
 * `PUZZEL_MCP_CONFIRM=auto` calls go ahead, and with `always` they are declined.
 *
 * @param {string} recipe the client's name
 * @param {string[]} tools all tools that the recipe needs
 * @param {string[]} flags more flags for the server
 */
export async function connect(recipe, tools, flags) {
  const client = new Client({ name: recipe, version: '1.0.0' });
  let isOpen = true;
  client.onclose = () => {
    isOpen = false;
  };
  await client.connect(new StdioClientTransport({ ...serverProcess(tools, flags), stderr: 'inherit' }));

  /**
   * Calls a tool and returns `{ result, next_cursor?, total?, limited? }`. The server keeps the time limits; the one here
   * only notices a server that no longer answers. A download reports progress, and each report restarts the timer.
   *
   * @param {object} [options]
   * @param {number} [options.maxWaitSeconds] longest wait after a 429, which says that the call was not carried out
   * @param {AbortSignal} [options.signal]
   * @throws {import('./server.mjs').ToolError}
   */
  async function call(name, args = {}, { maxWaitSeconds = 0, signal } = {}) {
    for (let secondsLeft = maxWaitSeconds; ; ) {
      try {
        const requestOptions = { timeout: 180_000, resetTimeoutOnProgress: true, onprogress: () => {}, signal };
        return unwrap(name, await client.callTool({ name, arguments: args }, requestOptions));
      } catch (error) {
        if (error.kind !== 'rate_limited') throw error;
        const seconds = Math.max(1, error.error.rate_limit?.['ratelimit-reset'] ?? 10);
        if (seconds > secondsLeft) throw error;
        secondsLeft -= seconds;
        process.stderr.write(`The vendor asks for a pause: ${seconds} s.\n`);
        await setTimeout(seconds * 1000, undefined, { signal });
      }
    }
  }

  return {
    client,
    call,
    /** All rows of a list, page by page. */
    async *rows(name, args = {}, options = {}) {
      for (let cursor; ; ) {
        const page = await call(name, cursor === undefined ? args : { ...args, cursor }, options);
        yield* page.result;
        // Every page repeats the notes of the list.
        if (page.limited && cursor === undefined)
          process.stderr.write(`${name}: ${page.hint ?? 'the vendor cut this list'}\n`);
        cursor = page.next_cursor;
        if (cursor === undefined) return;
      }
    },
    /** False once the server has ended. */
    isOpen: () => isOpen,
    close: () => client.close(),
  };
}
