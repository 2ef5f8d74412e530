import type { SavedFile } from '../http/download.js';
import type { Arguments, Route } from '../http/route.js';

/** One operation as a tool declares it. */
export interface GladlyOperation {
  name: string;
  route: Route;
  /** Changes nothing, so it may be repeated when the connection died before an answer. */
  read: boolean;
  /** The argument that holds a customer id, if any. */
  customer?: string | undefined;
}

export interface GladlyAnswer {
  status: number;
  /** Parsed JSON, text when it is not JSON, undefined when the answer was empty. */
  data: unknown;
  location: string | undefined;
  /** The header `Gladly-Limited-Data` says that the list was cut. */
  limited: boolean;
}

export declare class GladlyClient {
  call(operation: GladlyOperation, args: Arguments, signal: AbortSignal): Promise<GladlyAnswer>;
  download(
    operation: GladlyOperation,
    args: Arguments,
    name: string,
    context: { signal: AbortSignal; progress: (bytes: number, total: number | undefined) => void },
  ): Promise<SavedFile>;
  /** The answer's text when it is at most `maxBytes` long, else the file it was written to. */
  textOrFile(
    operation: GladlyOperation,
    args: Arguments,
    wanted: { name: string; maxBytes: number },
    context: { signal: AbortSignal; progress: (bytes: number, total: number | undefined) => void },
  ): Promise<{ text: string } | { file: SavedFile }>;
  /** The `id` of GET /organization, asked for once. */
  organizationId(signal: AbortSignal): Promise<string>;
}
