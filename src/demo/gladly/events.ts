import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { queryTime } from './body.js';
import { badRequest } from './errors.js';
import { entityOf, eventEntities } from './event-types.js';
import type { Store } from './store.js';

const day = 86_400_000;
/** Added to the 24 hours, so that a client may ask for exactly the last 24. */
const graceMs = 60_000;

/** The events stream. The vendor's is up to 15 seconds behind; this one is not. */
export function eventRoutes(store: Store): DemoRoutes {
  return {
    'GET /events': ({ query }) => {
      const now = Date.now();
      const startAt = queryTime(query, 'startAt');
      if (startAt === undefined)
        throw badRequest({ attr: 'startAt', code: 'blank', detail: 'startAt cannot be blank' });
      const endAt = queryTime(query, 'endAt') ?? new Date(now).toISOString();
      if (Date.parse(startAt) < now - day - graceMs) {
        throw badRequest({ attr: 'startAt', code: 'invalid', detail: 'startAt must be from last 24 hours' });
      }
      if (endAt < startAt) {
        throw badRequest({ attr: 'startAt', code: 'invalid', detail: 'endAt must occur after startAt' });
      }
      const entities = z.array(z.enum(eventEntities)).min(1).safeParse(query.getAll('entities'));
      if (!entities.success) {
        throw badRequest({ attr: 'entities', code: 'invalid', detail: 'entities must name at least one known entity' });
      }
      const lines = store.events
        .filter(({ type, timestamp }) => {
          const entity = entityOf(type);
          return entity && entities.data.includes(entity) && timestamp >= startAt && timestamp <= endAt;
        })
        .sort((a, b) => a.timestamp.localeCompare(b.timestamp))
        .map((event) => `${JSON.stringify(event)}\n`);
      return { status: 200, headers: { 'content-type': 'application/x-jsonlines' }, body: lines.join('') };
    },
  };
}
