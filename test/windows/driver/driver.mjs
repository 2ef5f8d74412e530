// Runs one scenario on Windows (or under Wine) and writes its findings to a file as JSON, which test/windows checks. It runs
// on Windows itself, because the streams of the programs that it starts must be pipes of Windows.
//   node driver.mjs SCENARIO PLAN.json FINDINGS.json
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const [scenario, planFile, findingsFile] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planFile, 'utf8'));
const findings = {};

/** Written after each step, so that a run that hangs shows how far it came. */
function note(name, value) {
  findings[name] = value;
  writeFileSync(`${findingsFile}.new`, JSON.stringify(findings));
  renameSync(`${findingsFile}.new`, findingsFile);
}

try {
  const { run } = await import(`./${scenario}.mjs`);
  await run(plan, note);
} catch (error) {
  note('failure', error.stack);
}
process.exit(0);
