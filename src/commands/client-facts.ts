/** How many tools a client offers a model at most. Given more, it leaves some out or refuses the server (docs/troubleshooting.md). */
export const clientLimits: readonly { client: string; tools: number }[] = [
  { client: 'VS Code', tools: 128 },
  { client: 'Windsurf', tools: 100 },
];

/** How long a tool's name may be together with the server's, which Cursor puts in front of it. */
export const nameLimit = { client: 'Cursor', characters: 60 } as const;

/** What the server is called in the configurations that we write. */
export const serverName = 'puzzel';

/** The limits of the clients that do not offer a model as many tools as this. */
export const limitsBelow = (tools: number): readonly { client: string; tools: number }[] =>
  clientLimits.filter((limit) => tools > limit.tools);
