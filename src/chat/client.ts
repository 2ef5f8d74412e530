import type { Arguments, Route } from '../http/route.js';

/** One operation of the Chat API as a tool declares it. */
export interface ChatOperation {
  name: string;
  route: Route;
  read: boolean;
}

export declare class ChatClient {
  call(operation: ChatOperation, args: Arguments, signal: AbortSignal): Promise<unknown>;
  /** The visitor's session: made on first use, renewed by itself. */
  session(signal: AbortSignal): Promise<{ visitorId: string | undefined; expiresAt: Date }>;
}
