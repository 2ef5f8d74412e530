import { setTimeout } from 'node:timers/promises';
import type { Client } from '@modelcontextprotocol/client';
import { colours } from '../../colours.js';
import { table } from '../table.js';

/** The answer of a tool, as the tour reads it. */
interface Answer {
  result?: unknown;
  total?: number;
  error?: {
    kind: string;
    message: string;
    hint?: string;
    retry?: { tool: string; arguments: Record<string, unknown> };
    details?: unknown;
  };
}

export type Row = Record<string, unknown>;

/** Width of a heading in characters; as wide as the terminal where that is narrower. */
const headingWidth = Math.min(88, process.stdout.columns || 88);

const indent = '  ';

/**
 * Milliseconds between two calls, so that a person can follow. Gladly allows ten requests of one HTTP method in a second, and
 * some calls make more than one: at 150 the tour sometimes reached that limit.
 */
const pauseMs = 250;

/**
 * Tells on the terminal what happens and why, makes the calls, and shows how each is answered. When the server asks the
 * person, it shows the question and answers yes.
 */
export class Tour {
  readonly #client: Client;
  readonly #write: (text: string) => void;
  callCount = 0;

  constructor(client: Client, write: (text: string) => void) {
    this.#client = client;
    this.#write = write;
    client.setRequestHandler('elicitation/create', ({ params }) => {
      write(`    ${colours.yellow('you are asked')}  ${params.message.replace(/\n/g, `\n${' '.repeat(19)}`)}\n`);
      write(`    ${colours.yellow('you say')}        yes\n`);
      return { action: 'accept', content: { confirm: true } };
    });
  }

  /** Writes the heading of a workflow, and what a person would ask for to start it. */
  begin(title: string, request: string): void {
    this.#write(
      `\n${colours.bold(colours.cyan(`━━ ${title} ${'━'.repeat(Math.max(3, headingWidth - 4 - title.length))}`))}\n\n`,
    );
    this.#write(`${colours.dim('You ask:')} ${colours.italic(`“${request}”`)}\n`);
  }

  /** Writes what the model would tell the person between two calls. */
  say(text: string): void {
    this.#write(`\n  ${text}\n`);
  }

  /**
   * Calls a tool that has to succeed.
   * @returns the answer's `result`
   * @throws Error when the tool answers an error
   */
  async call(tool: string, args: Record<string, unknown>): Promise<unknown> {
    const answer = await this.#ask(tool, args);
    if (answer.error)
      throw new Error(`the tour stopped: ${tool} answered ${answer.error.kind}: ${answer.error.message}`);
    return answer.result;
  }

  /**
   * Calls a tool that has to fail with an error of this kind, and shows its message, hint and retry.
   * @throws Error when it answers anything else
   */
  async callRefused(tool: string, args: Record<string, unknown>, kind: string): Promise<NonNullable<Answer['error']>> {
    const { error } = await this.#ask(tool, args);
    if (error?.kind !== kind)
      throw new Error(`the tour stopped: ${tool} was to answer ${kind}, not ${error?.kind ?? 'ok'}`);
    this.#write(`  ${colours.yellow(`✋ ${error.kind}`)}  ${error.message}\n`);
    if (error.hint) this.#write(`     ${colours.dim('hint')}   ${error.hint}\n`);
    if (error.retry)
      this.#write(
        `     ${colours.dim('retry')}  ${error.retry.tool} ${colours.dim(JSON.stringify(error.retry.arguments))}\n`,
      );
    return error;
  }

  /** Shows rows as a table; `columns` has a heading for each column and the function that takes its cell from a row. */
  showRows(rows: readonly Row[], columns: Record<string, (row: Row) => unknown>): void {
    const text = table(
      Object.keys(columns),
      rows.map((row) => Object.values(columns).map((cell) => shorten(cell(row)))),
      { isTTY: process.stdout.isTTY, columns: (process.stdout.columns || 80) - indent.length },
    );
    this.#write(text.replace(/^/gm, indent).trimEnd());
    this.#write('\n');
  }

  /** Writes what the person's request has led to. */
  sayDone(text: string): void {
    this.#write(`\n  ${colours.green('✔')} ${colours.bold(text)}\n`);
  }

  async #ask(tool: string, args: Record<string, unknown>): Promise<Answer> {
    this.callCount += 1;
    await setTimeout(pauseMs);
    this.#write(`\n  ${colours.magenta('▸')} ${colours.bold(tool)} ${colours.dim(JSON.stringify(args))}\n`);
    const startedAt = Date.now();
    const { structuredContent } = await this.#client.callTool({ name: tool, arguments: args });
    const answer = structuredContent as Answer;
    const countText = Array.isArray(answer.result)
      ? `, ${answer.result.length} of ${answer.total ?? answer.result.length} records`
      : '';
    this.#write(`    ${colours.dim(`answered in ${Date.now() - startedAt} ms${countText}`)}\n`);
    return answer;
  }
}

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
  const plain = text.replace(/\s+/g, ' ');
  return plain.length > 76 ? `${plain.slice(0, 75)}…` : plain;
}

/** Minutes that have passed since a time, rounded. */
export const ageInMinutes = (time: unknown): number => Math.round((Date.now() - Date.parse(String(time))) / 60_000);

/** The rows of a list result. */
export const rowsOf = (result: unknown): Row[] => (Array.isArray(result) ? (result as Row[]) : []);

/** The record, when there is one. @throws Error when the demo tenant lacks the record that the tour needs */
export function requireRecord<T>(record: T | undefined, what: string): T {
  if (record === undefined) throw new Error(`the tour stopped: the demo tenant has no ${what}`);
  return record;
}
