import { errorCode } from './error-code.js';

/** Every way in which a call can fail, as the `kind` of the error envelope (docs/errors.md). */
export const failureKinds = [
  'invalid_input',
  'not_configured',
  'unauthorized',
  'forbidden',
  'not_found',
  'merged',
  'locked',
  'conflict',
  'rate_limited',
  'upstream',
  'unverified_route',
  'timeout',
  'network',
  'cancelled',
  'declined',
  'expired',
  'read_only',
  'audit_failed',
] as const;

export type FailureKind = (typeof failureKinds)[number];

/** Rate limits as the vendor reported them; members that it did not report are absent. */
export interface RateLimit {
  'ratelimit-limit'?: number;
  'ratelimit-remaining'?: number;
  /** Seconds until the window ends. */
  'ratelimit-reset'?: number;
}

export interface FailureMembers {
  /** What to do next, as an instruction to the model. */
  hint?: string | undefined;
  /** HTTP status of the vendor's answer. */
  status?: number | undefined;
  /** The vendor's own error code. */
  code?: string | number | undefined;
  /** Data for the model, such as the vendor's errors by argument, or the settings that are missing. */
  details?: unknown;
  /** The same call, corrected and ready to be made. */
  retry?: { tool: string; arguments: Record<string, unknown> } | undefined;
  rateLimit?: RateLimit | undefined;
  cause?: unknown;
}

/** Why a call failed; it becomes the error envelope of the tool result, member by member. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly hint: string | undefined;
  readonly status: number | undefined;
  readonly code: string | number | undefined;
  readonly details: unknown;
  readonly retry: FailureMembers['retry'];
  readonly rateLimit: RateLimit | undefined;

  constructor(kind: FailureKind, message: string, members: FailureMembers = {}) {
    super(message, { cause: members.cause });
    this.kind = kind;
    this.hint = members.hint;
    this.status = members.status;
    this.code = members.code;
    this.details = members.details;
    this.retry = members.retry;
    this.rateLimit = members.rateLimit;
  }

  /** The same failure with some members changed. */
  with(changes: FailureMembers & { kind?: FailureKind; message?: string }): Failure {
    const { kind, message, ...members } = changes;
    // A spread copies no `cause`, which Error makes non-enumerable.
    return new Failure(kind ?? this.kind, message ?? this.message, { ...this, cause: this.cause, ...members });
  }
}

/** The failure that stands for an unexpected error. The error's own text is left to the log. */
export function unexpectedFailure(error: unknown): Failure {
  if (errorCode(error) === 'ERR_MODULE_NOT_FOUND')
    return new Failure('not_configured', 'Files of this server are gone: it was updated or removed after its start.', {
      hint: 'Tell the person to restart this MCP server; when that does not help, to install puzzel-mcp again.',
    });
  return new Failure('upstream', 'Something in this server went wrong; the call may or may not have had an effect.', {
    hint: 'This is a bug of puzzel-mcp: its log (standard error) says more.',
  });
}
