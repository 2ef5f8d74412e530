export type Property = ReturnType<typeof property>;
export type PropertyGroup = ReturnType<typeof seedProperties>[number];

/** Calls and chats come in whenever the demo runs, so their queues are always open. */
const alwaysOpen = 'Mon-Sun 00:00-24:00';

/**
 * The property groups; `auditType` is the module that the change log names for a group. `prof_call` and its two keys are
 * seen in public clients, `opening_hours` is inferred; no other group is known.
 */
export function seedProperties() {
  return [
    {
      name: 'prof_call',
      auditType: 'Property',
      properties: [
        property('prof_call_prop_00005', '+442079460100'),
        property('prof_callout_orig_num_list', '+442079460100|Customer Service;+442079460200|VIP Sales'),
      ],
    },
    {
      name: 'opening_hours',
      auditType: 'TimeModule',
      properties: [
        property('q_primary_inbound', alwaysOpen),
        property('q_billing', alwaysOpen),
        property('q_technical_support', alwaysOpen),
        property('q_vip_sales', alwaysOpen),
        property('q_email', 'Mon-Fri 08:00-17:00'),
        property('q_chat', alwaysOpen),
      ],
    },
  ];
}

/** `value` is that of the solution; a user may have another. */
function property(key: string, value: string) {
  return { key, value, typeId: 1, valuesByUserId: new Map<number, string>() };
}
