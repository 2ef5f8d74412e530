import { agentId, text, user } from '../arguments.js';
import { type Members, record, rows, value } from '../output.js';
import { confirmed, get, inferred, post } from '../routes.js';
import { definePuzzelTool } from './define.js';

// Published programs use only the group prof_call, and only the two keys that `id` below describes (puzzel.md, section 5).
const propertyGroup = () => text('only prof_call is known');

const property: Members = {
  key: 'string',
  value: 'string; prof_callout_orig_num_list holds number|label pairs separated by ;',
  typeId: 'integer',
};

export const systemTools = [
  definePuzzelTool({
    name: 'list_all_puzzel_system_properties',
    title: 'Properties of a group',
    tag: 'system',
    effect: 'list',
    description: 'Settings of a property group for one user: key, value.',
    input: { property_group: propertyGroup(), userId: user() },
    output: rows(property),
    route: get('/{customerKey}/properties/{property_group}', inferred()),
    example: { property_group: 'prof_call' },
  }),
  definePuzzelTool({
    name: 'get_single_puzzel_system_property_by_id',
    title: 'Property',
    tag: 'system',
    effect: 'get',
    description: 'One setting of a property group: key, value.',
    input: {
      property_group: propertyGroup(),
      id: text('key: prof_call_prop_00005 = callout number, prof_callout_orig_num_list = its choices, …'),
      userId: user(),
    },
    output: record(property),
    route: get('/{customerKey}/properties/{property_group}/{id}', confirmed),
    example: { property_group: 'prof_call', id: 'prof_call_prop_00005' },
  }),
  definePuzzelTool({
    name: 'create_a_puzzel_system_property',
    title: 'Set a property',
    tag: 'system',
    effect: 'update',
    description:
      'Sets (overwrites) one setting, such as the number shown in callouts. Read it first, with this userId.',
    input: {
      property_group: propertyGroup(),
      propertyKey: text('key of the setting'),
      propertyValue: text('new value'),
      userId: agentId('whose; left out: presumably of all').optional(),
    },
    route: post('/{customerKey}/properties/{property_group}', confirmed),
    example: {
      property_group: 'prof_call',
      propertyKey: 'prof_call_prop_00005',
      propertyValue: '+442079460201',
      userId: 9948,
    },
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_languages',
    title: 'Languages',
    tag: 'system',
    effect: 'list',
    description: 'Languages: id (languageId elsewhere), code, description.',
    input: {},
    output: rows({ id: 'integer: language id', code: 'string', description: 'string' }),
    route: get('/languages', inferred('/{customerKey}/languages')),
  }),
  definePuzzelTool({
    name: 'list_all_puzzel_system_date_time',
    title: 'Server time',
    tag: 'system',
    effect: 'list',
    description: "Puzzel's server time: one value, UTC.",
    input: {},
    output: value('ISO time'),
    route: get('/systemdatetime', inferred('/{customerKey}/systemdatetime')),
  }),
];
