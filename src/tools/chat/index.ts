import type { Tool } from '../define.js';

export const chatTools: readonly Tool[] = [];
