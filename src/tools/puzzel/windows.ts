import { text } from '../arguments.js';

/*
 * Today, All and UserRelevant are the only values that public clients send (puzzel.md, section 5). The lists are not
 * complete, so any other text is passed on.
 */

/** Over which span counters are summed. */
export const tickerWindow = () => text('only Today is known').default('Today');

/** Which visual queues are wanted. */
export const visualQueueResult = () => text('or UserRelevant: of userId').default('All');

/** The asking user in the query: a public client found that calls with a Puzzel ID token fail without it. */
export const askingUser = 'who asks; default self';
