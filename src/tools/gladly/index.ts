import type { Tool } from '../define.js';
import { inboxTools } from './inboxes.js';

export const gladlyTools: readonly Tool[] = [...inboxTools];
