import { text, user } from '../arguments.js';

/*
 * Arguments that several Puzzel tools take. Public clients send Today, All and UserRelevant; ThisWeek and UserMember are
 * known from the contract of 2015 (puzzel.md, section 5). Models are told of no other values, but Puzzel may have newer
 * ones, so any text is passed on.
 */

/** The period over which counters are summed. */
export const tickerWindow = () => text('Today or ThisWeek; nothing else').default('Today');

/** Which visual queues are listed. */
export const visualQueueResult = () => text('All, UserRelevant or UserMember').default('All');

/**
 * The user who asks. Calls for the state of all agents or queues take it, too: a public client found that they fail
 * without it when the token is one of Puzzel ID (puzzel.md, section 2).
 */
export const askingUser = () => user('who asks');
