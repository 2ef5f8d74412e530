// Stands between the test and the server as an MCP host does: it owns the pipes of the server and passes them on.
// The test kills it without warning; its first line on standard error is the server's process id.
import { spawn } from 'node:child_process';

const server = spawn(process.execPath, process.argv.slice(2), { stdio: ['pipe', 'pipe', 'pipe'] });
process.stderr.write(`${server.pid}\n`);
process.stdin.pipe(server.stdin);
server.stdout.pipe(process.stdout);
server.stderr.resume();
