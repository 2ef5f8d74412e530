import { describe, expect, it } from 'vitest';
import { idOfLongLine, readLine } from '../../src/server/messages.js';

const readAll = (value: unknown) => readLine(JSON.stringify(value));
const read = (value: unknown) => {
  const [only, ...more] = readAll(value);
  expect(more).toEqual([]);
  return only ?? {};
};
const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x' } };

describe('a message', () => {
  it('is passed on unchanged', () => {
    const notification = { jsonrpc: '2.0', method: 'notifications/initialized' };
    const withMeta = { ...notification, params: { _meta: {} } };
    const result = { jsonrpc: '2.0', id: 'a', result: {} };
    const error = { jsonrpc: '2.0', id: 0, error: { code: 1, message: 'no' } };
    for (const message of [call, notification, withMeta, result, error]) expect(read(message)).toEqual({ message });
  });

  it('may have null in the place of a missing member', () => {
    expect(read({ jsonrpc: '2.0', id: 1, method: 'ping', params: null })).toEqual({
      message: { jsonrpc: '2.0', id: 1, method: 'ping' },
    });
    const params = { name: 'x', arguments: null, _meta: null, cursor: null, requestState: null, inputResponses: null };
    expect(read({ ...call, params })).toEqual({ message: call });
    const withToken = { name: 'x', arguments: { id: null }, _meta: { progressToken: null, other: 1 } };
    expect(read({ ...call, params: withToken })).toEqual({
      message: { ...call, params: { name: 'x', arguments: { id: null }, _meta: { other: 1 } } },
    });
    const capabilities = { sampling: null, elicitation: {}, experimental: { a: { b: { c: null } } } };
    const initialize = { capabilities, clientInfo: { name: 'c', title: null } };
    const cleaned = { capabilities: { elicitation: {}, experimental: { a: { b: {} } } }, clientInfo: { name: 'c' } };
    for (const method of ['initialize', 'prompts/get', 'completion/complete']) {
      expect(read({ ...call, method, params: initialize })).toEqual({
        message: { ...call, method, params: cleaned },
      });
    }
  });
});

describe('an answer to a question of the server', () => {
  const answer = (members: object) => read({ jsonrpc: '2.0', id: 0, ...members });
  const accepted = { action: 'accept', content: { confirm: true } };

  it('may have the extra members that JSON-RPC libraries write', () => {
    const extras = [{ error: null }, { method: null }, { extra: 1 }, { jsonrpc: undefined }, { params: null }];
    const answers = extras.map((extra) => answer({ result: accepted, ...extra }));
    expect(answers).toEqual(extras.map(() => ({ message: { jsonrpc: '2.0', id: 0, result: accepted } })));
    expect(answer({ result: { ...accepted, _meta: null } })).toEqual({
      message: { jsonrpc: '2.0', id: 0, result: accepted },
    });
  });

  it('that is malformed counts as an error, since a call waits for it', () => {
    const results = [null, true, 'yes', [], 5].map((result) => ({ result }));
    const errors = [{ message: 'no' }, { code: '-1', message: 'no' }, 'no', null, []].map((error) => ({ error }));
    const answers = [...results, ...errors, { result: null, error: null }, { result: {}, error: 'no' }].map(answer);
    expect(answers).toEqual(
      answers.map(() => ({ message: { jsonrpc: '2.0', id: 0, error: { code: -32603, message: expect.any(String) } } })),
    );
    const declined = { code: -1, message: 'not here' };
    expect(answer({ error: { ...declined, data: 1 } })).toEqual({
      message: { jsonrpc: '2.0', id: 0, error: declined },
    });
  });
});

it('a message with only an id is an answer when a question with this id waits, and malformed otherwise', () => {
  const line = '{"jsonrpc":"2.0","id":0}';
  const error = { code: -32603, message: expect.any(String) };
  expect(readLine(line, new Set([0]))).toEqual([{ message: { jsonrpc: '2.0', id: 0, error } }]);
  expect(readLine(`[${line}]`, new Set([0]))).toMatchObject([{ message: { id: 0 } }]);
  expect(readLine(line, new Set([1]))).toMatchObject([{ refused: { id: 0 } }]);
});

describe('a malformed message', () => {
  it('is refused under its id, whatever is wrong with it', () => {
    const malformed = {
      'no jsonrpc': { id: 1, method: 'ping' },
      'another jsonrpc': { jsonrpc: '1.0', id: 1, method: 'ping' },
      'an extra member': { ...call, extra: 1 },
      'no method': { jsonrpc: '2.0', id: 1 },
      'a method that is no text': { jsonrpc: '2.0', id: 1, method: 5 },
      'parameters in a list': { jsonrpc: '2.0', id: 1, method: 'ping', params: [1] },
      'parameters as text': { jsonrpc: '2.0', id: 1, method: 'ping', params: 'x' },
      'a fraction as id': { ...call, id: 1.5 },
      'an argument that the SDK drops': {
        ...call,
        params: { name: 'x', arguments: JSON.parse('{"a":[{"__proto__":1}]}') },
      },
    };
    const answers = Object.entries(malformed).map(([what, message]) => [what, read(message)]);
    expect(answers).toMatchObject(Object.entries(malformed).map(([what, { id }]) => [what, { refused: { id } }]));
  });

  it('without a usable id is ignored with a reason', () => {
    const unusable = {
      'an unsafe id': '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}',
      'a null id': '{"jsonrpc":"2.0","id":null,"method":"ping"}',
      'a list as id': '{"jsonrpc":"2.0","id":[1],"method":"ping"}',
      'no JSON': '{"jsonrpc":',
      'a number': '5',
      'an empty batch': '[]',
      'an answer to nothing': '{"jsonrpc":"2.0","id":null,"result":{}}',
    };
    const messages = Object.entries(unusable).map(([what, line]) => [what, readLine(line)]);
    expect(messages).toEqual(Object.keys(unusable).map((what) => [what, [{ ignored: expect.any(String) }]]));
  });

  it('is each request in a batch, but not its answers and notifications', () => {
    const answer = { jsonrpc: '2.0', id: 0, result: {} };
    const notification = { jsonrpc: '2.0', method: 'notifications/initialized' };
    expect(readAll([call, answer, 5, { ...call, id: 'b' }, notification])).toMatchObject([
      { refused: { id: 1 } },
      { message: answer },
      { refused: { id: 'b' } },
      { message: notification },
    ]);
    expect(readAll([5, { id: null, method: 'ping' }])).toEqual([{ ignored: expect.any(String) }]);
  });
});

it('the id of a line that is too long is found where JSON writers put it, and nowhere else', () => {
  expect(idOfLongLine('{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"id":', 'xx"}}')).toBe(7);
  expect(idOfLongLine('{"method":"tools/call","params":{"id":3', '}},"jsonrpc":"2.0","id":"a-1"}')).toBe('a-1');
  expect(idOfLongLine('{"jsonrpc":"2.0","method":"tools/call","id":8,"params":{"id":', 'xx"}}')).toBe(8);
  expect(idOfLongLine('{"method":"tools/call","id":"b","jsonrpc":"2.0","params":{"id":', 'xx"}}')).toBe('b');
  expect(idOfLongLine('{"method":"tools/call","params":{"x":"', 'xx"},"id":9}')).toBe(9);
  expect(idOfLongLine('{"method":"tools/call","params":{"x":"', 'xx"},"id":9,"jsonrpc":"2.0"}')).toBe(9);
  expect(idOfLongLine('{"method":"tools/call","params":{"id":3,"method":"x"', 'xx"}}')).toBeUndefined();
  expect(idOfLongLine('{"method":"tools/call","params":{"id":3,"method":"x"', 'xx","id":9}}')).toBeUndefined();
});
