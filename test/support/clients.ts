import { loadConfig } from '../../src/config/index.js';
import type { Environment } from '../../src/config/settings.js';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import { type Clients, createClients } from '../../src/tools/clients.js';
import { toolFacts } from './tool-facts.js';

/** The clients of the vendors with these settings; they log nothing. */
export function clientsFor(env: Environment): Clients {
  const redactor = new Redactor();
  return createClients(loadConfig(env, toolFacts), createLog('silent', redactor), redactor);
}
