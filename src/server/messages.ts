import { isJSONRPCRequest, type JSONRPCMessage, type RequestId } from '@modelcontextprotocol/server';
import { isObject } from '../json.js';

/** What is done with a message of the client. One that cannot be passed on is refused, or ignored if its id allows no answer. */
type Incoming =
  | { message: JSONRPCMessage }
  | { refused: { id: RequestId; reason: string; request?: Record<string, unknown> } }
  | { ignored: string };

/** The messages on one line of input. Tolerates deviations from the protocol that real clients show; never throws. */
export function readLine(line: string, openQuestionIds: ReadonlySet<unknown> = new Set()): readonly Incoming[] {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return [{ ignored: 'a line that is not JSON' }];
  }
  if (!Array.isArray(value)) return [readMessage(value, openQuestionIds)];
  const messages = value.map((member) => readInBatch(member, openQuestionIds));
  const notIgnored = messages.filter((message) => !('ignored' in message));
  return notIgnored.length > 0 ? notIgnored : [{ ignored: 'a batch without a message' }];
}

/** From a batch, only messages that expect no answer are accepted. */
function readInBatch(value: unknown, openQuestionIds: ReadonlySet<unknown>): Incoming {
  const id = isObject(value) && 'method' in value ? value.id : undefined;
  if (!isAnswerable(id)) return readMessage(value, openQuestionIds);
  return { refused: { id, reason: 'Batches are not supported: send each request on a line of its own.' } };
}

function readMessage(value: unknown, openQuestionIds: ReadonlySet<unknown>): Incoming {
  if (!isObject(value)) return { ignored: 'a line that is not a JSON object' };
  const { id } = value;
  if (typeof value.method !== 'string' && ('result' in value || 'error' in value || openQuestionIds.has(id)))
    return isId(id) ? { message: responseOf(id, value) } : { ignored: 'an answer without a usable id' };
  const message = withoutNulls(value);
  const reason = problemOf(value) ?? problemOfMeta(message);
  if (reason === undefined) return { message: message as JSONRPCMessage };
  if (!isAnswerable(id)) return { ignored: `a malformed message (${reason})` };
  return { refused: { id, reason: `Invalid request: ${reason}`, request: value } };
}

/** A client's answer to a question of ours. A malformed one counts as an error: somebody waits for it. */
function responseOf(id: RequestId, { result, error }: Record<string, unknown>): JSONRPCMessage {
  if (isObject(result) && (error ?? null) === null) {
    const { _meta, ...rest } = result;
    return { jsonrpc: '2.0', id, result: isObject(_meta) ? result : rest };
  }
  const { code, message } = isObject(error) ? error : {};
  const isWellFormed = Number.isSafeInteger(code) && typeof message === 'string';
  if (isWellFormed) return { jsonrpc: '2.0', id, error: { code: Number(code), message } };
  return { jsonrpc: '2.0', id, error: { code: -32603, message: 'The answer is malformed.' } };
}

const jsonRpcMembers = ['jsonrpc', 'id', 'method', 'params'];

/** Why the value cannot be passed on as a request or notification; undefined when it can. */
function problemOf(value: Record<string, unknown>): string | undefined {
  if (value.jsonrpc !== '2.0') return '"jsonrpc" must be "2.0"';
  if (Object.keys(value).some((name) => !jsonRpcMembers.includes(name)))
    return 'it has a member that JSON-RPC does not know';
  if ('id' in value && !isId(value.id)) return '"id" must be a text or a whole number';
  if (typeof value.method !== 'string') return '"method" must be a text';
  if (value.params !== undefined && value.params !== null && !isObject(value.params))
    return '"params" must be an object';
  if (hasMember(value, '__proto__'))
    return 'it has a member named "__proto__", which would be lost on the way; leave it out';
  return undefined;
}

/** Whether an object at any level has a member of this name. Does not recurse. */
function hasMember(value: unknown, name: string): boolean {
  for (let level = [value]; level.length > 0; ) {
    const nested = level.filter((member): member is object => typeof member === 'object' && member !== null);
    if (nested.some((member) => Object.hasOwn(member, name))) return true;
    level = nested.flatMap((member) => Object.values(member));
  }
  return false;
}

/** The SDK drops a request whose `_meta` is not what it expects (a progress token that is a list), without an answer. */
const problemOfMeta = (message: Record<string, unknown>): string | undefined =>
  isObject(message.params) && '_meta' in message.params && 'id' in message && !isJSONRPCRequest(message)
    ? '"_meta" is not of the form that MCP describes'
    : undefined;

const isId = (value: unknown): value is RequestId => typeof value === 'string' || Number.isSafeInteger(value);

/** Whether an answer can carry this id: a fraction, too, although MCP forbids it, but no integer that was rounded. */
const isAnswerable = (id: unknown): id is RequestId =>
  isId(id) || (typeof id === 'number' && Number.isFinite(id) && !Number.isInteger(id));

/** Members of the parameters that clients write as `null` when they mean "none". */
const nullableMembers = ['_meta', 'arguments', 'cursor', 'requestState', 'inputResponses'];
/** Methods where any member of the parameters may be `null`: the client's name and capabilities, the arguments of a prompt. */
const methodsWithNulls = ['initialize', 'prompts/get', 'completion/complete'];

/** The message without the members that are `null` for "none". */
function withoutNulls(message: Record<string, unknown>): Record<string, unknown> {
  const { params, ...rest } = message;
  if (params === undefined || params === null) return rest;
  if (!isObject(params)) return message;
  if (methodsWithNulls.some((method) => method === message.method))
    return { ...rest, params: withoutNullMembers(params) };
  const kept = Object.entries(params).filter(([name, value]) => value !== null || !nullableMembers.includes(name));
  const cleaned = Object.fromEntries(kept);
  if (isObject(cleaned._meta) && cleaned._meta.progressToken === null) {
    const { progressToken: _, ...meta } = cleaned._meta;
    cleaned._meta = meta;
  }
  return { ...rest, params: cleaned };
}

/** The object without members that are `null`, on its own level and four below; `capabilities.elicitation.form` is two below. */
function withoutNullMembers(value: Record<string, unknown>, levelsBelow = 4): Record<string, unknown> {
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(
    kept.map(([name, member]) => [
      name,
      isObject(member) && levelsBelow > 0 ? withoutNullMembers(member, levelsBelow - 1) : member,
    ]),
  );
}

const idPattern = String.raw`(-?\d{1,15}|"[^"\\]{0,200}")`;

/** The two places where JSON writers put the id of a request: among the first members, or among the last. */
const idAtStart = new RegExp(
  String.raw`^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?(?:"method"\s*:\s*"[^"\\]{1,200}"\s*,\s*)?"id"\s*:\s*${idPattern}\s*,\s*"(?:method|params|jsonrpc)"`,
);
const idAtEnd = new RegExp(
  String.raw`[}"\]\w]\s*,\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*${idPattern}\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$`,
);

/** The id of a request of which only the first and last characters are known; undefined when they do not show it. */
export function idOfLongLine(start: string, end: string): RequestId | undefined {
  const text = idAtStart.exec(start)?.[1] ?? idAtEnd.exec(end)?.[1];
  return text === undefined ? undefined : (JSON.parse(text) as RequestId);
}
