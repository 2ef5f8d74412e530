// The generated parts of docs/clients: what to configure for each client.
import { bridgeCommands } from '../src/commands/init/bridge.js';
import { clientFile } from '../src/commands/init/client-file.js';
import { clientNamed, clients, type Platform, platforms } from '../src/commands/init/clients.js';
import { tomlOf } from '../src/commands/init/edit-toml.js';
import { type Configuration, configurationFor, documentFor } from '../src/commands/init/entry.js';
import { indentedJson } from '../src/commands/init/indented-json.js';
import { toolLimitOf } from '../src/commands/init/tool-limit.js';
import { type Variable, variablesFor } from '../src/commands/init/variables.js';
import { loadConfig } from '../src/config/index.js';
import { catalogue } from '../src/tools/index.js';
import { factsOf } from '../src/tools/manifest.js';
import { claudeMcpAdd, cursorLink, vscodeLink } from './install-shortcuts.js';

/** Invented credentials for the samples. */
const account = {
  PUZZEL_CUSTOMER_KEY: '12345',
  PUZZEL_USERNAME: 'api.user',
  PUZZEL_PASSWORD: 'hidden',
  GLADLY_HOST: 'acme.us-1.gladly.com',
  GLADLY_EMAIL: 'api.user@acme.com',
  GLADLY_API_TOKEN: 'hidden',
};

/** The setting of the samples whose marker says `--tags`. */
const everydayTags = { PUZZEL_MCP_TAGS: 'realtime,queues,missed-calls,tasks,customers,conversations' };

/** What a marker such as `<!-- init: cursor --demo -->` asks for. */
interface Marker {
  name: string;
  demo: boolean;
  project: boolean;
  platform: Platform;
  /** Without the account in the demo, and where the client asks for it (`--prompted`). */
  env: Record<string, string>;
}

function parseMarker(words: readonly string[]): Marker {
  const [name = '', ...flags] = words;
  const demo = flags.includes('--demo');
  const platform = platforms.find((one) => flags.includes(one)) ?? 'macos';
  const env = {
    ...(demo || flags.includes('--prompted') ? {} : account),
    ...(flags.includes('--tags') ? everydayTags : {}),
  };
  return { name, demo, project: flags.includes('--project'), platform, env };
}

const variables = ({ env, demo }: Marker): Variable[] =>
  variablesFor(env, loadConfig(env, catalogue.map(factsOf), { demo }));

function configuration(marker: Marker): Configuration {
  const client = clientNamed(marker.name);
  if (!client) throw new Error(`no client ${marker.name}`);
  return configurationFor(client, { ...marker, variables: variables(marker), withSecrets: false });
}

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;

/** What `puzzel-mcp init` prints. */
function initOutput(marker: Marker): string {
  if (marker.name === 'chatgpt') return fenced('sh', bridgeCommands(variables(marker), marker.demo));
  const clientConfiguration = configuration(marker);
  const client = clientNamed(marker.name);
  if (client?.format === 'toml') return fenced('toml', tomlOf(client.serversKey, clientConfiguration.entry));
  return fenced('json', indentedJson(client && documentFor(client, clientConfiguration)));
}

const parts: Record<string, (marker: Marker) => string> = {
  init: initOutput,
  link: (marker) => {
    const { entry, inputs } = configuration(marker);
    const what = marker.demo ? 'the demo tenant' : 'your account';
    return marker.name === 'cursor'
      ? `[Add ${what} to Cursor](${cursorLink(entry)})`
      : `[Add ${what} to VS Code](${vscodeLink(entry, inputs)})`;
  },
  command: (marker) => fenced('sh', claudeMcpAdd(configuration(marker).entry)),
  clients: clientsTable,
};

/** The page with everything between `<!-- part: words -->` and `<!-- /part -->` generated again. */
export function withGeneratedParts(page: string): string {
  return page.replace(/<!-- (\w+): (.*?) -->\n[\s\S]*?<!-- \/\1 -->/g, (_, part: string, words: string) => {
    const make = parts[part];
    if (!make) throw new Error(`no part ${part}`);
    return `<!-- ${part}: ${words} -->\n${make(parseMarker(words.split(' ')))}\n<!-- /${part} -->`;
  });
}

/** What the clients' documentation says they can do; the page of each client names the source. */
const abilities: Record<string, { elicitation: boolean; prompts: boolean; resources: boolean }> = {
  'claude-desktop': { elicitation: false, prompts: true, resources: true },
  'claude-code': { elicitation: true, prompts: true, resources: true },
  cursor: { elicitation: true, prompts: true, resources: true },
  vscode: { elicitation: true, prompts: true, resources: true },
  windsurf: { elicitation: false, prompts: true, resources: true },
  codex: { elicitation: false, prompts: false, resources: false },
  'gemini-cli': { elicitation: false, prompts: true, resources: true },
};

function clientsTable(): string {
  const yesOrDash = (isAble: boolean | undefined) => (isAble ? 'yes' : '–');
  const rows = clients.map((client) => {
    const { name, title } = client;
    const [macos, windows, linux] = platforms.map((platform) => `\`${clientFile(client, platform, {})}\``);
    const places = macos === linux ? `${macos}; Windows ${windows}` : `${macos}; Windows ${windows}; Linux ${linux}`;
    const ability = abilities[name];
    const project = 'projectFile' in client ? `\`${client.projectFile}\`` : '–';
    return `| [${title}](${name}.md) | ${places} | ${project} | ${toolLimitOf(title) ?? '–'} | ${yesOrDash(ability?.elicitation)} | ${yesOrDash(ability?.prompts)} | ${yesOrDash(ability?.resources)} |`;
  });
  return [
    "| client | your own file | the project's | most tools | asks to confirm | prompts | resources |",
    '|---|---|---|---|---|---|---|',
    ...rows,
    '| [ChatGPT](chatgpt.md) (web) | none | – | – | yes | – | – |',
  ].join('\n');
}
