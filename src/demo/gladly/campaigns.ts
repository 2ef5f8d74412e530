import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { emailAddress, instant, nonBlank, parseBody, timezone } from './body.js';
import { badRequest, notExist } from './errors.js';
import { demoCampaigns, newId } from './ids.js';
import { ok } from './responses.js';

const collectionBody = z.object({
  name: nonBlank(),
  startAfter: instant,
  endBefore: instant.optional(),
  recipients: z
    .array(
      z.object({
        customerName: nonBlank(),
        emailAddress: emailAddress.optional(),
        // National forms such as (212) 555-9876 stand in the vendor's example.
        phoneNumber: z
          .string()
          .regex(/^[+\d][\d\s().-]{6,}$|^\(\d/, 'is not a phone number')
          .optional(),
        timezone,
      }),
    )
    .min(1),
});

const typeOfCampaign = new Map([
  [demoCampaigns.email, 'EMAIL'],
  [demoCampaigns.sms, 'SMS'],
  [demoCampaigns.voice, 'VOICE'],
]);

/** Proactive campaigns: only adding recipients is possible, and nothing lists what was added. */
export function campaignRoutes(): DemoRoutes {
  return {
    'POST /campaigns/{campaignId}/recipient-collections': (request) => {
      const { campaignId = '' } = request.params;
      const type = typeOfCampaign.get(campaignId);
      if (type === undefined) throw notExist(`campaign [${campaignId}] does not exist`);
      const { recipients, ...collection } = parseBody(request, collectionBody);
      const attr = type === 'EMAIL' ? 'emailAddress' : 'phoneNumber';
      recipients.forEach((recipient, index) => {
        if (recipient[attr] !== undefined) return;
        const detail = `${attr} is required for ${type} campaigns`;
        throw badRequest({ attr: `recipients.${index}.${attr}`, code: 'blank', detail });
      });
      const status = Date.parse(collection.startAfter) > Date.now() ? 'SCHEDULED' : 'PENDING';
      return ok({ id: newId(), campaignId, type, ...collection, status });
    },
  };
}
