import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MANIFEST_SCHEMAS } from '@anthropic-ai/mcpb/node';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { bundleManifest, serverJson } from '../../scripts/listings.js';
import { settings } from '../../src/config/settings.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const secrets = settings.flatMap(({ env, secret }) => (secret ? [env] : []));

/** The generated files, which `npm run docs` writes. */
const generated = { 'server.json': serverJson, 'mcpb/manifest.json': bundleManifest };

const exactVersion = z
  .string()
  .max(255)
  .regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
/** The part of the registry's format that we use: names, limits and patterns of its schema of 2025-12-11. */
const registryFormat = z.strictObject({
  $schema: z.literal('https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  title: z.string().min(1).max(100),
  description: z.string().min(1).max(100),
  repository: z.strictObject({ url: z.url(), source: z.literal('github') }),
  version: exactVersion,
  packages: z
    .array(
      z.strictObject({
        registryType: z.literal('npm'),
        identifier: z.string(),
        version: exactVersion,
        runtimeHint: z.literal('npx'),
        transport: z.strictObject({ type: z.literal('stdio') }),
        environmentVariables: z.array(
          z.strictObject({
            name: z.string().regex(/^[A-Z_]+$/),
            description: z.string().min(1),
            isRequired: z.boolean(),
            isSecret: z.boolean(),
            format: z.enum(['string', 'number', 'boolean', 'filepath']),
            default: z.string().optional(),
          }),
        ),
      }),
    )
    .length(1),
});

describe('the registry entry and the manifest of the bundle', () => {
  it.each(Object.entries(generated))('%s is up to date with the code (else run `npm run docs`)', (file, make) => {
    const wanted = `${JSON.stringify(make(), null, 2)}\n`;
    const path = join(root, file);
    if (process.env.UPDATE_DOCS) writeFileSync(path, wanted);
    expect(existsSync(path) && readFileSync(path, 'utf8') === wanted, `${file} is out of date`).toBe(true);
  });

  it('server.json has the format of the registry and names this package', () => {
    const listed = registryFormat.parse(JSON.parse(readFileSync(join(root, 'server.json'), 'utf8')));
    expect(listed.name).toBe(packageJson.mcpName);
    expect(listed.name).toMatch(/^io\.github\./);
    expect(listed.packages[0]?.identifier).toBe(packageJson.name);
    expect([listed.version, listed.packages[0]?.version]).toEqual([packageJson.version, packageJson.version]);
  });

  it('server.json has every setting and flags every secret, nothing else', () => {
    const listed = serverJson().packages[0]?.environmentVariables ?? [];
    expect(listed.map(({ name }) => name)).toEqual(settings.map(({ env }) => env));
    expect(listed.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual(secrets);
    expect(secrets).toEqual(expect.arrayContaining(['PUZZEL_PASSWORD', 'PUZZEL_CLIENT_SECRET', 'GLADLY_API_TOKEN']));
  });

  it('both name the repository of package.json, each in its own format', () => {
    const url = 'https://github.com/puzzel-mcp/puzzel-mcp';
    expect(packageJson.repository.url).toBe(`git+${url}.git`);
    expect(registryFormat.parse(serverJson()).repository).toEqual({ url, source: 'github' });
    const manifest = MANIFEST_SCHEMAS['0.3'].parse(bundleManifest());
    expect(manifest.repository).toEqual({ type: 'git', url });
  });

  it('the bundle marks the secrets and nothing else as sensitive, and passes every field to the server', () => {
    const { user_config: asked, server } = bundleManifest();
    const sensitive = Object.entries(asked).filter(([, question]) => 'sensitive' in question && question.sensitive);
    expect(sensitive.map(([key]) => key.toUpperCase())).toEqual(secrets);
    expect(server.mcp_config.env).toEqual(
      Object.fromEntries(Object.keys(asked).map((key) => [key.toUpperCase(), `\${user_config.${key}}`])),
    );
  });

  it('the bundle has the version of the package', () => {
    expect(MANIFEST_SCHEMAS['0.3'].parse(bundleManifest()).version).toBe(packageJson.version);
  });
});
