import { puzzelDate } from './dates.js';
import { done, invalid, notFound, ok } from './envelope.js';
import type { ApiCall, PuzzelRoutes } from './routes.js';
import type { Property, PropertyGroup } from './seed/properties.js';
import { userById } from './users.js';

const languages = [
  { id: 1, code: 'NO', description: 'Norwegian' },
  { id: 2, code: 'EN', description: 'English' },
  { id: 3, code: 'SE', description: 'Swedish' },
  { id: 4, code: 'DK', description: 'Danish' },
  { id: 5, code: 'FI', description: 'Finnish' },
];

const groupPath = '/{customerKey}/properties/{propertyGroup}';

/** Languages, time and properties of the solution. */
export const systemRoutes: PuzzelRoutes = {
  'GET /languages': { alternative: 'GET /{customerKey}/languages', run: () => ok(languages) },
  'GET /systemdatetime': { alternative: 'GET /{customerKey}/systemdatetime', run: ({ now }) => ok(puzzelDate(now)) },
  [`GET ${groupPath}`]: (call) => {
    const userId = userIdOf(call);
    return ok(groupOf(call).properties.map((property) => propertyView(property, userId)));
  },
  [`GET ${groupPath}/{propertyKey}`]: (call) => ok(propertyView(propertyOf(call, groupOf(call)), userIdOf(call))),
  [`POST ${groupPath}`]: (call) => {
    const { args, state } = call;
    const group = groupOf(call);
    args.requiredText('propertyKey');
    const value = args.text('propertyValue');
    if (value === undefined) throw invalid('propertyValue', 'is required');
    const property = propertyOf(call, group);
    if (args.has('userId')) property.valuesByUserId.set(userIdOf(call), value);
    else property.value = value;
    state.recordChange(call, group.auditType, 'Update', property.key, value);
    return done();
  },
};

/** Whose value is meant: the userId of the call, or the token's own user. */
function userIdOf({ args, state, bearer }: ApiCall): number {
  const userId = args.text('userId');
  return userId === undefined ? bearer.session.userId : userById(state, Number(userId), userId).id;
}

function groupOf({ args, state }: ApiCall): PropertyGroup {
  const groupName = args.requiredText('propertyGroup');
  const group = state.properties.find(({ name }) => name === groupName.toLowerCase());
  if (!group) throw notFound('Property group', groupName);
  return group;
}

function propertyOf({ args }: ApiCall, { properties, name }: PropertyGroup): Property {
  const propertyKey = args.requiredText('propertyKey');
  const property = properties.find(({ key }) => key === propertyKey.toLowerCase());
  if (!property) throw notFound(`In group ${name}, property`, propertyKey);
  return property;
}

function propertyView({ key, value, typeId, valuesByUserId }: Property, userId: number) {
  return { key, value: valuesByUserId.get(userId) ?? value, typeId };
}
