import { Failure } from '../../failure.js';
import { id, list, object, text, time, timeZone } from '../arguments.js';
import { record } from '../output.js';
import { documented, post } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { campaignRecipients } from './targets.js';

interface Addresses {
  emailAddress?: string | undefined;
  phoneNumber?: string | undefined;
}

/** @throws Failure `invalid_input` unless every recipient has the address of one and the same channel, as documented */
function checkedRecipients<T extends { recipients: readonly Addresses[] }>(args: T): T {
  const { recipients } = args;
  const allHave = (address: keyof Addresses) =>
    recipients.length > 0 && recipients.every((recipient) => (recipient[address] ?? '').trim() !== '');
  if (allHave('emailAddress') || allHave('phoneNumber')) return args;
  throw new Failure('invalid_input', 'recipients: each needs an emailAddress, or each a phoneNumber.', {
    hint: 'A campaign reaches all its recipients through one channel. Nothing was sent.',
  });
}

export const campaignTools = [
  defineGladlyTool({
    name: 'create_a_gladly_recipient_collection',
    title: 'Contact customers by campaign',
    tag: 'campaigns',
    effect: 'create',
    sends: true,
    description:
      'Gives a campaign customers to contact by e-mail, SMS or phone. Nothing lists or cancels it; do not repeat it. Ask the person for the campaign id.',
    input: {
      campaign_id: id('from its address in the Gladly interface'),
      name: text('label'),
      startAfter: time('not before'),
      endBefore: time('not after').optional(),
      recipients: list(
        object({
          customerName: text('name'),
          emailAddress: text('for e-mail').optional(),
          // National forms are accepted here (gladly.md, k), so the number stays as typed.
          phoneNumber: text('for SMS and voice').optional(),
          timezone: timeZone('IANA name'),
        }),
        'all for one channel',
      ),
    },
    prepare: checkedRecipients,
    output: record({
      id: 'string',
      campaignId: 'string',
      type: 'EMAIL, SMS or VOICE',
      name: 'string',
      status: 'ACTIVE, CANCELED, COMPLETED, PENDING or SCHEDULED',
      startAfter: 'ISO time',
      endBefore: 'ISO time',
    }),
    route: post('/api/v1/campaigns/{campaign_id}/recipient-collections', documented),
    example: {
      campaign_id: demo.campaign,
      name: 'Delivery reminders',
      startAfter: '2031-01-31T09:00:00Z',
      recipients: [
        { customerName: 'Maya Lindqvist', emailAddress: 'maya.lindqvist@example.com', timezone: 'Europe/Stockholm' },
      ],
    },
    target: campaignRecipients,
  }),
];
