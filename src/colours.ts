import pc from 'picocolors';

/** Whether text for standard output is coloured: picocolors alone would colour pipes on Windows and wherever CI is set. */
function isColoured(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR ?? '';
  if (forced !== '') return !/^(0|false)$/i.test(forced);
  return isTerminal && env.TERM !== 'dumb';
}

/** Colours for standard output. Without colours these functions return the text unchanged. */
export const colours = pc.createColors(isColoured(process.env, process.stdout.isTTY === true));
