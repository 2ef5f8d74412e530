#!/usr/bin/env node
const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && (minor < 18 || (minor === 18 && patch < 1)))) {
  process.stderr.write(`puzzel-mcp needs Node.js 20.18.1 or later; this is ${process.versions.node}.\n`);
  process.exit(1);
}
const program = require('node:path').join(__dirname, '../dist/cli.js');
if (!require('node:fs').existsSync(program)) {
  const root = require('node:path').dirname(__dirname);
  process.stderr.write(`puzzel-mcp is not built here. Run this once: cd "${root}" && npm install && npm run build\n`);
  process.exit(1);
}
// Node 22 and later can keep the compiled code for the next start.
require('node:module').enableCompileCache?.();
import(require('node:url').pathToFileURL(program).href);
