import { loadConfig } from '../../src/config/index.js';
import type { Environment } from '../../src/config/settings.js';
import { createLog } from '../../src/log.js';
import { Redactor } from '../../src/redact.js';
import { type Clients, createClients } from '../../src/tools/clients.js';
import { toolFacts } from './tool-facts.js';

/** The clients of the vendors with these settings. @param onWarning receives the warnings; nothing else is logged */
export function clientsFor(env: Environment, onWarning: (message: string) => void = () => {}): Clients {
  const redactor = new Redactor();
  const log = { ...createLog('silent', redactor), warn: onWarning };
  return createClients(loadConfig(env, toolFacts), log, redactor);
}
