import { single } from './either-age.js';

/** The recording that still runs (or is paused or censored), of one or of a list; earlier ones stand in `others`. */
export const currentRecording = (data: unknown): unknown =>
  single(data, ({ recordingState }) => ['Recording', 'Paused', 'Censoring'].includes(String(recordingState)));
