import { chatTools } from './chat/index.js';
import type { VendorTool } from './define.js';
import { gladlyTools } from './gladly/index.js';
import { puzzelTools } from './puzzel/index.js';

/** Every tool there is, in the order in which they are listed. */
export const catalogue: readonly VendorTool[] = [...puzzelTools, ...chatTools, ...gladlyTools];
