import { distance } from 'fastest-levenshtein';
import { nearest } from '../nearest.js';
import { type Environment, type SettingName, settingNames, settings } from './settings.js';

/** Not a setting: the programs in examples/ read from it how to start the server. */
const examplesVariable = 'PUZZEL_MCP_COMMAND';

/** Letters and digits alone, so that signs, blanks, invisible characters and letters of other scripts make no difference. */
const lettersOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z\d]/g, '');

const prefix = 'PUZZELMCP';

/** The settings that begin with PUZZEL_MCP_, each with the letters that follow. */
const mcpSettings = settings
  .filter(({ flag }) => flag !== undefined)
  .map(({ env }) => ({ env, word: lettersOf(env).slice(prefix.length) }));

/** Settings that limit nothing, and whose names other programs for these vendors are likely to use as well. */
const settingsWithoutLimit: readonly SettingName[] = [
  'PUZZEL_MCP_ALLOW_HOSTS',
  'PUZZEL_MCP_DOWNLOAD_DIR',
  'PUZZEL_MCP_LOG_LEVEL',
  'PUZZEL_MCP_TIMEOUT_MS',
  'PUZZEL_MCP_ROUTES',
];

/** A vendor's name in front, typing errors included, perhaps with MCP before or after it. */
const vendorPrefixPattern = /^(MCP)?(?:PU[ZS]+(?:EL+|L+E?)|GLAD+L+E?Y)(M[CP]+)?/;

/** Characters of the longest name that is compared. */
const maxNameLength = 64;

/**
 * Whether a name is meant as a setting of this program. Always when it begins like PUZZEL_MCP_ or GLADLY_MCP_. Otherwise it
 * has to begin with a vendor's name and go on nearly as a setting does; without MCP in it, as a setting that limits
 * something. So `PUZZLE_MCP_SERVER_URL`, `MCP_READ_ONLY` and `GLADLY_TIMEOUT_MS` belong to other programs.
 */
export function isMeantAsOurs(name: string): boolean {
  if (/^(PUZZEL|GLADLY)[_.-]?M(CP|PC)[_.-]/i.test(name)) return true;
  const letters = name.length > maxNameLength ? '' : lettersOf(name);
  const [vendor, mcpBefore, mcpAfter] = vendorPrefixPattern.exec(letters) ?? [];
  if (vendor === undefined) return false;
  const hasMcp = (mcpBefore ?? mcpAfter) !== undefined;
  return mcpSettings.some(({ env, word }) => {
    if (!hasMcp && settingsWithoutLimit.includes(env)) return false;
    const allowedErrors = word.length > 5 && (hasMcp || word.startsWith('PIN')) ? 2 : 1;
    return distance(letters.slice(vendor.length), word) <= allowedErrors;
  });
}

/** A variable that is no setting, but whose name begins like one. */
interface MisspeltSetting {
  name: string;
  nearestSetting: string | undefined;
  /** Whether it is meant as a setting of this program, perhaps a limit, which would not hold. */
  isMeantAsOurs: boolean;
}

export function misspeltSettings(env: Environment): MisspeltSetting[] {
  return Object.keys(env).flatMap((name) => {
    if (settingNames.includes(name) || name === examplesVariable) return [];
    const isOurs = isMeantAsOurs(name);
    const letters = lettersOf(name);
    if (!isOurs && !vendorPrefixPattern.test(letters)) return [];
    return {
      name,
      nearestSetting: nearest(isOurs ? letters.replace(vendorPrefixPattern, prefix) : letters, settingNames),
      isMeantAsOurs: isOurs,
    };
  });
}
