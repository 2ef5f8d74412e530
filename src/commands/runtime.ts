import type { Environment } from '../config/settings.js';
import { catalogue } from '../tools/index.js';
import { factsOf } from '../tools/manifest.js';
import { createEngine, type Engine } from './engine.js';
import { readSettings, type Settings } from './settings.js';

/** How long logging out may take at the end of a command, in milliseconds. */
export const commandLogoutMs = 1_500;

/** The settings and the engine, for commands that run tools. */
export interface Runtime extends Settings, Engine {}

/** Reads the settings and makes the engine. @throws ConfigError with everything that is wrong with the settings */
export function createRuntime(env: Environment, demo: boolean): Runtime {
  const settings = readSettings(env, demo, catalogue.map(factsOf));
  return { ...settings, ...createEngine(settings.config, settings.log, settings.redactor) };
}
