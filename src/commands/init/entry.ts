import { isPlaceholder } from '../../config/settings.js';
import { serverName } from '../client-facts.js';
import { type Launch, npx } from '../launch.js';
import type { Client, Platform } from './clients.js';
import type { Variable } from './variables.js';

/** What a client's file says about this server. */
export interface Entry {
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Codex: names of variables that it passes on. */
  env_vars?: string[];
  [extra: string]: unknown;
}

/** A file's new text, and what it then says about this server. */
export interface EditedText {
  text: string;
  entry: Entry;
}

/** A question that VS Code asks when it starts the server, and whose answer it keeps. */
export interface Input {
  type: 'promptString';
  id: string;
  description: string;
  password: boolean;
}

/** How a client is configured for this server, and what is left for the person to do. */
export interface Configuration {
  entry: Entry;
  inputs: Input[];
  /** Variables that the client has to take from its own environment. */
  fromEnvironment: string[];
  /** Variables whose value the person has to put in. */
  toFillIn: string[];
}

interface ConfigurationOptions {
  demo: boolean;
  platform: Platform;
  project: boolean;
  variables: readonly Variable[];
  /** Whether secrets may stand in the configuration: in a file of the person's own, never on the screen. */
  withSecrets: boolean;
  /** `npx` when left out. */
  launch?: Launch;
}

/** The configuration of one client. */
export function configurationFor(client: Client, options: ConfigurationOptions): Configuration {
  const { demo, platform, project, variables, withSecrets, launch = npx } = options;
  const { secrets } = client;
  // On Windows `npx` is a batch file; `node` is a program.
  const needsCmd = platform === 'windows' && client.needsCmdOnWindows && launch.command === 'npx';
  const configuration: Configuration = {
    entry: {
      // The client's documentation writes `type` first.
      ...(client.extra?.type !== undefined && { type: client.extra.type }),
      command: needsCmd ? 'cmd' : launch.command,
      args: [...(needsCmd ? ['/c', 'npx'] : []), ...launch.args, ...(demo ? ['--demo'] : [])],
      ...client.extra,
    },
    inputs: [],
    fromEnvironment: [],
    toFillIn: [],
  };
  const env: Record<string, string> = {};
  const listedNames: string[] = [];
  for (const variable of variables) {
    const { name, secret, value } = variable;
    if (secrets.kind === 'prompted' && (secret || value === undefined)) {
      const id = name.toLowerCase().replaceAll('_', '-');
      configuration.inputs.push({ type: 'promptString', id, description: variable.about, password: secret });
      env[name] = `\${input:${id}}`;
    } else if (value !== undefined && (!secret || withSecrets)) {
      env[name] = value;
    } else if (secret && secrets.kind === 'listed') {
      listedNames.push(name);
      configuration.fromEnvironment.push(name);
    } else if (secret && secrets.kind === 'reference' && (project || !secrets.inProjectOnly)) {
      env[name] = secrets.referenceTo(name);
      configuration.fromEnvironment.push(name);
    } else {
      // The server treats <…> as a missing value.
      env[name] = `<${name}>`;
      configuration.toFillIn.push(name);
    }
  }
  if (listedNames.length > 0) configuration.entry.env_vars = listedNames;
  if (Object.keys(env).length > 0) configuration.entry.env = env;
  return configuration;
}

/** The whole configuration, as it looks in a file that holds nothing else. */
export function documentFor(client: Client, { entry, inputs }: Configuration): Record<string, unknown> {
  return { ...(inputs.length > 0 && { inputs }), [client.serversKey]: { [serverName]: entry } };
}

/** Whether there is a value that is neither blank nor a placeholder. */
export const isFilledIn = (value: unknown): boolean =>
  value !== undefined && !(typeof value === 'string' && (value.trim() === '' || isPlaceholder(value)));
