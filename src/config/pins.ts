import { partsOf, type Reader } from './reader.js';
import { isPlaceholder, type SettingName } from './settings.js';

/** What a server can be pinned to. */
export type PinnedThing = 'user' | 'queues' | 'userGroups' | 'inboxes';

/** The values of one pin. Puzzel identifies queues and groups in two ways; some operations accept only one of them. */
export interface Pin {
  setting: SettingName;
  ids: readonly string[];
  /** Queue keys, names of user groups. */
  names: readonly string[];
}

export type Pins = Partial<Record<PinnedThing, Pin>>;

/** Reads the four pins; a value that cannot be understood is a problem, never "no pin". */
export function readPins(reader: Reader): Pins {
  const user = userPin(reader);
  const queues = listPin(reader, 'PUZZEL_MCP_PIN_QUEUES', isNumber);
  const userGroups = listPin(reader, 'PUZZEL_MCP_PIN_USER_GROUPS', isNumber);
  const inboxes = listPin(reader, 'PUZZEL_MCP_PIN_INBOXES', () => true);
  return {
    ...(user && { user }),
    ...(queues && { queues }),
    ...(userGroups && { userGroups }),
    ...(inboxes && { inboxes }),
  };
}

const isNumber = (value: string): boolean => /^\d+$/.test(value);

function userPin(reader: Reader): Pin | undefined {
  const setting = 'PUZZEL_MCP_PIN_USER_ID';
  const value = reader.policy(setting);
  if (value === undefined) return undefined;
  reader.checkUserId(setting, value);
  return { setting, ids: [value], names: [] };
}

function listPin(reader: Reader, setting: SettingName, isId: (value: string) => boolean): Pin | undefined {
  const value = reader.policy(setting);
  if (value === undefined) return undefined;
  const values = [...new Set(partsOf(value))];
  if (values.length === 0) reader.problems.push(`${setting}: "${value}" names nothing.`);
  for (const part of values.filter(isPlaceholder)) reader.reportPlaceholder(setting, part);
  return { setting, ids: values.filter(isId), names: values.filter((part) => !isId(part)) };
}
