/** How long answers that are under way when the input ends may still take, in milliseconds. */
export const drainMs = 1_200;

/** Waits for the work, but no longer than so many milliseconds. */
export async function withinTime(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
