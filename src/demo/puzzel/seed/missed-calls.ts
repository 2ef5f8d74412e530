/** Numbers are in the ranges that Ofcom (+44 20 7946 0xxx, +44 7700 900xxx) and PTS (+46 8 465 004xx) keep for fiction. */
const vip = { queueId: 201, category: 'Sales', reservedUserId: 0 };

/** Missed calls when the tenant starts, the newest of VIP Sales 4, 12 and 23 minutes ago. */
export const missedCallSeeds = [
  { ...vip, requestId: 70423, minutesAgo: 4, from: '+442079460882', inQueueSeconds: 71, description: 'New contract' },
  {
    ...vip,
    requestId: 70418,
    minutesAgo: 12,
    from: '+46846500431',
    inQueueSeconds: 48,
    description: 'Renewal of 120 fibre lines',
    reservedUserId: 9948,
  },
  {
    ...vip,
    requestId: 70412,
    minutesAgo: 23,
    from: '+442079460867',
    inQueueSeconds: 95,
    description: 'Quote for two sites',
  },
  { ...vip, requestId: 70397, minutesAgo: 52, from: '+447700900612', inQueueSeconds: 33, description: 'Upgrade' },
  {
    ...vip,
    requestId: 70371,
    minutesAgo: 118,
    from: '+442079460853',
    inQueueSeconds: 64,
    description: 'New offices',
    reservedUserId: 9949,
  },
  {
    ...vip,
    requestId: 70344,
    minutesAgo: 205,
    from: '+46846500418',
    inQueueSeconds: 27,
    description: 'Price of roaming',
  },
  missed(101, 70425, 2, '+447700900641', 188, 'Order status'),
  missed(101, 70421, 7, '+442079460829', 143, 'Delivery date changed'),
  missed(101, 70416, 16, '+447700900688', 171, 'Moving house'),
  missed(101, 70409, 27, '+46701740612', 122, 'Order status'),
  missed(101, 70388, 74, '+447700900605', 96, 'Return of a router'),
  missed(111, 70419, 11, '+442079460818', 84, 'Question about an invoice'),
  missed(111, 70382, 88, '+447700900657', 77, 'Payment reminder'),
  missed(121, 70405, 35, '+442079460892', 109, 'Whole site without connection'),
];

/** The same rhythm again every thirty minutes, oldest slot first. */
export const missedRhythm = [
  { queueId: 201, category: 'Sales', minutesAgo: 23, from: '+447700900623', inQueueSeconds: 41, description: 'Quote' },
  {
    queueId: 201,
    category: 'Sales',
    minutesAgo: 12,
    from: '+442079460871',
    inQueueSeconds: 66,
    description: 'New contract',
  },
  { queueId: 201, category: 'Sales', minutesAgo: 4, from: '+46846500477', inQueueSeconds: 58, description: 'Upgrade' },
];

function missed(
  queueId: number,
  requestId: number,
  minutesAgo: number,
  from: string,
  inQueueSeconds: number,
  description: string,
) {
  return { queueId, requestId, minutesAgo, from, inQueueSeconds, description, category: 'Service', reservedUserId: 0 };
}
