import type { Answer } from './answer.js';
import type { Tenant } from './tenant.js';

/** A call of a tool, and its answer. */
export interface Call {
  tool: string;
  args: Record<string, unknown>;
  answer: Answer;
  /** Model tokens (o200k) of the answer's text. */
  tokens: number;
}

type Arguments = Record<string, unknown>;

/** A call of the reference solution; its arguments may come from the answers before it. */
export interface Step {
  tool: string;
  args?: Arguments | ((answers: Answer[]) => Arguments);
}

/** The pieces after `ANSWER:`. */
export type Reply = readonly (string | number)[];

/** What a model did with a task. */
export interface Run {
  /** The pieces of the last line, as text. */
  reply: string[];
  calls: readonly Call[];
}

/** Says what is wrong with a run, in words; empty when it is right. */
export type Checker = (run: Run) => string[] | Promise<string[]>;

export interface Task {
  id: string;
  person: 'supervisor' | 'lead' | 'engineer';
  request: string;
  /** What the `ANSWER:` line must name, as told to the model. */
  replyFormat: string;
  /**
   * Called before the run, on the tenant of the run: reads what the checker needs, or prepares the tenant. The checker is called
   * after the run, and reads the end state through the tools.
   */
  check: (tenant: Tenant) => Promise<Checker> | Checker;
  /** The reference solution: as few calls as are enough. */
  steps: readonly Step[];
  /** The right reply, from the answers to the steps. */
  reply: (answers: Answer[]) => Reply;
  /** What the checker has to reject: another reply after the same calls, or other calls. */
  wrong: { steps?: readonly Step[]; reply: (answers: Answer[]) => Reply };
  /** Whether the person agrees when asked before a deletion or a message; true, if left out. */
  saysYes?: boolean;
  /** Tools that change something and may be called here, beside those of the steps. */
  allowedWrites?: readonly string[];
  /** Kinds of errors that belong to the reference solution. */
  expectedErrors?: readonly string[];
}
