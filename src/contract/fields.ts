import { isObject } from '../json.js';
import { type Node, nodeOf, nodesOf, textsOf } from './node.js';

/** Something that an operation takes: a parameter, or a member of its body. */
export interface Field {
  name: string;
  in: 'path' | 'query' | 'header' | 'body';
  required: boolean;
}

/** What an operation takes as a body. */
export interface Body {
  fields: Field[];
  /** The body is a list. */
  isList: boolean;
  /** The wrapper: the body's only member, when that is an object. Then `fields` are the members of that object. */
  wrapper: Field | undefined;
}

interface Member {
  schema: Node;
  required: boolean;
}

interface SchemaMembers {
  members: Map<string, Member>;
  /** In lower case. */
  readOnlyNames: ReadonlySet<string>;
  isList: boolean;
}

export const noBody: Body = { fields: [], isList: false, wrapper: undefined };

/** Deepest level of a schema that is read, since a schema may contain itself. */
const maxDepth = 12;

/** The members of a body's schema; those inside the wrapper when there is one. */
export function bodyOf(schema: unknown): Body {
  const outer = schemaMembersOf(schema);
  const onlyMember = outer.members.size === 1 ? [...outer.members][0] : undefined;
  if (onlyMember) {
    const inner = schemaMembersOf(onlyMember[1].schema);
    if (inner.members.size > 0)
      return {
        fields: fieldsOf(inner),
        isList: false,
        wrapper: { name: onlyMember[0], in: 'body', required: onlyMember[1].required },
      };
  }
  return { fields: fieldsOf(outer), isList: outer.isList, wrapper: undefined };
}

/** The fields inside the member that is named like our wrapper; undefined when the document has no such object. */
export function wrappedFields(schema: unknown, wrapper: string): Field[] | undefined {
  const member = [...schemaMembersOf(schema).members].find(
    ([name]) => name.toLowerCase() === wrapper.toLowerCase(),
  )?.[1];
  const inner = member && schemaMembersOf(member.schema);
  return inner && inner.members.size > 0 ? fieldsOf(inner) : undefined;
}

const fieldsOf = ({ members }: SchemaMembers): Field[] =>
  [...members].map(([name, { required }]) => ({ name, in: 'body', required }));

/**
 * The members that a schema allows in a request, so none that is `readOnly`: its own, those of all its parts (`allOf`), and
 * those of its variants (`oneOf`, `anyOf`), where a member is required only when every variant requires it.
 */
function schemaMembersOf(value: unknown, depth = 0): SchemaMembers {
  const schema = nodeOf(value);
  const members = new Map<string, Member>();
  if (depth > maxDepth) return { members, readOnlyNames: new Set(), isList: false };
  const properties = Object.entries(nodeOf(schema.properties));
  const parts = nodesOf(schema.allOf).map((part) => schemaMembersOf(part, depth + 1));
  const isReadOnly = (member: unknown) => nodeOf(member).readOnly === true;
  const readOnlyNames = new Set([
    ...properties.flatMap(([name, member]) => (isReadOnly(member) ? [name.toLowerCase()] : [])),
    ...parts.flatMap((part) => [...part.readOnlyNames]),
  ]);
  for (const [name, member] of properties) members.set(name, { schema: nodeOf(member), required: false });
  for (const part of parts)
    for (const [name, member] of part.members) members.set(name, mergeMembers(members.get(name), member));
  for (const variants of [nodesOf(schema.oneOf), nodesOf(schema.anyOf)]) {
    const variantMembers = variants.map((variant) => schemaMembersOf(variant, depth + 1));
    for (const variant of variantMembers) {
      for (const [name, member] of variant.members) {
        const required = variantMembers.every((other) => other.members.get(name)?.required === true);
        members.set(name, mergeMembers(members.get(name), { ...member, required }));
      }
    }
  }
  for (const name of textsOf(schema.required)) markRequired(members, name);
  for (const name of [...members.keys()]) if (readOnlyNames.has(name.toLowerCase())) members.delete(name);
  const isList = schema.type === 'array' || isObject(schema.items) || parts.some((part) => part.isList);
  return { members, readOnlyNames, isList };
}

const mergeMembers = (old: Member | undefined, member: Member): Member => ({
  schema: member.schema,
  required: member.required || old?.required === true,
});

/** A required name may differ from its property in case: Gladly's document requires `topicIDs`, the property is `topicIds`. */
function markRequired(members: Map<string, Member>, name: string): void {
  const property = [...members.keys()].find((candidate) => candidate.toLowerCase() === name.toLowerCase()) ?? name;
  members.set(property, { schema: members.get(property)?.schema ?? {}, required: true });
}
