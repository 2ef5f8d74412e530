import { hour, minute } from '../dates.js';
import { newRequest, type PuzzelRequest } from '../model.js';

interface RequestSeed
  extends Pick<PuzzelRequest, 'id' | 'kind' | 'queueId' | 'from' | 'to' | 'description' | 'category'>,
    Partial<Pick<PuzzelRequest, 'mediaType' | 'status' | 'subject' | 'uri' | 'vip' | 'reservedUserId'>> {
  variables?: Record<string, string>;
  /** How long before the start it came in. */
  minutesAgo: number;
  /** Dialler list of an outbound request or callout; empty for none. */
  listName?: string;
  /** Messages of its history, 40 seconds apart. */
  historyMessages: readonly string[];
}

const eTask = { kind: 'eTask', mediaType: 'EMail' } as const;

const seeds: RequestSeed[] = [
  {
    ...eTask,
    id: 10934,
    queueId: 201,
    from: 'procurement@fjordkraft-marine.example',
    to: 'vip@nordlys.example',
    subject: 'Renewal of 120 fibre lines: answer due this week',
    description:
      'Fjordkraft Marine asks for a revised offer on 120 fibre lines before the board meets on Thursday. ' +
      'They accept 36 months if the price per line goes below 39.00 and want a named technical contact.',
    category: 'Contract renewal',
    uri: 'https://crm.nordlys.example/opportunities/55821',
    vip: 9,
    variables: { customerNumber: '300417', contractValue: '168480', contact: 'Tone Aasen' },
    minutesAgo: 96,
    reservedUserId: 9948,
    historyMessages: ['eTask created by the CRM', 'Reserved for Emma Thorsen, who wrote the first offer'],
  },
  {
    ...eTask,
    id: 10941,
    queueId: 301,
    from: 'grace.nakamura@example.net',
    to: 'support@nordlys.example',
    subject: 'Router restarts every night',
    description: 'Restarts at about 02:00 since the firmware update. Logs attached.',
    category: 'Technical',
    uri: 'https://crm.nordlys.example/cases/71940',
    minutesAgo: 41,
    historyMessages: ['E-mail received'],
  },
  {
    ...eTask,
    id: 10946,
    queueId: 301,
    from: 'accounts@hillside-dental.example',
    to: 'support@nordlys.example',
    subject: 'Invoice 2210934 charged twice',
    description: 'Direct debit went out twice for the same invoice. Asks for a refund.',
    category: 'Billing',
    uri: 'https://crm.nordlys.example/cases/71952',
    vip: 2,
    minutesAgo: 23,
    historyMessages: ['E-mail received'],
  },
  {
    id: 88392,
    kind: 'callback',
    status: 'CallbackInQueue',
    queueId: 121,
    from: '+442079460892',
    to: '+442079460121',
    description: 'Whole site without connection since 07:40, fourth call about the same fault.',
    category: 'Fault report',
    vip: 6,
    variables: { customerNumber: '300866', site: 'Aberdeen Harbour', faultId: 'F-20417' },
    minutesAgo: 38,
    historyMessages: ['Call queued', 'Customer chose a callback', 'Callback in queue'],
  },
  {
    id: 90511,
    kind: 'outbound',
    status: 'Allocated',
    queueId: 201,
    from: '+442079460201',
    to: '+442079460874',
    description: 'Follow-up of the spring offer',
    category: 'Outbound',
    listName: 'Spring renewals',
    minutesAgo: 15,
    reservedUserId: 9949,
    historyMessages: ['Taken from list Spring renewals', 'Allocated to Magnus Nyström'],
  },
  {
    id: 88501,
    kind: 'callout',
    status: 'Setup',
    queueId: 201,
    from: '+442079460100',
    to: '+442079460891',
    description: 'Promised to call back about the fibre offer',
    category: 'Callback',
    listName: '',
    minutesAgo: 6,
    reservedUserId: 9948,
    historyMessages: ['Callout planned by Emma Thorsen'],
  },
];

/** What waits when the tenant starts, beside the simulated calls: e-mails, a callback, a dialler request and a planned callout. */
export function seedRequests(startedAt: number): Map<number, PuzzelRequest> {
  return new Map(
    seeds.map(({ minutesAgo, historyMessages, variables = {}, listName, ...seed }) => {
      const queueEntered = startedAt - minutesAgo * minute;
      const request = newRequest({
        ...seed,
        queueEntered,
        variables: Object.entries(variables).map(([name, value]) => ({ name, value })),
        history: historyMessages.map((message, index) => {
          return { time: queueEntered + index * 40_000, type: 'Info', message, userId: 0 };
        }),
        ...(seed.reservedUserId ? { reservedUntil: startedAt + 8 * hour } : {}),
        ...(listName === undefined ? {} : { outbound: outboundInfo(listName) }),
      });
      return [request.id, request];
    }),
  );
}

function outboundInfo(listName: string) {
  return {
    listName,
    maxAttempts: 3,
    attempts: 1,
    secondsBetweenAttempts: 3600,
    ciqType: 'CallAgentFirst',
    feedback: null,
    comment: null,
  };
}
