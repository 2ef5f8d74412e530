import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { colours } from '../colours.js';
import { startDemo } from '../demo/index.js';
import { version } from '../version.js';
import { typedCommand } from './launch.js';
import { missedCalls } from './tour/missed-calls.js';
import { retention } from './tour/retention.js';
import { slaBreach } from './tour/sla-breach.js';
import { Tour } from './tour/tour.js';
import { triage } from './tour/triage.js';

/**
 * The narrated tour: starts the built-in tenant, starts the real program against it as an MCP client would, and plays
 * four workflows. Exit code 1 when one of them does not go as expected.
 */
export async function demo(): Promise<number> {
  const write = (text: string) => void process.stdout.write(text);
  const downloadFolder = await mkdtemp(join(tmpdir(), 'puzzel-mcp-demo-'));
  const tenant = await startDemo();
  const client = new Client({ name: 'puzzel-mcp-tour', version }, { capabilities: { elicitation: { form: {} } } });
  const startedAt = Date.now();
  try {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [fileURLToPath(new URL('../bin/puzzel-mcp.js', import.meta.url))],
      env: { ...tenant.env, PUZZEL_MCP_DOWNLOAD_DIR: downloadFolder },
      cwd: downloadFolder,
      stderr: 'inherit',
    });
    await client.connect(transport);
    const { tools } = await client.listTools();
    write(`${colours.bold(`puzzel-mcp ${version}`)}: a tour of four workflows on the built-in demo tenant.\n`);
    write(
      'A real MCP client talks over standard input and output to the real program, which talks HTTP to the tenant.\n',
    );
    const count = tools.filter(({ name }) => name !== 'server_status').length;
    write(`It offers ${count} tools and server_status. Nothing here leaves this computer.\n`);
    const tour = new Tour(client, write);
    for (const workflow of [slaBreach, missedCalls, triage, retention]) await workflow(tour);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    write(`\n${colours.bold(`${tour.callCount} calls in ${seconds} s.`)} Next:\n`);
    const program = typedCommand([]);
    write(`  ${program} board --demo   show this tenant as a wallboard in your browser\n`);
    write(`  ${program} tools          list the tools\n`);
    write(`  ${program} --demo         serve this tenant to your own MCP client\n`);
    write(`  ${program} doctor         check your own credentials\n`);
    return 0;
  } catch (error) {
    write(`\n${colours.red(error instanceof Error ? error.message : String(error))}\n`);
    return 1;
  } finally {
    await client.close();
    await tenant.close();
  }
}
