import { Store } from '../store.js';
import { seedCustomers } from './customers.js';
import { seedEvents } from './events.js';
import { seedEveryType } from './every-type.js';
import { seedEveryday } from './everyday.js';
import { seedLarge } from './large.js';
import { seedMaya } from './maya.js';
import { seedOrganization } from './organization.js';
import { seedTasks } from './tasks.js';

/** A fresh tenant whose times are relative to `now` (ms); everything else is the same on every run. */
export function seededStore(now: number): Store {
  const store = new Store();
  seedOrganization(store, now);
  seedCustomers(store, now);
  seedMaya(store, now);
  seedEveryType(store, now);
  seedEveryday(store, now);
  seedLarge(store, now);
  seedTasks(store, now);
  seedEvents(store, now);
  return store;
}
