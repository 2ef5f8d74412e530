import * as z from 'zod';
import type { Runtime } from './runtime.js';

const record = z.looseObject({}).catch({});

/** Reads Puzzel's token information, which shows that the login works, and as whom. @throws Failure when it does not */
export async function puzzelTokenInformation(runtime: Runtime, signal: AbortSignal): Promise<Record<string, unknown>> {
  const { apis } = await runtime.connect();
  return record.parse(await apis.puzzel.tokenInformation({ signal }));
}

/** Reads Gladly's organization, which shows that the login works, and where. @throws Failure when it does not */
export async function gladlyOrganization(runtime: Runtime, signal: AbortSignal): Promise<Record<string, unknown>> {
  const { apis } = await runtime.connect();
  const route = { method: 'GET', path: '/api/v1/organization', provenance: 'documented', alternatives: [] } as const;
  const { data } = await apis.gladly.call({ name: 'login check', route, isRead: true }, {}, { signal });
  return record.parse(data);
}
