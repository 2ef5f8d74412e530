// Stands between the scenario and the server as an MCP host does, and is killed by the scenario. `detached` keeps the
// server out of the job in which Node puts its children on Windows: the system would end it together with this process.
import { spawn } from 'node:child_process';

const server = spawn(process.execPath, process.argv.slice(2), { stdio: 'pipe', detached: true, windowsHide: true });
process.stdout.write(`${server.pid}\n`);
process.stdin.pipe(server.stdin);
server.stdout.pipe(process.stdout);
server.stderr.resume();
