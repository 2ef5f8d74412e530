import * as z from 'zod';
import { time } from '../arguments.js';

/**
 * The content of an item to create: an activity card. The only other type that the document allows here, TASK, is
 * deprecated; there are task tools.
 */
export const newActivity = z.strictObject({
  type: z.enum(['CUSTOMER_ACTIVITY']).meta({ description: 'kind' }),
  activityType: z.enum(['EMAIL', 'ISSUE', 'SMS', 'SURVEY']).meta({ description: 'icon' }),
  title: z.string().max(100).optional().meta({ description: 'headline' }),
  body: z.string().max(25_000).optional().meta({ description: 'text or limited HTML' }),
  sourceName: z.string().max(50).optional().meta({ description: 'source system' }),
  link: z
    .strictObject({
      url: z.string().optional().meta({ description: 'target' }),
      text: z.string().max(50).optional().meta({ description: 'label' }),
    })
    .optional()
    .meta({ description: 'link' }),
  expandByDefault: z.boolean().optional().meta({ description: 'opened' }),
  occurredAt: time('with offset, at most a year ago').optional(),
});
