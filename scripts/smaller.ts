/** What tsup hands to esbuild's plugins, as far as it is used here. */
interface Build {
  onResolve: (
    which: { filter: RegExp },
    resolve: (found: { path: string; kind: string }) => { path: string; external: true } | undefined,
  ) => void;
  onLoad: (which: { filter: RegExp }, load: () => { contents: string }) => void;
}

const replacing = (name: string, filter: RegExp, contents: string) => ({
  name,
  setup: (build: Build) => build.onLoad({ filter }, () => ({ contents })),
});

/** zod's messages in fifty languages are a quarter of a megabyte that nobody ever reads: ours are English. */
const englishOnly = replacing(
  'english-only',
  /zod[\\/]v4[\\/]locales[\\/]index\.js$/,
  "export { default as en } from './en.js';",
);

/**
 * undici's index loads fetch, WebSocket, caches and mocks, and cannot be shaken: this is what src/http/undici.ts takes
 * of it. A name that is missing here is undefined in the build only: the end-to-end tests would fail at their first call.
 */
const clientOnly = replacing(
  'undici-client-only',
  /node_modules[\\/]undici[\\/]index\.js$/,
  `const Dispatcher = require('./lib/dispatcher/dispatcher');
Object.assign(Dispatcher.prototype, require('./lib/api'));
module.exports.Agent = require('./lib/dispatcher/agent');
module.exports.Pool = require('./lib/dispatcher/pool');
module.exports.EnvHttpProxyAgent = require('./lib/dispatcher/env-http-proxy-agent');
module.exports.buildConnector = require('./lib/core/connect');`,
);

/**
 * The SDK brings ajv for one purpose: holding a person's answer to a question against the schema of the question. Ours
 * has one yes or no, which src/server/confirm.ts judges itself, so 150 kB and ten milliseconds are saved.
 */
const ownJudgement = replacing(
  'own-judgement',
  /@modelcontextprotocol[\\/](server|client)[\\/]dist[\\/]ajvProvider-[\w-]+\.mjs$/,
  'export class n { getValidator() { return (data) => ({ valid: true, data, errorMessage: undefined }); } }',
);

/** The same parser with and without SIMD; the one without runs everywhere, and both are as fast on headers this short. */
const oneParser = replacing(
  'one-parser',
  /node_modules[\\/]undici[\\/]lib[\\/]llhttp[\\/]llhttp_simd-wasm\.js$/,
  "module.exports = require('./llhttp-wasm.js');",
);

/** undici takes fetch along to send forms, which nothing here does. */
const noForms = replacing(
  'no-forms',
  /node_modules[\\/]undici[\\/]lib[\\/]web[\\/]fetch[\\/]body\.js$/,
  "module.exports = { extractBody() { throw new Error('forms are not bundled'); } };",
);

/** HTTP/2 is something that undici has to be asked for, and nobody asks. */
const noHttp2 = replacing(
  'no-http2',
  /node_modules[\\/]undici[\\/]lib[\\/]dispatcher[\\/]client-h2\.js$/,
  "module.exports = () => { throw new Error('HTTP/2 is not bundled'); };",
);

/** Ways to make validators that nothing here uses; the index of zod holds on to all of them. */
const noCompiler = replacing(
  'no-compiler',
  /zod[\\/]v4[\\/]core[\\/]compile\.js$/,
  `const none = undefined;
export { none as INVALID, none as ZodCompileAsyncError, none as ZodCompileUnsupportedError };
export { none as compile, none as compileFn, none as withParser };`,
);
const noSchemaReader = replacing(
  'no-schema-reader',
  /zod[\\/]v4[\\/]classic[\\/]from-json-schema\.js$/,
  'export const fromJSONSchema = undefined;',
);

/** What Node has known by itself since version 20. */
const nodesEmoji = replacing(
  'nodes-emoji',
  /node_modules[\\/]emoji-regex[\\/]index\.js$/,
  "module.exports = () => new RegExp('\\\\p{RGI_Emoji}', 'gv');",
);

/** Tables can be coloured with it; ours are not (src/commands/table.ts). */
const noTableColours = replacing(
  'no-table-colours',
  /node_modules[\\/]@colors[\\/]colors[\\/]safe\.js$/,
  "throw new Error('colours are not bundled');",
);

/** The SDK's client can log in over HTTP; the demo's client speaks to a process. */
const noOAuth = replacing('no-oauth', /node_modules[\\/]jose[\\/]dist[\\/]\w+[\\/]index\.js$/, 'export {};');

export const smaller = [
  englishOnly,
  clientOnly,
  ownJudgement,
  oneParser,
  noForms,
  noHttp2,
  noCompiler,
  noSchemaReader,
  nodesEmoji,
  noTableColours,
  noOAuth,
];

/** Leaves what is loaded on demand to the other bundle: by the path in the source, the file beside this one. */
export const besides = (files: Record<string, string>) => ({
  name: 'besides',
  setup: (build: Build) =>
    build.onResolve({ filter: /^\./ }, ({ path, kind }) => {
      const file = kind === 'dynamic-import' ? files[path] : undefined;
      return file === undefined ? undefined : { path: file, external: true };
    }),
});
