import { aiSdk } from './ai-sdk.js';
import { langchain } from './langchain.js';
import { openaiAgents } from './openai-agents.js';
import { sdkOne } from './sdk-one.js';
import { sdkTwoNewer, sdkTwoOlder } from './sdk-two.js';

/** The client libraries that are tested. The Inspector and the conformance suite need a later Node: scripts/test-clients.mjs. */
export const clients = [sdkOne, sdkTwoOlder, sdkTwoNewer, aiSdk, langchain, openaiAgents];
