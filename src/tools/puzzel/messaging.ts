import { text, user } from '../arguments.js';
import { puzzelDone } from '../output.js';
import { inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { emailRecipients, smsRecipient } from './targets.js';

/** No public source shows the fields of either: path and body are guesses. */
export const messagingTools = [
  definePuzzelTool({
    name: 'create_a_puzzel_sm',
    title: 'Send an SMS',
    tag: 'messaging',
    effect: 'create',
    sends: true,
    description: 'Sends an SMS to a customer at once. Answers the message id. Unverified.',
    input: {
      user_id: user(),
      recipient: text('number with country code'),
      message: text('text'),
      sender: text('shown as sender').optional(),
    },
    output: puzzelDone,
    route: post('/{customerKey}/users/{user_id}/sms', inferred('/customers/{customerKey}/users/{user_id}/sms')),
    example: { recipient: '+447700900461', message: 'We call you back within ten minutes.' },
    target: smsRecipient,
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_user_email',
    title: 'Send an e-mail',
    tag: 'messaging',
    effect: 'create',
    sends: true,
    description: 'Sends an e-mail for a user at once. Unverified.',
    input: {
      user_id: user(),
      to: text('address'),
      subject: text('subject'),
      body: text('text'),
      from: text('address').optional(),
      cc: text('addresses').optional(),
      bcc: text('addresses').optional(),
    },
    output: puzzelDone,
    route: post('/{customerKey}/users/{user_id}/email', inferred()),
    example: { to: 'karin.holm@postbox.example', subject: 'Your case', body: 'We have found the fault.' },
    target: emailRecipients,
  }),
];
