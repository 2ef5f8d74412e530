import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { homeDirectory } from '../../config/reader.js';
import { type Environment, secretSettings } from '../../config/settings.js';
import type { ManifestEntry } from '../../tools/manifest.js';
import { UsageError } from '../../usage-error.js';
import { clonePlaceholder, type Launch, launchElsewhere, launchHere } from '../launch.js';
import { readManifest } from '../manifest.js';
import { offeredTools, readSettings } from '../settings.js';
import { changeFile } from './change-file.js';
import { clientFile, isHere } from './client-file.js';
import type { Client, Platform } from './clients.js';
import { editJson } from './edit-json.js';
import { editToml, tomlOf } from './edit-toml.js';
import { type Configuration, configurationFor, documentFor, type Entry, isFilledIn } from './entry.js';
import { indentedJson } from './indented-json.js';
import { NotEditable } from './not-editable.js';
import { toolLimitRemark } from './tool-limit.js';
import { type Variable, variablesFor } from './variables.js';

/** What the person has chosen: by flags, or in the interview. */
export interface Choice {
  env: Environment;
  demo: boolean;
  /** The file of the project in the working directory, instead of the person's own. */
  project: boolean;
  platform: Platform;
}

/** What is to be configured, whichever client it is for. */
export interface Plan extends Choice {
  tools: readonly ManifestEntry[];
  variables: readonly Variable[];
  launch: Launch;
}

/** Makes the plan. @throws ConfigError when a setting cannot be understood: better now than in a client that hides the message */
export function planFor(choice: Choice): Plan {
  const { tools } = readManifest();
  const { config } = readSettings(choice.env, choice.demo, tools);
  const launch = isHere(choice.platform) ? launchHere() : launchElsewhere();
  return { ...choice, tools: offeredTools(config, tools), variables: variablesFor(choice.env, config), launch };
}

/** The path of the client's file. @throws UsageError when it has none for a project, or when several are possible */
export function pathFor(client: Client, { env, project, platform }: Choice): string {
  if (project) {
    if (client.projectFile === undefined) throw new UsageError(`${client.title} has no file for a project.`);
    return resolve(client.projectFile);
  }
  if (!isHere(platform)) return clientFile(client, platform, {});
  const home = homeDirectory();
  const homeVariables = home === undefined ? {} : { HOME: home, USERPROFILE: home };
  return clientFile(client, platform, { ...homeVariables, ...env }, namesIn);
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** The text to paste, and its configuration. Secrets stay out: the text goes to a screen, or wherever the output is sent. */
export const textToPaste = (client: Client, plan: Plan) => textFor(client, plan, false);

/** What will be written, with dots for the secrets. */
export function preview(client: Client, plan: Plan): string {
  const variables = plan.variables.map((variable) =>
    variable.secret && variable.value !== undefined ? { ...variable, value: '••••••••' } : variable,
  );
  return textFor(client, { ...plan, variables }, !plan.project).text;
}

function textFor(client: Client, plan: Plan, withSecrets: boolean): { text: string; configuration: Configuration } {
  const configuration = configurationFor(client, { ...plan, withSecrets });
  const text =
    client.format === 'toml'
      ? tomlOf(client.serversKey, configuration.entry)
      : `${indentedJson(documentFor(client, configuration))}\n`;
  return { text, configuration };
}

/**
 * Writes the configuration into the client's file, and returns sentences that say what was done and what is left to do.
 * @throws NotEditable when the path does not begin with a folder, and whatever {@link changeFile} throws
 */
export async function writeConfiguration(client: Client, plan: Plan, path: string): Promise<string[]> {
  // It would become a folder of that name in the working directory.
  if (/^[~%]/.test(path)) {
    const mover = client.movedBy?.variable;
    const variable = mover && plan.env[mover] ? mover : (/^%(\w+)%/.exec(path)?.[1] ?? 'HOME');
    throw new NotEditable(`its folder is not known; set ${variable} to a whole path`);
  }
  const configuration = configurationFor(client, { ...plan, withSecrets: !plan.project });
  let entry: Entry = configuration.entry;
  const secretNames = ({ env }: Entry) => [...secretSettings].filter((name) => isFilledIn(env?.[name]));
  const change = await changeFile(path, (text) => {
    const editedText =
      client.format === 'toml'
        ? editToml(text, client.serversKey, configuration.entry)
        : editJson(text, client.serversKey, configuration.entry, configuration.inputs);
    entry = editedText.entry;
    return {
      text: editedText.text,
      isPrivate: !plan.project && plan.platform !== 'windows' && secretNames(entry).length > 0,
    };
  });
  const secrets = secretNames(entry);
  return [
    change.isChanged ? `Written to ${path}.` : `${path} says all this already; nothing was changed.`,
    change.target && `It is a link: the file is ${change.target}.`,
    change.backup && `What was there before: ${change.backup}`,
    change.madePrivate && `Others on this machine could read ${path}; now only you can (mode 0600).`,
    secrets.length > 0 &&
      (plan.project
        ? `Careful: ${path} is shared with the project, and holds ${secrets.join(', ')} from before. Take the value out, and change it.`
        : `It holds ${secrets.join(', ')} in plain text, readable by you only.`),
    ...remarks(client, plan, withoutFilledIn(configuration, entry)),
  ].filter((line): line is string => typeof line === 'string');
}

/** The configuration without the reminders to set variables that already have a value in the file. */
function withoutFilledIn(configuration: Configuration, { env = {} }: Entry): Configuration {
  const isToBeSet = (name: string) => !isFilledIn(env[name]);
  return {
    ...configuration,
    toFillIn: configuration.toFillIn.filter(isToBeSet),
    fromEnvironment: configuration.fromEnvironment.filter(isToBeSet),
  };
}

/** What else the person must know or do, in sentences. */
export function remarks(
  client: Client,
  { tools, launch, platform, project }: Plan,
  { toFillIn, fromEnvironment, inputs }: Configuration,
): string[] {
  return [
    launch.args[0]?.includes(clonePlaceholder) &&
      `Put in the path of a clone on that machine where ${clonePlaceholder} stands${platform === 'windows' ? ', with / in place of \\' : ''}.`,
    client.windowsPackage !== undefined &&
      platform === 'windows' &&
      !isHere(platform) &&
      !project &&
      `Where ${client.title} is installed as a package, it reads this file below %LOCALAPPDATA%\\Packages\\${client.windowsPackage}…\\LocalCache\\Roaming instead of %APPDATA%.`,
    toFillIn.length > 0 && `Put in the values of ${toFillIn.join(', ')} where <…> stands.`,
    ['PUZZEL_', 'GLADLY_'].every((vendor) => toFillIn.some((name) => name.startsWith(vendor))) &&
      'Remove the lines of a vendor that you do not have.',
    fromEnvironment.length > 0 &&
      `${client.title} takes ${fromEnvironment.join(', ')} from its own environment: set them there, or put the values in.`,
    inputs.length > 0 && `${client.title} asks for ${inputs.map(({ description }) => description).join('; ')}.`,
    tools.length === 0 ? 'The filters leave no tool.' : toolLimitRemark(client.title, tools),
    client.reload,
  ].filter((line): line is string => typeof line === 'string');
}
