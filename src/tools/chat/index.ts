import type { Tool } from '../define.js';
import { conversationTools } from './conversations.js';
import { identifyVisitor, openChat } from './session.js';

export const chatTools: readonly Tool[] = [openChat, ...conversationTools, identifyVisitor];
