/*
 * Which arguments the audit log may record unmasked. Everything else is masked: it may say something about a person or
 * be a secret.
 */

/** Names of arguments that hold ids, or names of fields. Some take a name in its place, which may be a person's: then it is no id. */
const ids = /(^|_)(id|ids|key|index|fields)$|Ids?$|IDs?$|Key$/;
export const namesId = (name: string): boolean => ids.test(name);
const isId = (text: string): boolean => /^[\w.:-]+$/.test(text);

/** Names of arguments that hold words which the APIs define, or names of things. */
const words =
  /^(limit|cursor|status|type|types|metricSet|aggregationLevel|timezone|lng|language|entities|recording|state|ticker_period_window|visual_queue_result|result|property_group|command|events|mediaType|effect|tagLevel|tagFilter|absence|columns|groupName|userGroupName|operation|clientType|logInResult|userLevel|ciqType|activityType|identityType|channel|smsPreference|listName|organizationalUnit|nodeName)$/;

/** Tools whose `name` is that of a thing (a topic, an inbox), not of a person. */
const namesThings = /_(topic|inbox|business_hour|answer|webhook|team|system_property)/;

/** Arguments that hold ids or names of things, and tools whose `id` does. */
const things = /^(?:[a-z]+_)?(?:visual_?)?(?:queue|inbox(?:es)?|topic|team|user_?group)s?(?:_?ids?|_?keys?)?$/i;
const thingById = /_(?:queue|inbox|topic|team)_by_id$/;

export const isPlainArgument = (tool: string, name: string, text: string): boolean =>
  (ids.test(name) && isId(text)) ||
  words.test(name) ||
  things.test(name) ||
  (name === 'id' && thingById.test(tool)) ||
  (name === 'name' && namesThings.test(tool));

/** Objects with keys of anybody's choosing: nothing in them is known to be harmless. */
export const freeObjects: ReadonlySet<string> = new Set([
  'headers',
  'credentials',
  'customAttributes',
  'variables',
  'data',
]);
