export interface Queue {
  id: number;
  key: string;
  description: string;
  serviceId: number;
  /** Seconds within which a request should be answered. */
  sla: number;
  category: number;
}

/** The phone numbers are in ranges that Ofcom sets aside for fiction: +44 20 7946 0xxx. */
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

/** Numbers and addresses that customers use, and the queue behind each. */
export const accessPoints = [
  { address: '+442079460101', queueId: 101 },
  { address: '+442079460111', queueId: 111 },
  { address: '+442079460121', queueId: 121 },
  { address: '+442079460201', queueId: 201 },
  { address: 'support@nordlys.example', queueId: 301 },
  { address: 'vip@nordlys.example', queueId: 201 },
];

export interface VisualQueue {
  id: number;
  description: string;
  queueIds: number[];
  /** User groups whose agents answer it. */
  groupIds: number[];
  /** Counters of today when the tenant starts, requests now waiting left out. */
  today: {
    answered: number;
    withinSla: number;
    abandoned: number;
    abandonedWithinSla: number;
    silent: number;
    ciqs: number;
  };
  /** Minutes between two abandoned calls, so that the drop rate stays as it is. */
  abandonedEvery: number;
}

/** Primary Inbound drops 8 % of its calls, every other one less than 3 %. */
export const visualQueues: VisualQueue[] = [
  visual(11, 'Primary Inbound', [101], [31], [377, 268, 33, 6, 2, 9], 12),
  visual(12, 'VIP Sales', [201], [33], [62, 58, 1, 0, 0, 3], 60),
  visual(13, 'Billing', [111], [31, 32], [148, 139, 4, 1, 1, 4], 40),
  visual(14, 'Technical Support', [121], [32], [96, 87, 2, 1, 0, 6], 50),
  visual(15, 'E-mail', [301], [31, 32], [54, 51, 0, 0, 0, 0], 240),
  visual(16, 'Chat', [401], [31, 33], [83, 79, 1, 0, 0, 0], 90),
];

function visual(
  id: number,
  description: string,
  queueIds: number[],
  groupIds: number[],
  [answered, withinSla, abandoned, abandonedWithinSla, silent, ciqs]: [number, number, number, number, number, number],
  abandonedEvery: number,
): VisualQueue {
  const today = { answered, withinSla, abandoned, abandonedWithinSla, silent, ciqs };
  return { id, description, queueIds, groupIds, today, abandonedEvery };
}
