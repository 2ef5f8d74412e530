export const parameter = (name: string, place: string, required = false) => ({
  name,
  in: place,
  required,
  schema: { type: 'string' },
});

export const jsonBody = (schema: unknown) => ({ requestBody: { content: { 'application/json': { schema } } } });

/** The schema of an object with these members, named with spaces between them. */
export const objectSchema = (names: string, required: string[] = []) => ({
  type: 'object',
  properties: Object.fromEntries(names.split(' ').map((name) => [name, { type: 'string' }])),
  required,
});
