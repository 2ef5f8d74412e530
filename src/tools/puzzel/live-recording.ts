import { scalarText } from '../../json.js';
import { singleEntry } from './answer-shapes.js';

/** The recording that runs, is paused or is censored, else the last; the remaining ones are in `others`. */
export const currentRecording = (data: unknown): unknown =>
  singleEntry(data, ({ recordingState }) => ['Recording', 'Paused', 'Censoring'].includes(scalarText(recordingState)));
