// The least that could be called an MCP server: answers the greeting and a list that it read from a file, and passes a
// call on without looking at it. No check, no schema, no policy: a mark of what is possible, not of what is useful.
// node responder.mjs LISTING URL
import { readFileSync } from 'node:fs';

const [listing, url] = process.argv.slice(2);
const tools = readFileSync(listing, 'utf8').trimEnd().split('\n').join(',');
const greeting = JSON.stringify({
  protocolVersion: '2025-06-18',
  capabilities: { tools: {} },
  serverInfo: { name: 'responder', version: '1' },
});
const write = (id, result) => process.stdout.write(`{"jsonrpc":"2.0","id":${id},"result":${result}}\n`);
let undici;

async function call() {
  undici ??= import('undici');
  const { request } = await undici;
  const text = JSON.stringify(await (await request(url)).body.json());
  return `{"content":[{"type":"text","text":${JSON.stringify(text)}}],"structuredContent":${text}}`;
}

let rest = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    const { id, method } = JSON.parse(line);
    if (method === 'initialize') write(id, greeting);
    else if (method === 'tools/list') write(id, `{"tools":[${tools}]}`);
    else if (method === 'tools/call') call().then((result) => write(id, result));
  }
});
process.stdin.on('end', () => process.exit(0));
