import { single } from './answer-shapes.js';

/** The recording that still runs, is paused or censored, from one object or a list; earlier ones are in `others`. */
export const currentRecording = (data: unknown): unknown =>
  single(data, ({ recordingState }) => ['Recording', 'Paused', 'Censoring'].includes(String(recordingState)));
