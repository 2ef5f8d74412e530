import * as prompts from '@clack/prompts';
import { ConfigError } from '../../config/index.js';
import type { Environment } from '../../config/settings.js';
import { docsPage } from '../../version.js';
import { answer, Cancelled } from './answer.js';
import { bridgeCommands } from './bridge.js';
import { type Client, type ClientName, clientNamed, clientNames } from './clients.js';
import { reasonOf } from './not-editable.js';
import { type Choice, type Plan, pathFor, planFor, preview, writeConfiguration } from './plan.js';
import { askTenant } from './tenant.js';
import { everydayTags, fitsLimit, type TagGroup, tagGroups, toolLimitOf } from './tool-limit.js';

/** Asks for everything, tests it, shows it, and only then writes. */
export async function interview(flagChoice: Choice): Promise<number> {
  prompts.intro('puzzel-mcp: set up a client');
  try {
    const name = await askClientName();
    const client = clientNamed(name);
    const tenant = await askTenant(flagChoice, client);
    const choice = { ...flagChoice, demo: tenant.demo, env: tenant.env };
    if (!client) return showBridge(planFor(choice));
    const env = { ...choice.env, ...(await askLimits(client, planFor(choice))) };
    return await confirmAndWrite(client, planFor({ ...choice, env }));
  } catch (error) {
    if (error instanceof Cancelled) {
      prompts.cancel('Nothing was written.');
      return 1;
    }
    if (error instanceof ConfigError) {
      prompts.cancel(error.message);
      return 2;
    }
    throw error;
  }
}

const askClientName = (): Promise<ClientName> =>
  answer(
    prompts.select<ClientName>({
      message: 'Which client?',
      options: clientNames.map((value) => ({ value, label: clientNamed(value)?.title ?? 'ChatGPT (web)' })),
    }),
  );

/** Asks what no setting says yet: may the tools change anything, and which tags to offer. For all tags, no setting is made. */
async function askLimits(client: Client, plan: Plan): Promise<Environment> {
  const mayWrite = plan.env.PUZZEL_MCP_READ_ONLY
    ? undefined
    : await answer(prompts.confirm({ message: 'May it change and send things?', initialValue: false }));
  const env: Environment = mayWrite === false ? { PUZZEL_MCP_READ_ONLY: 'true' } : {};
  if (plan.env.PUZZEL_MCP_TAGS || plan.env.PUZZEL_MCP_TOOLS) return env;
  const { tools } = planFor({ ...plan, env: { ...plan.env, ...env } });
  const groups = tagGroups(tools);
  const maxTools = toolLimitOf(client.title);
  const suggestedTags =
    maxTools !== undefined && !fitsLimit(tools, maxTools)
      ? everydayTags(groups, maxTools)
      : groups.map(({ tag }) => tag);
  const tags = await answer(
    prompts.multiselect({
      message: `Which tools? ${countsText(groups)}${maxTools === undefined ? '' : `; ${client.title} offers at most ${maxTools}`}`,
      options: groups.map((group) => ({ value: group.tag, label: group.tag, hint: countsText([group]) })),
      initialValues: suggestedTags,
      maxItems: 12,
      required: true,
    }),
  );
  return tags.length === groups.length ? env : { ...env, PUZZEL_MCP_TAGS: tags.join(',') };
}

function countsText(groups: readonly TagGroup[]): string {
  const sum = (member: 'toolCount' | 'tokens') => groups.reduce((count, group) => count + group[member], 0);
  return `${sum('toolCount')} tools, ${sum('tokens')} tokens`;
}

/** Shows what will be written, without secrets, and writes it when the person agrees. */
async function confirmAndWrite(client: Client, plan: Plan): Promise<number> {
  const path = pathFor(client, plan);
  prompts.note(preview(client, plan).trimEnd(), path);
  const secrets = plan.variables.filter(({ secret, value }) => secret && value !== undefined);
  if (secrets.length > 0 && !plan.project && client.secrets.kind !== 'prompted') {
    prompts.log.warn(`The file will hold ${secrets.map(({ name }) => name).join(', ')} in plain text.`);
  }
  if (!(await answer(prompts.confirm({ message: 'Write it? What is in the file stays.' })))) throw new Cancelled();
  try {
    for (const line of await writeConfiguration(client, plan, path)) prompts.log.info(line);
  } catch (error) {
    prompts.cancel(`${path} was left alone: ${reasonOf(error)}.`);
    return 1;
  }
  prompts.outro('Done. Ask: "Is any queue over two minutes maximum wait?"');
  return 0;
}

function showBridge({ variables, demo, launch }: Plan): number {
  prompts.note(bridgeCommands(variables, demo, launch).trimEnd(), 'commands that put the server behind HTTP');
  prompts.outro(`What else ChatGPT needs: ${docsPage('remote')}`);
  return 0;
}
