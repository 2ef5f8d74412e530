// A module of its own, so that undici (30 ms and 12 MiB) is loaded with the first request and not before.
export { Agent, buildConnector, EnvHttpProxyAgent, Pool } from 'undici';
