import calls from './call.mjs';
import download from './download.mjs';
import end from './end.mjs';
import { afterCall, afterListing } from './memory.mjs';
import records from './records.mjs';
import start from './start.mjs';
import throughput from './throughput.mjs';

/** In the order of docs/performance.md and bench/results.md. */
export const measures = [start, afterListing, afterCall, ...calls, throughput, ...records, ...download, end];
