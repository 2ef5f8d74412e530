import { text, user } from '../arguments.js';
import { inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';
import { emailRecipients, smsRecipient } from './targets.js';

/** The fields are those of the SOAP contract of 2015 (SmsSend, EMailSend); no public source shows either path. */
export const messagingTools = [
  definePuzzelTool({
    name: 'create_a_puzzel_sm',
    title: 'Send an SMS',
    tag: 'messaging',
    effect: 'create',
    sends: true,
    description: 'Sends an SMS to a customer at once. Answers its id. Unverified.',
    input: {
      user_id: user(),
      to: text("customer's number with country code"),
      message: text('text of the SMS'),
      from: text('number or name shown as sender').optional(),
    },
    route: post('/{customerKey}/users/{user_id}/sms', inferred('/customers/{customerKey}/users/{user_id}/sms')),
    example: { to: '+447700900461', message: 'We call you back within ten minutes.' },
    target: smsRecipient,
    alsoSent: () => ({ channel: 'SMS' }),
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_user_email',
    title: 'Send an e-mail',
    tag: 'messaging',
    effect: 'create',
    sends: true,
    description: 'Sends an e-mail on behalf of a user at once; no sender to choose. Unverified.',
    input: {
      user_id: user(),
      to: text('address'),
      subject: text('subject'),
      message: text('text of the mail'),
      cc: text('address').optional(),
      bcc: text('address').optional(),
    },
    route: post('/{customerKey}/users/{user_id}/email', inferred()),
    example: { to: 'karin.holm@postbox.example', subject: 'Your case', message: 'We have found the fault.' },
    target: emailRecipients,
    alsoSent: () => ({ channel: 'e-mail' }),
  }),
];
