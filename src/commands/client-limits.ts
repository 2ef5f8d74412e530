/** How many tools clients offer a model at most; the rest they leave out, or they refuse the server (docs/troubleshooting.md). */
export const clientLimits: readonly { client: string; tools: number }[] = [
  { client: 'VS Code', tools: 128 },
  { client: 'Windsurf', tools: 100 },
];

/** Cursor counts the name of the server too. */
export const nameLimit = { client: 'Cursor', characters: 60 } as const;

/** What the server is called in the configurations that we write. */
export const serverName = 'puzzel';

/** The clients that do not offer all of so many tools. */
export const clientsBelow = (tools: number): readonly { client: string; tools: number }[] =>
  clientLimits.filter((limit) => tools > limit.tools);
