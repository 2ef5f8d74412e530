/** `at`: days from the start and hour (UTC), within the hours of work in Oslo. Name and number are the contact's. */
export const scheduledTaskSeeds: {
  id: number;
  contactId: string;
  duration: number;
  queueKey: string;
  reservedUserId: number;
  at: [days: number, hour: number];
  title: string;
  description: string;
}[] = [
  {
    id: 10951,
    contactId: '70004',
    duration: 30,
    queueKey: 'q_vip_sales',
    reservedUserId: 9948,
    at: [1, 9],
    title: 'Price call, 120 fibre lines',
    description: 'Go through the revised offer before the board meeting.',
  },
  {
    id: 10958,
    contactId: '70007',
    duration: 15,
    queueKey: 'q_technical_support',
    reservedUserId: 9203,
    at: [1, 7],
    title: 'Callback after line test',
    description: 'Tell the result of the overnight line test.',
  },
  {
    id: 10963,
    contactId: '70009',
    duration: 15,
    queueKey: 'q_billing',
    reservedUserId: 0,
    at: [2, 12],
    title: 'Payment plan',
    description: 'Agree on a payment plan for two open invoices.',
  },
];
