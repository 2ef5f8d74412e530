/** Complaints of yesterday afternoon. */
export const complaints = [
  complaint(
    9105,
    101,
    '+447700900411',
    'Third wrong delivery date, wants a manager to call',
    2,
    'Nobody could tell me when it arrives.',
  ),
  complaint(
    9103,
    101,
    '+442079460844',
    'Waited twelve minutes before the call was answered',
    3,
    'Friendly agent, but far too long in the queue.',
  ),
  complaint(9202, 121, '+447700900478', 'Fault closed without a fix', 1, 'Still no connection.'),
  complaint(
    9101,
    111,
    '+46846500452',
    'Charged twice, refund not yet in the account',
    4,
    'Promised a refund, we will see.',
  ),
  complaint(9948, 201, '+442079460892', 'Offer was sent to the wrong address', 5, 'Solved in the end.'),
];

function complaint(
  userId: number,
  queueId: number,
  from: string,
  comment: string,
  score: number,
  surveyComment: string,
) {
  return { userId, queueId, from, comment, survey: { score, comment: surveyComment } };
}

export const archiveComments = [
  'Asked to be called back tomorrow',
  'Sent the guide by e-mail',
  'Will pay by the end of the month',
  'Handed over to the technician',
];

/** `queueIds`: the queues whose calls are registered under the category. */
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
