import type { Tool } from '../define.js';
import { missedCallTools } from './missed-calls.js';

export const puzzelTools: readonly Tool[] = [...missedCallTools];
