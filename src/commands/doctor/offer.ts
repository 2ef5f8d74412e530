import { clientLimits, nameLimit, serverName } from '../client-facts.js';
import { readManifest } from '../manifest.js';
import type { Runtime } from '../runtime.js';
import { type Check, fail, ok, skipped, warn } from './check.js';

/** What a client would be offered: the routes, until when, how many tools, how long their names are, how many tokens. */
export const offerChecks = (runtime: Runtime): Check[] => [
  routesCheck(runtime),
  expiryCheck(runtime),
  toolCountCheck(runtime),
  toolNamesCheck(runtime),
  tokensCheck(runtime),
];

function routesCheck({ config, tools }: Runtime): Check {
  const correctedCount = Object.keys(config.routes).length;
  const inferredCount = tools.filter(
    ({ name, route }) => route.provenance === 'inferred' && config.routes[name] === undefined,
  ).length;
  const origin = correctedCount === 0 ? 'our own' : `${correctedCount} corrected by PUZZEL_MCP_ROUTES`;
  const countText = inferredCount === 1 ? '1 tool has' : `${inferredCount} of ${tools.length} tools have`;
  const inferredText = `${countText} an inferred route: \`puzzel-mcp doctor --routes${config.demo ? ' --demo' : ''}\` tries those that read`;
  return ok('routes', `${origin}; ${inferredCount === 0 ? 'none is inferred' : inferredText}`);
}

const hourMs = 3_600_000;

function expiryCheck({ config: { expiresAt } }: Runtime): Check {
  const name = 'expiry';
  if (expiresAt === undefined) return ok(name, 'none');
  const hours = (expiresAt.getTime() - Date.now()) / hourMs;
  const timeLeft = hours < 48 ? `${Math.floor(hours)} hours` : `${Math.floor(hours / 24)} days`;
  const message = `${expiresAt.toISOString()}, in ${timeLeft}`;
  if (hours >= 24) return ok(name, message);
  return warn(name, message, 'If access is to go on after that, set PUZZEL_MCP_EXPIRES_AT to a later time.');
}

const fewerToolsHint = 'Choose some with PUZZEL_MCP_TAGS or PUZZEL_MCP_METHODS; `puzzel-mcp tools` shows the tags.';

function toolCountCheck({ tools, callableTools }: Runtime): Check {
  const name = 'tools';
  if (tools.length === 0) return fail(name, 'the filters leave no tool', 'Check PUZZEL_MCP_METHODS, _TAGS, _TOOLS.');
  const toolCount = callableTools.length;
  const exceededLimits = clientLimits.filter(({ maxTools }) => toolCount > maxTools);
  if (exceededLimits.length === 0) return ok(name, `${toolCount} tools, within the limits of all known clients`);
  const limitTexts = exceededLimits.map((limit) => `${limit.client} offers at most ${limit.maxTools}`);
  return warn(name, `${toolCount} tools; ${limitTexts.join(', ')}`, fewerToolsHint);
}

/** Whether the names are short enough for a client that puts the server's name in front of them. */
function toolNamesCheck({ tools }: Runtime): Check {
  const name = 'tool names';
  const longestLength = Math.max(0, ...tools.map((tool) => tool.name.length));
  if (longestLength === 0) return skipped(name, 'there is no tool');
  const { client, characters } = nameLimit;
  const spareLength = characters - longestLength - 1;
  if (spareLength >= serverName.length) {
    return ok(
      name,
      `at most ${longestLength} characters: for ${client} the server's name may have ${spareLength} more`,
    );
  }
  const hint = `Call the server by a name of at most ${Math.max(0, spareLength)} characters in the client's configuration.`;
  return warn(name, `up to ${longestLength} characters; ${client} allows ${characters} with the server's name`, hint);
}

function tokensCheck({ tools }: Runtime): Check {
  const tokensByTool = new Map(readManifest().tools.map(({ name, tokens }) => [name, tokens]));
  const total = tools.reduce((sum, { name }) => sum + (tokensByTool.get(name) ?? 0), 0);
  const average = Math.round(total / Math.max(1, tools.length));
  return ok('tokens', `${total} tokens for a model to read the list, ${average} a tool`);
}
