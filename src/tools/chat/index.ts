import type { VendorTool } from '../define.js';
import { conversationTools } from './conversations.js';
import { identifyVisitor, openChat } from './session.js';

/** In the order of a visitor's conversation; what only some tenants use comes last. */
export const chatTools: readonly VendorTool[] = [openChat, ...conversationTools, identifyVisitor];
