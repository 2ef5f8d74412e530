export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const summary = (numbers) => ({
  median: median(numbers),
  min: Math.min(...numbers),
  max: Math.max(...numbers),
});

/** Summary of the ratios of two series, run by run: each pair was measured within the same seconds. */
export const ratioSummary = (numbers, others) => summary(numbers.map((number, run) => number / others[run]));
