import { notExist } from './errors.js';
import { demoAgents, newId } from './ids.js';
import type * as model from './model.js';

/** The demo tenant's API user: the initiator of items and events for which an operation names no other. */
export const apiUser: model.Communicator = { id: demoAgents.apiUser, type: 'API' };

/** The records that several groups of operations share; the seed and the operations write them. */
export class Store {
  readonly agents: model.Agent[] = [];
  readonly inboxes: model.Inbox[] = [];
  /** Inbox id → ids of the agents who work in it. */
  readonly inboxAgents = new Map<string, string[]>();
  readonly teams: model.Team[] = [];
  readonly topics = new Map<string, model.Topic>();
  readonly customAttributes = new Map<string, model.CustomAttribute>();
  readonly customers = new Map<string, model.Customer>();
  /** Merged id → the id that it was merged into. */
  readonly mergeTargets = new Map<string, string>();
  readonly conversations = new Map<string, model.Conversation>();
  readonly items = new Map<string, model.Item>();
  readonly transcripts = new Map<string, model.Transcript>();
  readonly tasks = new Map<string, model.Task>();
  readonly comments = new Map<string, model.TaskComment>();
  readonly events: model.GladlyEvent[] = [];

  /** A customer. @throws a 404 for an unknown id and for a merged one, as on every operation without a documented 301 */
  customer(id: string): model.Customer {
    const customer = this.customers.get(id);
    if (!customer) throw notExist(`customer [${id}] does not exist`);
    return customer;
  }

  conversationsOf(customerId: string): model.Conversation[] {
    return [...this.conversations.values()].filter((conversation) => conversation.customerId === customerId);
  }

  /** Records an event for the events stream and the reports. */
  emit(
    type: string,
    content: Record<string, unknown>,
    initiator = apiUser,
    timestamp = new Date().toISOString(),
  ): void {
    this.events.push({ id: newId(), type, timestamp, initiator, content });
  }

  /** Removes a customer, all its records except events, and the ids that were merged directly into it. */
  removeCustomer(id: string): void {
    this.customers.delete(id);
    for (const task of this.tasks.values()) {
      if (task.customerId === id) dropWhere(this.comments, ({ taskId }) => taskId === task.id);
    }
    for (const records of [this.conversations, this.items, this.transcripts, this.tasks]) {
      dropWhere<{ customerId: string }>(records, ({ customerId }) => customerId === id);
    }
    for (const [mergedId, target] of this.mergeTargets) if (target === id) this.mergeTargets.delete(mergedId);
    this.emit('CUSTOMER_PROFILE/DELETED', { customerId: id });
  }
}

function dropWhere<T>(records: Map<string, T>, condition: (record: T) => boolean): void {
  for (const [id, record] of records) if (condition(record)) records.delete(id);
}
