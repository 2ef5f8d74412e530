/** How many tools a client offers a model at most. Given more, it leaves some out or refuses the server (docs/troubleshooting.md). */
export const clientLimits: readonly { client: string; maxTools: number }[] = [
  { client: 'VS Code', maxTools: 128 },
  { client: 'Windsurf', maxTools: 100 },
];

/** How long a tool's name may be, together with the server's, which Cursor puts in front of it, joined by one character. */
export const nameLimit = { client: 'Cursor', characters: 60 } as const;

/** What the server is called in the configurations that we write. */
export const serverName = 'puzzel';

/** The limits of the clients that do not offer a model as many tools as this. */
export const limitsBelow = (toolCount: number): typeof clientLimits =>
  clientLimits.filter(({ maxTools }) => toolCount > maxTools);
