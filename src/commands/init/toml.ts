export { parse, patch, stringify } from '@decimalturn/toml-patch';
