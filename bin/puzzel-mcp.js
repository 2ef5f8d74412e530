#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 18)) {
  process.stderr.write(`puzzel-mcp needs Node.js 20.18 or later; this is ${process.versions.node}.\n`);
  process.exit(1);
}
require('../dist/cli.cjs');
