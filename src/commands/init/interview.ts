import { ConfigError } from '../../config/index.js';
import type { Environment } from '../../config/settings.js';
import { docsPage } from '../../version.js';
import { answer, Cancelled } from './answer.js';
import { bridgeCommands } from './bridge.js';
import { everydayTags, type Group, groupsOf, limitOf } from './budget.js';
import { type Client, type ClientName, clientNamed, clientNames } from './clients.js';
import { reasonOf } from './not-editable.js';
import { type Choice, type Plan, pathFor, planFor, preview, write } from './plan.js';
import * as prompts from './prompts.js';
import { tenantFor } from './tenant.js';

/** Asks for everything, tests it, shows it, and only then writes. */
export async function interview(given: Choice): Promise<number> {
  prompts.intro('puzzel-mcp: set up a client');
  try {
    const name = await clientName();
    const client = clientNamed(name);
    const tenant = await tenantFor(given, client);
    const choice = { ...given, demo: tenant.demo, env: tenant.env };
    if (!client) return bridge(planFor(choice));
    const env = { ...choice.env, ...(await limits(client, planFor(choice))) };
    return await finish(client, planFor({ ...choice, env }));
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

const clientName = (): Promise<ClientName> =>
  answer(
    prompts.select<ClientName>({
      message: 'Which client?',
      options: clientNames.map((value) => ({ value, label: clientNamed(value)?.title ?? 'ChatGPT (web)' })),
    }),
  );

/** Which tools: read-only, and which tags. A choice that leaves everything sets nothing. */
async function limits(client: Client, plan: Plan): Promise<Environment> {
  const writes = plan.env.PUZZEL_MCP_READ_ONLY
    ? undefined
    : await answer(prompts.confirm({ message: 'May it change and send things?', initialValue: false }));
  const env: Environment = writes === false ? { PUZZEL_MCP_READ_ONLY: 'true' } : {};
  if (plan.env.PUZZEL_MCP_TAGS || plan.env.PUZZEL_MCP_TOOLS) return env;
  const { tools } = planFor({ ...plan, env: { ...plan.env, ...env } });
  const groups = groupsOf(tools);
  const most = limitOf(client.title);
  const suggested =
    most !== undefined && tools.length > most ? everydayTags(groups, most) : groups.map(({ tag }) => tag);
  const tags = await answer(
    prompts.multiselect({
      message: `Which tools? ${total(groups)}${most === undefined ? '' : `; ${client.title} offers at most ${most}`}`,
      options: groups.map((group) => ({ value: group.tag, label: group.tag, hint: total([group]) })),
      initialValues: suggested,
      maxItems: 12,
      required: true,
    }),
  );
  return tags.length === groups.length ? env : { ...env, PUZZEL_MCP_TAGS: tags.join(',') };
}

function total(groups: readonly Group[]): string {
  const sum = (member: 'tools' | 'tokens') => groups.reduce((count, group) => count + group[member], 0);
  return `${sum('tools')} tools, ${sum('tokens')} tokens`;
}

/** Shows what will be written, without secrets, and writes it when the person agrees. */
async function finish(client: Client, plan: Plan): Promise<number> {
  const path = pathFor(client, plan);
  prompts.note(preview(client, plan).trimEnd(), path);
  const secrets = plan.variables.filter(({ secret, value }) => secret && value !== undefined);
  const prompted = client.secrets.kind === 'prompted';
  if (secrets.length > 0 && !plan.project && !prompted) {
    prompts.log.warn(`The file will hold ${secrets.map(({ name }) => name).join(', ')} in plain text.`);
  }
  if (!(await answer(prompts.confirm({ message: 'Write it? What is in the file stays.' })))) throw new Cancelled();
  try {
    for (const line of await write(client, plan, path)) prompts.log.info(line);
  } catch (error) {
    prompts.cancel(`${path} was left alone: ${reasonOf(error)}.`);
    return 1;
  }
  prompts.outro('Done. Ask: "Is any queue over two minutes maximum wait?"');
  return 0;
}

function bridge({ variables, demo, launch }: Plan): number {
  prompts.note(bridgeCommands(variables, demo, launch).trimEnd(), 'commands that put the server behind HTTP');
  prompts.outro(`What else ChatGPT needs: ${docsPage('remote')}`);
  return 0;
}
