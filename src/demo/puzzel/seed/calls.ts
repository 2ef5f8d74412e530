// Numbers are in the ranges that Ofcom (+44 20 7946 0xxx, +44 7700 900xxx) and PTS (+46 8 465 004xx) keep for fiction.

/** Calls that keep coming at an interval, so that the tenant looks the same however long it runs. */
interface CallSeries {
  queueId: number;
  /** Who answers; 0: nobody, every caller gives up. */
  userId: number;
  /** Seconds between two calls. */
  interval: number;
  /** Seconds before the start at which call 0 came in; call -1 came `interval` seconds earlier, and so on. */
  offset: number;
  /** Seconds in queue of call 0, 1, …; after the last they repeat. */
  waits: number[];
  /** Seconds of conversation; the next call of the series ends it at the latest. */
  talkSeconds: number;
  /** One caller in this many gives up. */
  givesUpEvery?: number;
  /** Request ids of the first calls, which the documentation names; later calls get a computed one. */
  requestIds: number[];
  /** Index of the first call. */
  firstIndex: number;
  description: string;
  category: string;
  vip?: number;
  reservedUserId?: number;
}

const sales = { queueId: 201, category: 'Sales', vip: 7 };
/** `interval` plus the wait is thirty minutes, so that the last thirty minutes always have one such missed call. */
const missedSale = { ...sales, userId: 0, talkSeconds: 0, firstIndex: 0 };

/** Primary Inbound loses a call in twelve; VIP Sales three in any thirty minutes. */
export const callSeries: CallSeries[] = [
  {
    queueId: 101,
    userId: 9105,
    interval: 150,
    offset: 185,
    waits: [300],
    talkSeconds: 150,
    givesUpEvery: 12,
    requestIds: [88401, 88410, 88412],
    firstIndex: -1,
    description: 'Delivery date changed',
    category: 'Delivery',
  },
  {
    queueId: 111,
    userId: 9106,
    interval: 300,
    offset: 61,
    waits: [161],
    talkSeconds: 175,
    requestIds: [88405, 88413],
    firstIndex: -1,
    description: 'Question about an invoice',
    category: 'Billing',
  },
  {
    queueId: 121,
    userId: 9202,
    interval: 320,
    offset: 48,
    waits: [148],
    talkSeconds: 172,
    requestIds: [88406, 88415],
    firstIndex: -1,
    description: 'Slow line',
    category: 'Fault report',
  },
  {
    ...sales,
    userId: 9949,
    interval: 240,
    offset: 14,
    waits: [100, 15, 18, 12],
    talkSeconds: 330,
    requestIds: [88407, 88416],
    firstIndex: -1,
    description: 'New offices',
  },
  { ...missedSale, offset: 240, interval: 1729, waits: [71], requestIds: [70423], description: 'New contract' },
  {
    ...missedSale,
    offset: 720,
    interval: 1752,
    waits: [48],
    requestIds: [70418],
    description: 'Renewal of 120 fibre lines',
    reservedUserId: 9948,
  },
  { ...missedSale, offset: 1380, interval: 1705, waits: [95], requestIds: [70412], description: 'Quote for two sites' },
];

type MissedCallSeed = [
  queueId: number,
  requestId: number,
  minutesAgo: number,
  waitSeconds: number,
  description: string,
  reservedUserId?: number,
];

/** Further calls that nobody answered before the start. */
export const missedCallSeeds: MissedCallSeed[] = [
  [201, 70371, 118, 64, 'New offices', 9949],
  [101, 70425, 5, 188, 'Order status'],
  [101, 70421, 9, 143, 'Delivery date changed'],
  [101, 70416, 16, 171, 'Moving house', 9104],
  [101, 70409, 27, 122, 'Order status'],
  [101, 70388, 74, 96, 'Return of a router'],
  [101, 70377, 101, 133, 'Order status'],
  [101, 70366, 126, 154, 'Delivery date changed', 9107],
  [101, 70352, 153, 91, 'Order status'],
  [101, 70341, 181, 208, 'Moving house'],
  [101, 70330, 207, 117, 'Return of a router'],
  [101, 70322, 236, 149, 'Order status'],
  [101, 70315, 262, 86, 'Delivery date changed'],
  [101, 70303, 291, 162, 'Order status'],
  [111, 70419, 11, 84, 'Question about an invoice'],
  [111, 70382, 88, 77, 'Payment reminder'],
  [121, 70405, 35, 109, 'Whole site without connection'],
];

/** Phone numbers of certain callers, by the request id of their call. */
export const knownCallers: Record<number, string> = {
  88401: '+447700900277',
  88410: '+442079460815',
  88412: '+447700900231',
  88413: '+447700900254',
  88415: '+442079460833',
  88416: '+442079460847',
  88407: '+442079460861',
  70423: '+442079460882',
  70418: '+46846500431',
  70412: '+442079460867',
  70371: '+442079460853',
  // Jonas Okafor and Maya Lindqvist, who write to Gladly as well.
  70425: '+15550145001',
  70421: '+15550123456',
  70405: '+442079460892',
};
