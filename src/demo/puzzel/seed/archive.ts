/** Complaints of yesterday afternoon. */
export const complaints = [
  {
    userId: 9105,
    queueId: 101,
    from: '+447700900411',
    comment: 'Third wrong delivery date, wants a manager to call',
    survey: { score: 2, comment: 'Nobody could tell me when it arrives.' },
  },
  {
    userId: 9103,
    queueId: 101,
    from: '+442079460844',
    comment: 'Waited twelve minutes before the call was answered',
    survey: { score: 3, comment: 'Friendly agent, but far too long in the queue.' },
  },
  {
    userId: 9202,
    queueId: 121,
    from: '+447700900478',
    comment: 'Fault closed without a fix',
    survey: { score: 1, comment: 'Still no connection.' },
  },
  {
    userId: 9101,
    queueId: 111,
    from: '+46846500452',
    comment: 'Charged twice, refund not yet in the account',
    survey: { score: 4, comment: 'Promised a refund, we will see.' },
  },
  {
    userId: 9948,
    queueId: 201,
    from: '+442079460892',
    comment: 'Offer was sent to the wrong address',
    survey: { score: 5, comment: 'Solved in the end.' },
  },
];

export const archiveComments = [
  'Asked to be called back tomorrow',
  'Sent the guide by e-mail',
  'Will pay by the end of the month',
  'Handed over to the technician',
];

/** `queueIds`: whose calls are about this. */
export const enquiryCategories = [
  {
    id: 61,
    queueIds: [101, 401, 301],
    description: 'Delivery',
    isMultiSelect: false,
    topics: [topic(611, 'Delay'), topic(612, 'Wrong item'), topic(613, 'Tracking')],
  },
  {
    id: 62,
    queueIds: [111],
    description: 'Billing',
    isMultiSelect: false,
    topics: [topic(621, 'Double charge'), topic(622, 'Payment plan')],
  },
  {
    id: 63,
    queueIds: [121],
    description: 'Fault',
    isMultiSelect: true,
    topics: [topic(631, 'No connection'), topic(632, 'Slow line')],
  },
  {
    id: 64,
    queueIds: [201],
    description: 'Sales',
    isMultiSelect: true,
    topics: [topic(641, 'New contract'), topic(642, 'Renewal')],
  },
];

function topic(id: number, description: string) {
  return { id, description };
}
