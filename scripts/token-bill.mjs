// Counts what every tool costs a model to read and writes the bill beside the built program.
// It asks the built server as a client would, so that what is counted is what is served.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';

const binary = fileURLToPath(new URL('../bin/puzzel-mcp.js', import.meta.url));
const messages = [
  {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'token-bill', version: '1' } },
  },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/list' },
];
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PUZZEL|GLADLY)_/.test(name)));
const served = spawnSync(process.execPath, [binary, '--demo'], {
  input: messages.map((message) => `${JSON.stringify(message)}\n`).join(''),
  encoding: 'utf8',
  env,
  maxBuffer: 64 * 1024 * 1024,
});
const answers = served.stdout
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const tools = answers.find(({ id }) => id === 2)?.result?.tools;
if (!tools) throw new Error(`the built server listed no tools: ${served.stderr}`);
const bill = Object.fromEntries(
  tools.map(({ name, description, inputSchema }) => [
    name,
    encode(JSON.stringify({ name, description, inputSchema })).length,
  ]),
);
writeFileSync(new URL('../dist/token-bill.json', import.meta.url), `${JSON.stringify(bill)}\n`);
