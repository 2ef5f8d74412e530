export interface Queue {
  id: number;
  key: string;
  description: string;
  serviceId: number;
  /** Seconds within which a request should be answered. */
  sla: number;
  /** 1 phone, 2 e-mail, 3 chat. Agents need the skill with the id 5100 + category to answer the queue. */
  category: number;
}

/** The phone numbers are in a range that Ofcom sets aside for fiction: +44 20 7946 0xxx. */
export const services = [
  { id: 1, number: '+442079460100', description: 'Customer Service' },
  { id: 2, number: '+442079460200', description: 'VIP Sales' },
  { id: 3, number: '+442079460300', description: 'Digital' },
];

export const queues: Queue[] = [
  { id: 101, key: 'q_primary_inbound', description: 'Primary Inbound', serviceId: 1, sla: 45, category: 1 },
  { id: 111, key: 'q_billing', description: 'Billing', serviceId: 1, sla: 60, category: 1 },
  { id: 121, key: 'q_technical_support', description: 'Technical Support', serviceId: 1, sla: 60, category: 1 },
  { id: 201, key: 'q_vip_sales', description: 'VIP Sales', serviceId: 2, sla: 20, category: 1 },
  { id: 301, key: 'q_email', description: 'E-mail', serviceId: 3, sla: 14_400, category: 2 },
  { id: 401, key: 'q_chat', description: 'Chat', serviceId: 3, sla: 40, category: 3 },
];

/** The medium of what comes into a queue. */
export function mediaOf(queueId: number): 'Phone' | 'EMail' | 'Chat' {
  const category = queues.find(({ id }) => id === queueId)?.category;
  return category === 3 ? 'Chat' : category === 2 ? 'EMail' : 'Phone';
}

/** Numbers and addresses that customers use, and the queue behind each. */
export const accessPoints = [
  { address: '+442079460101', queueId: 101 },
  { address: '+442079460111', queueId: 111 },
  { address: '+442079460121', queueId: 121 },
  { address: '+442079460201', queueId: 201 },
  { address: 'support@nordlys.example', queueId: 301 },
  { address: 'vip@nordlys.example', queueId: 201 },
];

/** The first access point of a queue; `chat` for the chat queue, which has none. */
export const accessPointOf = (queueId: number): string =>
  accessPoints.find((point) => point.queueId === queueId)?.address ?? 'chat';

export interface VisualQueue {
  id: number;
  description: string;
  queueIds: number[];
  /** User groups whose agents answer it. */
  groupIds: number[];
}

export const visualQueues: VisualQueue[] = [
  { id: 11, description: 'Primary Inbound', queueIds: [101], groupIds: [31] },
  { id: 12, description: 'VIP Sales', queueIds: [201], groupIds: [33] },
  { id: 13, description: 'Billing', queueIds: [111], groupIds: [31, 32] },
  { id: 14, description: 'Technical Support', queueIds: [121], groupIds: [32] },
  { id: 15, description: 'E-mail', queueIds: [301], groupIds: [31, 32] },
  { id: 16, description: 'Chat', queueIds: [401], groupIds: [31, 33] },
];
