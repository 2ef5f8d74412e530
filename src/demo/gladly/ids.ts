import { hash } from 'node:crypto';
import { seededRandom } from '../random.js';

/** Gladly's id format: 16 bytes as URL-safe base64, 22 characters. */
function slugOf(bytes: Buffer): string {
  return bytes.subarray(0, 16).toString('base64url');
}

/** The same id for the same name on every run. `firstCharacter` forces a leading `-` or `_`, which real ids may have. */
export function idOf(name: string, firstCharacter = ''): string {
  return firstCharacter + slugOf(hash('sha256', name, 'buffer')).slice(firstCharacter.length);
}

const random = seededRandom(2_206);

/** A new id, as Gladly makes it when the client chose none. */
export function newId(): string {
  return slugOf(Buffer.from(Array.from({ length: 16 }, () => Math.floor(random() * 256))));
}

/** A new id of an automation message: 24 hex digits. */
export function newHexId(): string {
  return Array.from({ length: 24 }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** The 32 hex digits by which a report filter may name the record with this id. */
export function hexOf(id: string): string {
  return Buffer.from(id, 'base64url').toString('hex');
}

export const demoOrganization = idOf('organization');

export const demoAgents = {
  amy: idOf('agent amy'),
  bilal: idOf('agent bilal'),
  chiara: idOf('agent chiara'),
  diego: idOf('agent diego', '-'),
  elin: idOf('agent elin'),
  farah: idOf('agent farah'),
  george: idOf('agent george'),
  apiUser: idOf('agent api'),
};

export const demoInboxes = {
  generalSupport: idOf('inbox general support'),
  billing: idOf('inbox billing'),
  retention: idOf('inbox retention'),
  returns: idOf('inbox returns', '_'),
  vip: idOf('inbox vip'),
  holiday: idOf('inbox holiday'),
};

export const demoTeams = {
  frontLine: idOf('team front line'),
  billing: idOf('team billing'),
  retention: idOf('team retention'),
};

export const demoTopics = {
  billing: idOf('topic billing'),
  refund: idOf('topic refund'),
  shipping: idOf('topic shipping', '-'),
  delayedOrder: idOf('topic delayed order'),
  damaged: idOf('topic damaged', '_'),
  cancellation: idOf('topic cancellation'),
  product: idOf('topic product question'),
  holiday: idOf('topic holiday'),
};

export const demoCustomAttributes = {
  orderId: idOf('attribute order'),
  carrier: idOf('attribute carrier'),
  coupon: idOf('attribute coupon', '-'),
};

export const demoCustomers = {
  /** Answers 301 with the id of `maya`, whom the search finds by +15550123456. */
  mayaBeforeMerge: idOf('customer maya before the merge'),
  maya: idOf('customer maya', '_'),
  /** Merged twice, A into B into C; only C still exists. */
  chain: [idOf('customer jonas a'), idOf('customer jonas b', '-'), idOf('customer jonas c')] as const,
  test: idOf('customer test'),
  /** Has more conversations, tasks and items than the lists show. */
  large: idOf('customer harborview'),
};

export const demoConversations = {
  mayaOpen: idOf('conversation maya open'),
  /** Holds an item of every content type that the API supports. */
  mayaEveryType: idOf('conversation maya every type', '-'),
  test: idOf('conversation test'),
  /** The chat that the active automation session belongs to. */
  jonas: idOf('conversation jonas'),
  /** The first conversation of the large customer, with more than 1,000 items. */
  large: idOf('conversation harborview 0'),
  /** The only OPEN conversation of the large customer: the newest, so the capped list does not show it. */
  largeOpen: idOf('conversation harborview open'),
};

export const demoItems = {
  mayaChat: idOf('item maya chat'),
  mayaEmail: idOf('item maya email'),
  mayaCall: idOf('item maya call'),
  /** A call that never ends, so that the call recorder has something to record. */
  liveCall: idOf('item live call'),
  mayaVoicemail: idOf('item maya voicemail'),
  mayaActivity: idOf('item maya activity'),
  mayaNote: idOf('item maya note', '_'),
  /** Has a content type that the API does not support: 400 on get. */
  unsupported: idOf('item unsupported'),
  customChannelSent: idOf('item custom channel sent'),
};

/** The attachment of the e-mail `demoItems.mayaEmail`. */
export const demoInvoiceAttachment = idOf('attachment maya invoice');

export const demoTasks = {
  maya: idOf('task maya'),
  test: idOf('task test'),
  /** Has more than 1,000 comments. */
  large: idOf('task harborview'),
  closed: idOf('task closed', '-'),
};

export const demoAudiences = { outdoor: idOf('audience outdoor'), kids: idOf('audience kids') };

export const demoAnswers = {
  /** Placed in a help-center section. */
  returns: idOf('answer returns'),
  /** Used by a rule. */
  billing: idOf('answer billing'),
  /** Used in a thread. */
  delay: idOf('answer delay', '-'),
  /** Used nowhere: may be deleted. */
  sizing: idOf('answer sizing'),
};

export const demoHelpCenter = idOf('help center');
export const demoBusinessHours = { primary: `bh_${idOf('hours primary')}`, weekend: `bh_${idOf('hours weekend')}` };
export const demoCampaigns = {
  email: idOf('campaign email'),
  sms: idOf('campaign sms', '_'),
  voice: idOf('campaign voice'),
};
export const demoCustomChannel = idOf('custom channel');
export const demoSessions = { active: idOf('session active'), handedOff: idOf('session handed off') };
export const demoExportJobs = {
  completed: idOf('job completed'),
  /** One-time job over a whole year. */
  year: idOf('job year', '_'),
  inProgress: idOf('job in progress'),
  failed: idOf('job failed'),
  pending: idOf('job pending'),
};
export const demoExportSchedule = idOf('schedule');
export const demoWebhooks = { enabled: idOf('webhook enabled'), disabled: idOf('webhook disabled', '-') };
