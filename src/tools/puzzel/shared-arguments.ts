import { text, user } from '../arguments.js';

/*
 * Arguments that several Puzzel tools take. Models are told of the known values only, but any text is passed on, since
 * Puzzel may have newer ones (puzzel.md, section 5).
 */

/** The period over which counters are summed. Public clients send Today; the SOAP contract of 2015 also has ThisWeek. */
export const tickerWindow = () => text('Today or ThisWeek; nothing else').default('Today');

/** Which visual queues are listed. Public clients send All and UserRelevant; the SOAP contract of 2015 also has UserMember. */
export const visualQueueResult = () => text('All, UserRelevant or UserMember').default('All');

/**
 * The user who asks. Even calls for the state of all agents or queues take a user: a public client found that they fail
 * without one when the token is one of Puzzel ID (puzzel.md, section 2).
 */
export const askingUser = () => user('who asks');
