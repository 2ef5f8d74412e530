/** Block YAML, as people and generators write it, with quotes around scalars that YAML would read as another type. */
export function toYaml(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null)
    return ` ${typeof value === 'string' ? scalar(value) : String(value)}\n`;
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item) => ['-', item])
    : Object.entries(value).map(([key, member]) => [`${scalar(key)}:`, member]);
  if (entries.length === 0) return Array.isArray(value) ? ' []\n' : ' {}\n';
  return `\n${entries.map(([key, member]) => `${indent}${key}${toYaml(member, `${indent}  `)}`).join('')}`;
}

const scalar = (text: string): string =>
  /^[A-Za-z][\w ]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;
