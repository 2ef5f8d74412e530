import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { instant, nonBlank, parseBody, timezone } from './body.js';
import { badRequest, notExist, refusal } from './errors.js';
import { demoBusinessHours, newId } from './ids.js';
import { noContent, ok } from './responses.js';

const clockTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be HH:MM');
const blocks = z.array(
  z.object({ start: clockTime, stop: clockTime }).refine(({ start, stop }) => start < stop, 'stop must be after start'),
);

const officeHours = z.object({
  timezone: z.string('Timezone is required').refine((name) => timezone.safeParse(name).success, 'Timezone is invalid'),
  monday: blocks.optional(),
  tuesday: blocks.optional(),
  wednesday: blocks.optional(),
  thursday: blocks.optional(),
  friday: blocks.optional(),
  saturday: blocks.optional(),
  sunday: blocks.optional(),
  exceptions: z
    .array(z.object({ name: nonBlank(), start: instant, stop: instant, scheduleBlocks: blocks.optional() }))
    .optional(),
});

const newHoursBody = z.object({
  // In the vendor's example a blank name is `invalid`, not `blank`.
  name: z
    .string()
    .max(200)
    .refine((name) => name.trim() !== '', 'cannot be blank')
    .prefault(''),
  primary: z.boolean().optional(),
  officeHours,
});
const changedHoursBody = newHoursBody.extend({ version: z.int() });

type BusinessHours = z.infer<typeof newHoursBody> & {
  id: string;
  version: number;
  createdAt: string;
  updatedAt: string;
  primary: boolean;
};

/** Weekly schedules with optimistic locking; exactly one is primary. */
export function businessHoursRoutes(): DemoRoutes {
  const businessHours = seededHours();
  const hoursById = (id = ''): BusinessHours => {
    const hours = businessHours.get(id);
    if (!hours) throw notExist('business hours does not exist');
    return hours;
  };
  /** Stores business hours; when they are primary, the ones that were primary before no longer are. */
  const save = (hours: BusinessHours): BusinessHours => {
    for (const other of businessHours.values()) {
      if (hours.primary && other.primary && other.id !== hours.id) {
        businessHours.set(other.id, {
          ...other,
          primary: false,
          version: other.version + 1,
          updatedAt: hours.updatedAt,
        });
      }
    }
    businessHours.set(hours.id, hours);
    return hours;
  };
  const hoursPath = '/business-hours/{businessHoursId}';
  return {
    'GET /business-hours': () => ok([...businessHours.values()]),
    'POST /business-hours': (request) => {
      const { primary = false, ...body } = parseBody(request, newHoursBody);
      const now = new Date().toISOString();
      const hours = { ...body, primary, id: `bh_${newId()}`, version: 1, createdAt: now, updatedAt: now };
      return { status: 201, body: save(hours) };
    },
    [`GET ${hoursPath}`]: ({ params }) => ok(hoursById(params.businessHoursId)),
    [`PUT ${hoursPath}`]: (request) => {
      const storedHours = hoursById(request.params.businessHoursId);
      const { version, primary = storedHours.primary, ...body } = parseBody(request, changedHoursBody);
      if (version !== storedHours.version) {
        throw refusal(409, { code: 'version_outdated', detail: 'the version provided is outdated' });
      }
      if (storedHours.primary && !primary) {
        throw badRequest({ attr: 'primary', code: 'invalid', detail: 'one business hours must be primary' });
      }
      const { id, createdAt } = storedHours;
      return ok(save({ ...body, primary, id, createdAt, version: version + 1, updatedAt: new Date().toISOString() }));
    },
    [`DELETE ${hoursPath}`]: ({ params }) => {
      const hours = hoursById(params.businessHoursId);
      if (hours.primary) throw badRequest({ code: 'invalid', detail: 'cannot delete primary business hours' });
      businessHours.delete(hours.id);
      return noContent;
    },
  };
}

const newYork = 'America/New_York';

function seededHours(): Map<string, BusinessHours> {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  /** Midnight in New York, four or five hours behind UTC; `days` from today. */
  const midnight = (days: number) => {
    const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const hourOf = (time: string) =>
      new Date(time).toLocaleString('en', { timeZone: newYork, hour: 'numeric', hourCycle: 'h23' });
    return hourOf(`${day}T04:00:00.000Z`) === '00' ? `${day}T04:00:00.000Z` : `${day}T05:00:00.000Z`;
  };
  const oneBlock = (start: string, stop: string) => [{ start, stop }];
  const nineToSix = oneBlock('09:00', '18:00');
  const mondayToThursday = { monday: nineToSix, tuesday: nineToSix, wednesday: nineToSix, thursday: nineToSix };
  const { primary, weekend } = demoBusinessHours;
  const beforeAndAfterLunch = [...oneBlock('09:00', '12:30'), ...oneBlock('13:30', '17:00')];
  const exceptions = [{ name: 'Stocktaking', start: midnight(20), stop: midnight(21), scheduleBlocks: [] }];
  const support = { timezone: newYork, ...mondayToThursday, friday: beforeAndAfterLunch, exceptions };
  const crew = { timezone: 'Europe/Oslo', saturday: nineToSix, sunday: oneBlock('10:00', '14:00') };
  const supportRevision = { version: 4, createdAt: daysAgo(700), updatedAt: daysAgo(31) };
  const crewRevision = { version: 1, createdAt: daysAgo(120), updatedAt: daysAgo(120) };
  return new Map<string, BusinessHours>([
    [primary, { id: primary, ...supportRevision, name: 'Support hours', primary: true, officeHours: support }],
    [weekend, { id: weekend, ...crewRevision, name: 'Weekend crew', primary: false, officeHours: crew }],
  ]);
}
