/** How many tools a client offers a model at most (docs/troubleshooting.md). */
export const clientLimits: readonly { client: string; maxTools: number }[] = [
  { client: 'VS Code', maxTools: 128 },
  { client: 'Windsurf', maxTools: 100 },
];

/** How long the server's and the tool's name may be together, with the character by which Cursor joins them. */
export const nameLimit = { client: 'Cursor', characters: 60 } as const;

/** What the server is called in the configurations that we write. */
export const serverName = 'puzzel';
