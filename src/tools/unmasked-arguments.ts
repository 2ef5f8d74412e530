/*
 * Which texts among arguments the audit log may record unmasked. All others, except times, are masked: they may say something
 * about a person or be a secret.
 */

/** Whether an argument of this name holds an id. */
export const isIdArgument = (name: string): boolean => /(^|_)(id|ids|key|index)$|Ids?$|IDs?$|Key$/.test(name);

/**
 * Some arguments for ids also accept a person's name: a text without a digit, or with a character that no id has, is no id.
 * Gladly's ids of 22 characters that lack a digit are told by a capital after a small letter (gladly/name-lists.ts).
 */
const isId = (text: string): boolean => /^(?=.*\d)[\w.:-]+$|^(?=.*[a-z][A-Z])[\w-]{22}$/.test(text);
const isFieldName = (text: string): boolean => /^[\w.:-]+$/.test(text);

/**
 * Matches arguments whose values the APIs or this server define. Some accept any text, so only a single word that does not
 * begin with a long number is recorded.
 */
const wordArgumentPattern =
  /^(limit|cursor|status|type|types|metricSet|aggregationLevel|timezone|lng|language|entities|recording|state|ticker_period_window|visual_queue_result|result|property_group|command|events|mediaType|effect|tagLevel|tagFilter|absence|operation|clientType|logInResult|userLevel|ciqType|activityType|identityType|channel|smsPreference)$/;
const isWord = (text: string): boolean => /^(?!\d{7})[\w.:/-]{1,64}$/.test(text);

/** Matches tools whose argument `name` is that of a thing (a topic, an inbox), not of a person. */
const thingNameToolPattern = /_(topic|inbox|business_hour|answer|webhook|team|system_property)/;

/**
 * Matches arguments that hold the id or name of a thing: a queue, inbox, topic, team or user group, a call list (`listName`),
 * a service (`nodeName`), a unit of the organisation or a report's column. A name with a number as long as a phone's is masked.
 */
const thingArgumentPattern =
  /^(?:[a-z]+_)?(?:visual_?)?(?:queue|inbox(?:es)?|topic|team|user_?group)s?(?:_?ids?|_?keys?|Name)?$|^(?:columns|listName|nodeName|organizationalUnit)$/i;

/** Matches tools whose argument `id` is that of a queue, inbox, topic or team. */
const thingIdToolPattern = /_(?:queue|inbox|topic|team)_by_id$/;

const hasLongNumber = (text: string): boolean => /\d(?:[ .()-]?\d){6}/.test(text);

/** Whether the audit log may record this text unmasked, judged by the argument that holds it. */
export const mayStandUnmasked = (tool: string, name: string, text: string): boolean =>
  (isIdArgument(name) && isId(text)) ||
  (name === 'fields' && isFieldName(text)) ||
  (wordArgumentPattern.test(name) && isWord(text)) ||
  (isThingArgument(tool, name) && (isId(text) || !hasLongNumber(text)));

const isThingArgument = (tool: string, name: string): boolean =>
  thingArgumentPattern.test(name) ||
  (name === 'id' && thingIdToolPattern.test(tool)) ||
  (name === 'name' && thingNameToolPattern.test(tool));

/** Arguments that hold names and values of any kind: nothing in them is known to be harmless. */
export const freeFormArguments: ReadonlySet<string> = new Set([
  'headers',
  'credentials',
  'customAttributes',
  'variables',
  'data',
]);
