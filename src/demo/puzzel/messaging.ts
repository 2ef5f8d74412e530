import { done, invalid, refused } from './envelope.js';
import type { PuzzelRoutes } from './routes.js';

/** Nothing leaves the demo tenant: a message gets its id and is forgotten. */
export const messagingRoutes: PuzzelRoutes = {
  'POST /{customerKey}/users/{userId}/sms': {
    alternative: 'POST /customers/{customerKey}/users/{userId}/sms',
    run: ({ state, args }) => {
      const recipient = args.requiredText('to').replace(/[\s-]/g, '');
      const message = args.requiredText('message');
      if (!/^(\+|00)?\d{5,15}$/.test(recipient)) throw refused(`${recipient} is not a mobile number`);
      // inferred: ten joined messages of 153 characters are the limit of most SMS gateways.
      if (message.length > 1530) throw invalid('message', 'is longer than 1530 characters');
      return done(state.nextMessageId());
    },
  },
  'POST /{customerKey}/users/{userId}/email': ({ state, args }) => {
    const to = args.requiredText('to');
    args.requiredText('subject');
    args.requiredText('message');
    for (const address of [to, args.text('cc'), args.text('bcc')]) {
      if (address && !address.split(/[;,]/).every((one) => /^[^@\s]+@[^@\s]+$/.test(one.trim()))) {
        throw refused(`'${address}' is not an e-mail address`);
      }
    }
    return done(state.nextMessageId());
  },
};
