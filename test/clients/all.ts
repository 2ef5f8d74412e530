import { aiSdk } from './ai-sdk.js';
import { langchain } from './langchain.js';
import { openaiAgents } from './openai-agents.js';
import { sdkOne } from './sdk-one.js';
import { sdkTwoNewer, sdkTwoOlder } from './sdk-two.js';

/** Every client library that runs on our oldest Node. Inspector and conformance suite: scripts/test-clients.mjs. */
export const clients = [sdkOne, sdkTwoOlder, sdkTwoNewer, aiSdk, langchain, openaiAgents];
