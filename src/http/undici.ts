import { setFlagsFromString } from 'node:v8';

// A module of its own, so that undici (30 ms and 12 MiB) is loaded with the first request and not before.
export { Agent, buildConnector, EnvHttpProxyAgent, Pool } from 'undici';

// undici's parser is WebAssembly. After some calls V8 would compile it again, better: 0.2 s of processor time and 25 MiB,
// of which a server that waits for its vendors never gets anything back.
setFlagsFromString('--wasm-tiering-budget=2000000000');
