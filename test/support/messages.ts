import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { cleanEnv, program } from './server-process.js';

export type Message = Record<string, unknown>;

/** The lines with which the real program answers, by the id of the request. */
export async function answers(messages: Message[], args: string[], env: Record<string, string> = {}) {
  const server = spawn(process.execPath, [...program, ...args], {
    env: cleanEnv(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  server.stdin.write(messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join(''));
  const given = new Map<unknown, string>();
  for await (const answer of createInterface(server.stdout)) {
    given.set((JSON.parse(answer) as { id: unknown }).id, answer);
    if (given.size === messages.filter((message) => 'id' in message).length) break;
  }
  server.kill('SIGKILL');
  return given;
}

export const clientInfo = { name: 'test', version: '1' };
/** The handshake of the older era. */
export const legacyGreeting = (protocolVersion = '2025-11-25'): Message[] => [
  { id: 'hello', method: 'initialize', params: { protocolVersion, capabilities: {}, clientInfo } },
  { method: 'notifications/initialized' },
];

/** The `_meta` of every message of the newer era. */
export const modernMeta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': clientInfo,
  'io.modelcontextprotocol/clientCapabilities': {},
};
/** A well-formed notification with an unknown method, which only the SDK rejects. */
export const unknownNotification: Message = { method: 'notifications/nobody/knows' };
