import packageJson from '../../package.json' with { type: 'json' };
import officialTools from '../../scripts/clients.json' with { type: 'json' };
import type { ClientAdapter } from './adapter.js';
import { clients } from './all.js';
import { scenarios } from './scenarios.js';

const versions: Record<string, string> = packageJson.devDependencies;

/** Two libraries are add-ons in packages of their own; these are the packages that they extend. */
const extended: Record<string, string> = { '@ai-sdk/mcp': 'ai', '@langchain/mcp-adapters': '@langchain/core' };

const withVersion = (library: string) => `\`${library}\` ${versions[library] ?? 'unknown'}`;

const row = (cells: string[]) => `| ${cells.join(' | ')} |`;

function clientRow(client: ClientAdapter): string {
  const library = [client.library, extended[client.library] ?? []].flat().map(withVersion).join(', ');
  return row([client.name, library, client.era]);
}

const cell = (scenario: (typeof scenarios)[number], { cannot }: ClientAdapter) =>
  scenario.needs !== undefined && cannot[scenario.needs] !== undefined ? (scenario.instead?.words ?? '–') : '✓';

const remarks = (client: ClientAdapter): string[] => [
  ...scenarios.flatMap((scenario) => {
    const why = scenario.needs === undefined ? undefined : client.cannot[scenario.needs];
    return why === undefined ? [] : [`- ${client.name}, ${scenario.label}: ${why}.`];
  }),
  ...(client.note === undefined ? [] : [`- ${client.name}: ${client.note}`]),
];

/** docs/clients/matrix.md, generated from the data of the tests. */
export function matrixPage(): string {
  return `${[
    '# Clients that are tried',
    'Generated from `test/clients/` by `npm run docs`; do not edit. Every tick is a test of the real program with the real library, against a vendor on this machine; `npm test` runs them all. Every line that the server writes meanwhile is checked against the schemas of the protocol revision in use.',
    ['| client | tried with | protocol |', '|---|---|---|', ...clients.map(clientRow)].join('\n'),
    '## What works',
    [
      row(['', ...clients.map(({ name }) => name)]),
      row(['---', ...clients.map(() => '---')]),
      ...scenarios.map((scenario) => row([scenario.label, ...clients.map((client) => cell(scenario, client))])),
    ].join('\n'),
    'The last three clients are also tried as agents with a scripted model, which gets each answer unchanged (with LangChain by the hook below) and each refusal as a tool result (`test/clients/agents.test.ts`).',
    'Where a library cannot do something, the test asserts what happens instead:',
    clients.flatMap(remarks).join('\n'),
    '## What each row means',
    scenarios
      .map((scenario) => {
        const otherwise = scenario.instead === undefined ? '' : `; else: ${scenario.instead.title}`;
        return `- **${scenario.label}**: the client ${scenario.title}${otherwise}.`;
      })
      .join('\n'),
    '## Official tools',
    `\`npm run test:clients\` runs the MCP Inspector's command line (${officialTools.inspector}; list, good call, tool error and unknown tool in both protocol eras) and the conformance suite (${officialTools.conformance}, through \`mcp-proxy\` ${versions['mcp-proxy']}) on Node 22. All scenarios of the suite pass but those that cannot apply to this server:`,
    Object.entries(officialTools.inapplicable)
      .map(([why, names]) => `- ${names.map((name) => `\`${name}\``).join(', ')}: ${why}.`)
      .join('\n'),
  ].join('\n\n')}\n`;
}

/** The reasons in `cannot` for abilities that no scenario needs. */
export const unusedReasons = (): string[] =>
  clients.flatMap((client) =>
    Object.keys(client.cannot)
      .filter((ability) => !scenarios.some(({ needs }) => needs === ability))
      .map((ability) => `${client.name}: ${ability}`),
  );
