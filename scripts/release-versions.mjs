// Checks whether the tagged commit can be released: all versions have to be that of package.json, and all owners that of
// this repository. Reports all problems at once. Run by .github/workflows/release.yml, which sets the tag and the
// repository; without them, neither the tag nor the owners are checked.
import { existsSync, readFileSync } from 'node:fs';

const { GITHUB_REF_NAME: tag = '', GITHUB_REPOSITORY: repository = '' } = process.env;
const json = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
const [packageJson, server, bundle] = ['package.json', 'server.json', 'mcpb/manifest.json'].map(json);
const { version, mcpName } = packageJson;
const [owner] = repository.split('/');

const problems = [];
const expectSame = (what, found, wanted) => found === wanted || problems.push(`${what} is ${found}, not ${wanted}`);

if (tag !== '') expectSame('the tag', tag, `v${version}`);
expectSame('the version in package-lock.json', json('package-lock.json').version, version);
expectSame('the version in server.json', server.version, version);
expectSame('the version of the package in server.json', server.packages?.[0]?.version, version);
expectSame('the version in mcpb/manifest.json', bundle.version, version);
expectSame('the name in server.json', server.name, mcpName);
if (repository !== '') {
  // The registry compares namespaces without regard to case; npm wants the repository as it is written.
  expectSame('mcpName in package.json', mcpName?.toLowerCase(), `io.github.${owner}/puzzel-mcp`.toLowerCase());
  expectSame('repository.url in package.json', packageJson.repository?.url, `git+https://github.com/${repository}.git`);
}
if (!readFileSync('CHANGELOG.md', 'utf8').includes(`\n## ${version}`)) {
  problems.push(`CHANGELOG.md has no section "## ${version}"`);
}

for (const problem of problems) process.stderr.write(`release: ${problem}\n`);
if (problems.length === 0) process.stdout.write(`v${version} can be released\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
