import pc from 'picocolors';

/** Whether text for standard output is coloured: picocolors alone would colour pipes on Windows and wherever CI is set. */
function isColoured(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  const forced = env.FORCE_COLOR ?? '';
  if (forced !== '') return !/^(0|false)$/i.test(forced);
  return isTerminal && env.TERM !== 'dumb';
}

/** The one set of colours; where there are to be none, its functions hand the text back. */
export const colours = pc.createColors(isColoured(process.env, process.stdout.isTTY === true));
