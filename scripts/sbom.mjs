// Writes sbom.cdx.json (CycloneDX): npm's own bill of materials of the lockfile, with corrected scopes. Everything is a
// dev dependency here, since users install nothing; what is in the bundle is `required`, the rest `excluded`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages } from './bundled.mjs';
import { npm } from './npm.mjs';
import { root } from './root.mjs';

const options = { cwd: root, maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] };
const bill = JSON.parse(npm(['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], options));

const packagesByRef = new Map(bundledPackages().map((one) => [`${one.name}@${one.version}`, one]));
for (const component of bill.components) {
  component.scope = packagesByRef.delete(component['bom-ref']) ? 'required' : 'excluded';
}
// Packages inside the SDK's own files are in no lockfile.
for (const [ref, { name, version, license }] of packagesByRef) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  bill.components.push({
    'bom-ref': ref,
    type: 'library',
    name,
    version,
    scope: 'required',
    purl,
    licenses: [{ license: { id: license } }],
  });
  bill.dependencies.push({ ref, dependsOn: [] });
}
// npm names the root after its folder.
Object.assign(bill.metadata.component, { name: 'puzzel-mcp', type: 'application' });
writeFileSync(join(root, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
const requiredCount = bill.components.filter(({ scope }) => scope === 'required').length;
process.stdout.write(
  `sbom.cdx.json: ${requiredCount} packages in the bundle, ${bill.components.length - requiredCount} to build and test\n`,
);
