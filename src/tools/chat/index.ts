import type { VendorTool } from '../define.js';
import { conversationTools } from './conversations.js';
import { identifyVisitor, openChat } from './session.js';

export const chatTools: readonly VendorTool[] = [openChat, ...conversationTools, identifyVisitor];
