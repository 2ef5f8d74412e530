import { modernVersion } from './identity.js';

export type RequestId = string | number;

export interface Request {
  id: RequestId;
  method: string;
  params: Record<string, unknown>;
}

const protocolVersionKey = 'io.modelcontextprotocol/protocolVersion';
const modernKeys = [
  protocolVersionKey,
  'io.modelcontextprotocol/clientInfo',
  'io.modelcontextprotocol/clientCapabilities',
];

/** A request or notification of the plainest form; undefined for everything else. */
export function parsed(line: Buffer): Request | Omit<Request, 'id'> | undefined {
  let message: unknown;
  try {
    message = JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(message) || !hasOnly(message, ['jsonrpc', 'id', 'method', 'params'])) return undefined;
  const { jsonrpc, id, method, params = {} } = message;
  if (jsonrpc !== '2.0' || typeof method !== 'string' || !isObject(params)) return undefined;
  if (!('id' in message)) return { method, params };
  return isId(id) ? { id, method, params } : undefined;
}

export const isId = (value: unknown): value is RequestId => typeof value === 'string' || Number.isSafeInteger(value);

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const hasOnly = (object: object, names: readonly string[]): boolean =>
  Object.keys(object).every((name) => names.includes(name));

/** A request of the newer era with just what that asks for. */
export function isModern({ _meta }: Record<string, unknown>): boolean {
  if (!isObject(_meta) || Object.keys(_meta).length !== modernKeys.length) return false;
  const [, info, can] = modernKeys.map((key) => _meta[key]);
  return _meta[protocolVersionKey] === modernVersion && isImplementation(info) && isObject(can);
}

export function isGreeting(params: Record<string, unknown>): boolean {
  return (
    hasOnly(params, ['protocolVersion', 'capabilities', 'clientInfo']) &&
    typeof params.protocolVersion === 'string' &&
    isObject(params.capabilities) &&
    isImplementation(params.clientInfo)
  );
}

const isImplementation = (value: unknown): boolean =>
  isObject(value) && typeof value.name === 'string' && typeof value.version === 'string';
