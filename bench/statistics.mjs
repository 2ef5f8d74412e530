export function median(numbers) {
  const inOrder = numbers.toSorted((a, b) => a - b);
  const middle = inOrder.length >> 1;
  return inOrder.length % 2 === 1 ? inOrder[middle] : (inOrder[middle - 1] + inOrder[middle]) / 2;
}

export const summary = (numbers) => ({
  median: median(numbers),
  min: Math.min(...numbers),
  max: Math.max(...numbers),
});

/** The ratios of two series, run by run: each pair was measured within the same seconds. */
export const ratio = (numbers, others) => summary(numbers.map((number, run) => number / others[run]));
