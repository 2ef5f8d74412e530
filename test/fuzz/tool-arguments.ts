import fc, { type Arbitrary } from 'fast-check';
import type { VendorTool } from '../../src/tools/define.js';
import type { JsonSchema } from '../../src/tools/schema.js';
import { anyText } from '../support/any-text.js';
import { anyJsonValue } from './any-json-value.js';

/** Arguments as a model may send them: mostly valid for the tool, some of them any JSON. */
export function argumentsOf(tool: VendorTool): Arbitrary<unknown> {
  const { json: schema } = tool.schemas();
  const mutated = fc
    .tuple(
      fc.constantFrom(...Object.keys({ ...tool.example, ...schema.properties }), 'unheardOf', '__proto__'),
      anyJsonValue,
    )
    .map(([name, value]) => ({ ...tool.example, [name]: value }));
  return fc.oneof(
    { weight: 4, arbitrary: mostlyValid(schema) },
    { weight: 4, arbitrary: mutated },
    { weight: 1, arbitrary: mostlyValid(schema).map((value) => ({ ...tool.example, ...(value as object) })) },
    { weight: 1, arbitrary: anyJsonValue },
  );
}

/** Mostly a value of the type that the schema names, sometimes its JSON as text, or any JSON. */
function mostlyValid(schema: JsonSchema): Arbitrary<unknown> {
  const valid = valueOfType(schema);
  return fc.oneof({ weight: 8, arbitrary: valid }, { weight: 1, arbitrary: anyJsonValue }, asText(valid));
}

/** Models send `"25"` for 25 and JSON as text. */
const asText = (value: Arbitrary<unknown>) => value.map((member) => JSON.stringify(member) ?? '');

const texts = fc.oneof(
  anyText({ maxLength: 40 }),
  fc.constantFrom('.', '..', '', '\ud800', 'a/b', '%2e%2e', '\r\nX: y', '0', '-1', '+15550123456', 'a@b.c'),
  fc.constantFrom('2026-01-01', '2026-11-21T10:00:00Z', '9999-99-99', '/Date(0)/', 'true', 'null', '[]', '{}'),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);

function valueOfType({ type, enum: choices, properties, items, required }: JsonSchema): Arbitrary<unknown> {
  if (Array.isArray(choices) && choices.length > 0) return fc.constantFrom(...(choices as unknown[]));
  switch (type) {
    case 'integer':
      return fc.oneof(fc.integer(), fc.maxSafeInteger());
    case 'number':
      return fc.double({ noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(mostlyValid(items ?? {}), { maxLength: 4 });
    case 'object': {
      const members = Object.entries(properties ?? {}).map(([name, member]) => [name, mostlyValid(member)]);
      return fc.record(Object.fromEntries(members), { requiredKeys: (required ?? []) as never[] });
    }
    default:
      return texts;
  }
}
