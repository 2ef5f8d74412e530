/** What tsup hands to esbuild's plugins, as far as it is used here. */
interface Build {
  onLoad: (which: { filter: RegExp }, load: () => { contents: string }) => void;
}

const replacing = (name: string, filter: RegExp, contents: string) => ({
  name,
  setup: (build: Build) => build.onLoad({ filter }, () => ({ contents })),
});

/** zod's messages in fifty languages are a quarter of a megabyte that nobody ever reads: ours are English. */
export const englishOnly = replacing(
  'english-only',
  /zod[\\/]v4[\\/]locales[\\/]index\.js$/,
  "export { default as en } from './en.js';",
);

/**
 * undici's index loads fetch, WebSocket, caches and mocks, and cannot be shaken: this is what src/http/undici.ts takes
 * of it. A name that is missing here is undefined in the build only: the end-to-end tests would fail at their first call.
 */
export const clientOnly = replacing(
  'undici-client-only',
  /node_modules[\\/]undici[\\/]index\.js$/,
  `const Dispatcher = require('./lib/dispatcher/dispatcher');
Object.assign(Dispatcher.prototype, require('./lib/api'));
module.exports.Agent = require('./lib/dispatcher/agent');
module.exports.Pool = require('./lib/dispatcher/pool');
module.exports.EnvHttpProxyAgent = require('./lib/dispatcher/env-http-proxy-agent');`,
);
