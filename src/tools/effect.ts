export const effects = ['list', 'get', 'create', 'update', 'delete', 'custom-read', 'custom-write'] as const;

/** What a tool does, whatever its name or HTTP verb. Hints, filters, confirmation and retries derive from it. */
export type Effect = (typeof effects)[number];

export const vendors = ['puzzel', 'gladly', 'chat'] as const;
export type Vendor = (typeof vendors)[number];

export const reads: readonly Effect[] = ['list', 'get', 'custom-read'];
export const writes = effects.filter((effect) => !reads.includes(effect));

export const isRead = ({ effect }: { effect: Effect }): boolean => reads.includes(effect);

/** Whether the tool takes `limit`, `cursor` and `fields`. */
export const isPaged = ({ effect, paged }: { effect: Effect; paged?: boolean }): boolean =>
  effect === 'list' || paged === true;

/** Whether a person is to be asked first. */
export const needsConfirmation = ({ effect, sends }: { effect: Effect; sends?: boolean }): boolean =>
  effect === 'delete' || sends === true;

/** What the MCP hints of a tool derive from. */
interface HintSource {
  effect: Effect;
  sends?: boolean;
  destructive?: boolean;
  idempotent?: boolean;
  untrustedContent?: boolean;
}

/** MCP's hints about a tool. */
export function hintsOf(tool: HintSource) {
  const readOnly = isRead(tool);
  return {
    readOnlyHint: readOnly,
    destructiveHint: tool.effect === 'delete' || tool.destructive === true,
    idempotentHint: tool.idempotent ?? (readOnly || tool.effect === 'update' || tool.effect === 'delete'),
    openWorldHint: tool.sends === true || tool.untrustedContent === true,
  };
}
