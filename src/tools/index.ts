import { chatTools } from './chat/index.js';
import type { VendorTool } from './define.js';
import { gladlyTools } from './gladly/index.js';
import { puzzelTools } from './puzzel/index.js';

/** The tools of all vendors, in the order in which they are listed; `server_status` comes before them (commands/serve.ts). */
export const catalogue: readonly VendorTool[] = [...puzzelTools, ...chatTools, ...gladlyTools];
