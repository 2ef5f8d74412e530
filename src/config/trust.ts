import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, parse, relative, resolve } from 'node:path';
import { errorCode } from '../error-code.js';
import { readTime } from '../iso-time.js';
import type { ToolFacts } from '../tools/manifest.js';
import { partsOf } from './reader.js';
import { isSelected, isStatusSelected, readSelection, statusToolName } from './selection.js';
import {
  type Environment,
  given,
  pathSettings,
  plainValue,
  puzzelLogins,
  type SettingName,
  withoutMissing,
} from './settings.js';

/** The settings of `.env` and of the trusted sources as one environment. */
interface MergeResult {
  env: Environment;
  problems: string[];
  warnings: string[];
}

/**
 * Joins the `.env` of the working directory with what is trusted more: the process's environment and the flags, which
 * win. The folder may be somebody else's (a cloned repository), so its file can neither send the owner's credentials
 * elsewhere, nor widen what the owner allows, nor have files written outside the folder (SECURITY.md).
 */
export function mergeSources(
  file: Environment,
  environment: Environment,
  { folder, demo, tools }: { folder: string; demo: boolean; tools: () => readonly ToolFacts[] },
): MergeResult {
  const trusted = withoutMissing(environment);
  const merged: MergeResult = { env: { ...environment, ...file, ...trusted }, problems: [], warnings: [] };
  if (file.PUZZEL_MCP_ALLOW_HOSTS !== undefined) {
    merged.problems.push(
      'PUZZEL_MCP_ALLOW_HOSTS does not count in .env: set it in the environment, or as --allow-hosts.',
    );
    if (trusted.PUZZEL_MCP_ALLOW_HOSTS === undefined) delete merged.env.PUZZEL_MCP_ALLOW_HOSTS;
  }
  // The demo uses no credentials, so their addresses need no check.
  if (!demo) dropAddresses(merged, file, trusted);
  dropOtherLogin(merged, file, trusted);
  dropPaths(merged, file, trusted, folder);
  keepWarnings(merged, file, trusted);
  narrow(merged, file, trusted, tools);
  return merged;
}

interface Login {
  title: string;
  addresses: readonly SettingName[];
  credentials: readonly SettingName[];
}

const logins: readonly Login[] = [
  {
    title: 'Puzzel',
    addresses: ['PUZZEL_API_URL', 'PUZZEL_AUTH_URL', 'PUZZEL_ID_URL', 'PUZZEL_MCP_ROUTES'],
    credentials: ['PUZZEL_CUSTOMER_KEY', ...puzzelLogins.password, ...puzzelLogins['client-credentials']],
  },
  {
    title: 'the Chat API',
    addresses: ['PUZZEL_CHAT_API_URL', 'PUZZEL_CHAT_ID_URL', 'PUZZEL_MCP_ROUTES'],
    credentials: ['PUZZEL_CHAT_TENANT_ID', 'PUZZEL_CUSTOMER_KEY'],
  },
  {
    title: 'Gladly',
    addresses: ['GLADLY_HOST', 'GLADLY_ORGANIZATION', 'GLADLY_API_URL'],
    credentials: ['GLADLY_EMAIL', 'GLADLY_API_TOKEN'],
  },
];

/** An address or route from `.env` counts only when the credentials for it come from `.env` as well. */
function dropAddresses({ env, problems }: MergeResult, file: Environment, trusted: Environment): void {
  for (const { title, addresses, credentials } of logins) {
    const trustedCredentials = credentials.filter((name) => given(trusted, name) !== undefined);
    const fileAddresses = addresses.filter((name) => trusted[name] === undefined && given(file, name) !== undefined);
    if (trustedCredentials.length === 0 || fileAddresses.length === 0) continue;
    for (const name of fileAddresses) delete env[name];
    problems.push(
      `${fileAddresses.join(', ')} in .env: an address or route counts there only when all credentials of ${title} stand in the same file, but ${trustedCredentials.join(', ')} ${trustedCredentials.length === 1 ? 'comes' : 'come'} from the environment. Set it in the environment too.`,
    );
  }
}

/** A login from `.env` does not replace the other kind of login in the environment. */
function dropOtherLogin({ env, warnings }: MergeResult, file: Environment, trusted: Environment): void {
  const bothLogins: readonly (readonly SettingName[])[] = Object.values(puzzelLogins);
  for (const login of bothLogins) {
    const otherCredentials = bothLogins.filter((other) => other !== login).flat();
    if (login.some((name) => given(trusted, name)) || !otherCredentials.some((name) => given(trusted, name))) continue;
    const ignoredNames = login.filter((name) => given(file, name) !== undefined);
    for (const name of ignoredNames) delete env[name];
    if (ignoredNames.length > 0)
      warnings.push(`${ignoredNames.join(', ')} in .env: not used, since the environment has another login.`);
  }
}

/** Paths from `.env` (downloads, audit log, routes) must lie in the working directory, with symbolic links resolved. */
function dropPaths({ env, problems }: MergeResult, file: Environment, trusted: Environment, folder: string): void {
  for (const name of pathSettings) {
    const value = given(file, name);
    if (value === undefined || trusted[name] !== undefined) continue;
    const fromFolder = value.startsWith('~') ? '..' : relative(realpathSync(folder), realPath(resolve(folder, value)));
    const isOutside = /^\.\.(?:$|[/\\])/.test(fromFolder) || isAbsolute(fromFolder);
    if (!isOutside) continue;
    delete env[name];
    problems.push(`${name} in .env: the path must lie in the working directory. Set it in the environment instead.`);
  }
}

/**
 * The path with symbolic links resolved; its last parts need not exist yet. What the system cannot resolve, such as a link
 * to itself, becomes the root, so that it is refused.
 */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') return parse(path).root;
    const parent = dirname(path);
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
      return realPath(resolve(parent, readlinkSync(path)));
    return parent === path ? path : join(realPath(parent), path.slice(parent.length));
  }
}

/** `.env` cannot turn off the warnings about itself. */
function keepWarnings({ env, warnings }: MergeResult, file: Environment, trusted: Environment): void {
  const level = plainValue(file, 'PUZZEL_MCP_LOG_LEVEL')?.toLowerCase();
  if (level === undefined || !['silent', 'error'].includes(level) || trusted.PUZZEL_MCP_LOG_LEVEL !== undefined) return;
  delete env.PUZZEL_MCP_LOG_LEVEL;
  warnings.push(`PUZZEL_MCP_LOG_LEVEL=${level} in .env would hide the warnings about this file: warn holds.`);
}

const filterSettings = [
  'PUZZEL_MCP_METHODS',
  'PUZZEL_MCP_TAGS',
  'PUZZEL_MCP_TOOLS',
  'PUZZEL_MCP_EXCLUDE_TOOLS',
  'PUZZEL_MCP_READ_ONLY',
] as const;
const listPins = ['PUZZEL_MCP_PIN_QUEUES', 'PUZZEL_MCP_PIN_USER_GROUPS', 'PUZZEL_MCP_PIN_INBOXES'] as const;

/** The modes of PUZZEL_MCP_CONFIRM, the strictest last. */
const orderedModes = ['never', 'auto', 'always'];

/** When both sources set a limit, the narrower one counts. Without a PUZZEL_MCP_CONFIRM, the environment counts as `auto`. */
function narrow(merged: MergeResult, file: Environment, trusted: Environment, tools: () => readonly ToolFacts[]): void {
  const { env, problems, warnings } = merged;
  /** The trusted value and that of the file, when both are set. */
  const valuesInBoth = (name: SettingName): [string, string] | undefined => {
    const [trustedValue, fileValue] = [plainValue(trusted, name), plainValue(file, name)];
    return trustedValue && fileValue ? [trustedValue, fileValue] : undefined;
  };
  joinFilters(merged, file, trusted, tools);
  for (const name of listPins) {
    const [trustedValue, fileValue] = valuesInBoth(name) ?? [];
    if (trustedValue === undefined || fileValue === undefined) continue;
    const commonParts = partsOf(trustedValue).filter((part) => partsOf(fileValue).includes(part));
    env[name] = commonParts.join(',') || trustedValue;
    if (commonParts.length === 0) problems.push(`${name}: the environment and .env have nothing in common.`);
  }
  const [trustedUser, fileUser] = valuesInBoth('PUZZEL_MCP_PIN_USER_ID') ?? [];
  if (trustedUser !== fileUser) problems.push('PUZZEL_MCP_PIN_USER_ID: the environment and .env name different users.');
  const [trustedEnd, fileEnd] = valuesInBoth('PUZZEL_MCP_EXPIRES_AT') ?? [];
  // An invalid time is kept: the start then reports it instead of using the other source's time.
  if (trustedEnd && fileEnd && readTime(trustedEnd) && !(instantOf(fileEnd) >= instantOf(trustedEnd))) {
    env.PUZZEL_MCP_EXPIRES_AT = fileEnd;
  }
  const fileMode = plainValue(file, 'PUZZEL_MCP_CONFIRM')?.toLowerCase();
  const trustedMode = plainValue(trusted, 'PUZZEL_MCP_CONFIRM')?.toLowerCase() || 'auto';
  // An invalid mode is kept as well: the start reports it.
  if (!fileMode || !orderedModes.includes(trustedMode)) return;
  const isFileWider = orderedModes.slice(0, orderedModes.indexOf(trustedMode)).includes(fileMode);
  env.PUZZEL_MCP_CONFIRM = isFileWider ? trustedMode : fileMode;
  if (isFileWider) warnings.push(`PUZZEL_MCP_CONFIRM=${fileMode} in .env is wider than ${trustedMode}, which holds.`);
}

const instantOf = (time: string): number => Date.parse(readTime(time)?.text ?? '');

/**
 * Two sets of filters cannot be combined into one, but the tools that the file's filters leave out can be excluded by
 * name. The file's own values are not added to those of the environment: tool names beat tags and methods, so that names
 * in the file would widen the selection.
 */
function joinFilters(
  { env, problems }: MergeResult,
  file: Environment,
  trusted: Environment,
  tools: () => readonly ToolFacts[],
) {
  const filtersIn = (source: Environment) => filterSettings.filter((name) => plainValue(source, name));
  if (filtersIn(file).length === 0 || filtersIn(trusted).length === 0) return;
  for (const name of filterSettings) if (trusted[name] === undefined) delete env[name];
  const fileProblems: string[] = [];
  const selection = readSelection((name) => plainValue(file, name) || undefined, tools(), fileProblems);
  problems.push(...fileProblems.map((problem) => `.env: ${problem}`));
  const leftOutNames = tools().flatMap((tool) => (isSelected(tool, selection) ? [] : [tool.name]));
  if (!isStatusSelected(selection)) leftOutNames.push(statusToolName);
  const excludedNames = [...partsOf(plainValue(trusted, 'PUZZEL_MCP_EXCLUDE_TOOLS') ?? ''), ...leftOutNames];
  if (excludedNames.length > 0) env.PUZZEL_MCP_EXCLUDE_TOOLS = [...new Set(excludedNames)].join(',');
}
