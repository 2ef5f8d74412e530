// Ofcom (+44 20 7946 0xxx, +44 7700 900xxx) and PTS (+46 8 465 004xx) keep these numbers for fiction; +1 555 is unassigned.

/** Calls that keep coming at an interval, so that the tenant looks the same however long it runs. */
interface CallSeries {
  queueId: number;
  /** Who answers; 0: nobody, every caller gives up. */
  userId: number;
  /** Between two calls. */
  intervalSeconds: number;
  /** How long before the start call 0 came in; call -1 came `intervalSeconds` earlier. */
  offsetSeconds: number;
  /** Time in queue of call 0, 1, …; after the last they repeat. */
  waitSeconds: number[];
  /** Seconds of conversation, which ends at the latest when the next call of the series leaves the queue. */
  talkSeconds: number;
  /** One caller in this many gives up. */
  givesUpEvery?: number;
  /** Request ids of the first calls, so that documents and tests can name them; later calls get computed ones. */
  requestIds: number[];
  /** Index of the first call. */
  firstIndex: number;
  description: string;
  category: string;
  vip?: number;
  reservedUserId?: number;
}

const sales = { queueId: 201, category: 'Sales', vip: 7 };
/** For series whose interval plus wait is thirty minutes: of the calls of the last thirty minutes, one is missed. */
const missedSale = { ...sales, userId: 0, talkSeconds: 0, firstIndex: 0 };

/** Primary Inbound loses a call in twelve; VIP Sales three in any thirty minutes. */
export const callSeries: CallSeries[] = [
  {
    queueId: 101,
    userId: 9105,
    intervalSeconds: 150,
    offsetSeconds: 185,
    waitSeconds: [300],
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
    intervalSeconds: 300,
    offsetSeconds: 61,
    waitSeconds: [161],
    talkSeconds: 175,
    requestIds: [88405, 88413],
    firstIndex: -1,
    description: 'Question about an invoice',
    category: 'Billing',
  },
  {
    queueId: 121,
    userId: 9202,
    intervalSeconds: 320,
    offsetSeconds: 48,
    waitSeconds: [148],
    talkSeconds: 172,
    requestIds: [88406, 88415],
    firstIndex: -1,
    description: 'Slow line',
    category: 'Fault report',
  },
  {
    ...sales,
    userId: 9949,
    intervalSeconds: 240,
    offsetSeconds: 14,
    waitSeconds: [100, 15, 18, 12],
    talkSeconds: 330,
    requestIds: [88407, 88416],
    firstIndex: -1,
    description: 'New offices',
  },
  {
    ...missedSale,
    offsetSeconds: 240,
    intervalSeconds: 1729,
    waitSeconds: [71],
    requestIds: [70423],
    description: 'New contract',
  },
  {
    ...missedSale,
    offsetSeconds: 720,
    intervalSeconds: 1752,
    waitSeconds: [48],
    requestIds: [70418],
    description: 'Renewal of 120 fibre lines',
    reservedUserId: 9948,
  },
  {
    ...missedSale,
    offsetSeconds: 1380,
    intervalSeconds: 1705,
    waitSeconds: [95],
    requestIds: [70412],
    description: 'Quote for two sites',
  },
];

type MissedCallSeed = [
  queueId: number,
  requestId: number,
  minutesAgo: number,
  waitSeconds: number,
  description: string,
  reservedUserId?: number,
];

/** Further missed calls, from before the start. */
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
  70405: '+442079460892',
  // Jonas Okafor and Maya Lindqvist, who write to Gladly as well.
  70425: '+15550145001',
  70421: '+15550123456',
};
