import { text } from '../arguments.js';

/*
 * Public clients send Today, All and UserRelevant; ThisWeek and UserMember are known from the contract of 2015
 * (puzzel.md, section 5). The lists may not be complete, so any other text is passed on.
 */

/** Over which span counters are summed. */
export const tickerWindow = () => text('Today or ThisWeek; no earlier days, no hours').default('Today');

/** Which visual queues are wanted. */
export const visualQueueResult = () => text('All, UserRelevant or UserMember').default('All');

/** The asking user in the query: a public client found that calls with a Puzzel ID token fail without it. */
export const askingUser = 'who asks';
