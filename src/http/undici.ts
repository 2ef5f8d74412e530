// A module of its own for connections.ts, which imports undici with the first request: in the bundle, `import('undici')`
// would give only a `default`, the CommonJS module, and not these names.
export { Agent, buildConnector, EnvHttpProxyAgent, Pool } from 'undici';
