import { setFlagsFromString } from 'node:v8';

// A module of its own, so that undici (30 ms and 12 MiB) is loaded with the first request and not before.
export { Agent, buildConnector, EnvHttpProxyAgent, Pool } from 'undici';

// undici's parser is WebAssembly. V8 would compile it again, better, within the first calls: 0.2 s of processor time and
// 25 MiB, for a tenth of a millisecond a call. So only a session of some three hundred calls is worth it, or of many GiB.
setFlagsFromString('--wasm-tiering-budget=2000000000');
