import type { DemoResponse } from '../router.js';

/**
 * The answer with a list that Gladly cuts at `cap` records. The header's text is undocumented ("header flag"): `true` when
 * cut and `false` when not, so that a client that only tests for presence is noticed.
 */
export function cappedList(records: unknown[], cap: number): DemoResponse {
  return { status: 200, headers: { 'Gladly-Limited-Data': String(records.length > cap) }, body: records.slice(0, cap) };
}

/** 201 without a body, the record's path in Location. */
export function created(path: string): DemoResponse {
  return { status: 201, headers: { Location: `/api/v1${path}` } };
}

export const noContent: DemoResponse = { status: 204 };

export function ok(body: unknown): DemoResponse {
  return { status: 200, body };
}
