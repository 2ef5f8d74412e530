// Stands between the test and the server as an MCP host does: it owns the pipes of the server and passes them on.
// The test kills it without warning; its first line on standard output is the server's process id.
import { spawn } from 'node:child_process';

// Without `detached`, Node puts the server into a job that Windows ends together with this process.
const detached = process.platform === 'win32';
const server = spawn(process.execPath, process.argv.slice(2), { stdio: 'pipe', detached, windowsHide: true });
process.stdout.write(`${server.pid}\n`);
process.stdin.pipe(server.stdin);
server.stdout.pipe(process.stdout);
server.stderr.resume();
