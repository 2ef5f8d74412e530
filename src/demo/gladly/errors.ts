import type { DemoResponse } from '../router.js';

/** One entry of Gladly's `errors`. */
export interface Problem {
  attr?: string;
  code: string;
  detail?: string;
  meta?: Record<string, unknown>;
}

/**
 * The four bodies of an error in the vendor's documents: `{errors: [..]}`, `{errors: {..}}` (several 404 examples and
 * the refused customer delete), a bare list (refused export job delete) and no body at all.
 */
export type ErrorShape = 'list' | 'object' | 'bare' | 'none';

/** Thrown by an operation; the tenant answers with `response`. */
export class Refusal extends Error {
  readonly response: DemoResponse;

  constructor(response: DemoResponse) {
    super(`refused with ${response.status}`);
    this.response = response;
  }
}

/** A refusal with one problem or several, in one of the documented shapes. */
export function refusal(status: number, problems: Problem | Problem[], shape: ErrorShape = 'list'): Refusal {
  const list = Array.isArray(problems) ? problems : [problems];
  const body = { list: { errors: list }, object: { errors: list[0] }, bare: list, none: undefined }[shape];
  return new Refusal(body === undefined ? { status } : { status, body });
}

export function badRequest(problem: Problem): Refusal {
  return refusal(400, problem);
}

/** 404 with code `not_exist`. */
export function notExist(detail: string, shape: ErrorShape = 'list'): Refusal {
  return refusal(404, { code: 'not_exist', detail }, shape);
}

/** 404 without a body, as documented for most operations on conversations, items, notes and webhooks. */
export function bodilessNotFound(): Refusal {
  return refusal(404, [], 'none');
}

/** 409 for a value that is in use. */
export function taken(attr: string, detail: string, meta?: Record<string, unknown>): Refusal {
  return refusal(409, { attr, code: 'taken', detail, ...(meta && { meta }) });
}
