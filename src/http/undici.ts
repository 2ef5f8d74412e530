// A module of its own, so that undici is loaded with the first request: bundled, `import('undici')` would give the CommonJS
// module as its `default` alone.
export { Agent, buildConnector, EnvHttpProxyAgent, Pool } from 'undici';
