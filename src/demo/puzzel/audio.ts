import { seededRandom } from '../random.js';

const sampleRate = 8000;
const noteSeconds = 0.4;
/** A pentatonic scale on A3, in hertz: any order of these notes sounds pleasant. */
const scale = [220, 246.94, 277.18, 329.63, 369.99, 440, 493.88, 554.37];

/**
 * A short melody as a WAV file (PCM, 16 bit, mono, 8 kHz), made on demand and always the same for a seed.
 * Four to seven seconds long.
 */
export function audioContent(seed: number): Buffer {
  const random = seededRandom(seed);
  const notes = Array.from({ length: 10 + Math.floor(random() * 8) }, () => {
    return scale[Math.floor(random() * scale.length)] ?? 440;
  });
  const samplesPerNote = sampleRate * noteSeconds;
  const samples = Buffer.alloc(notes.length * samplesPerNote * 2);
  notes.forEach((frequency, note) => {
    for (let index = 0; index < samplesPerNote; index += 1) {
      const time = index / sampleRate;
      // A soft start against clicks, then the decay of a plucked string.
      const loudness = Math.min(1, time / 0.01) * Math.exp(-4 * time) * (1 - index / samplesPerNote);
      const wave = Math.sin(2 * Math.PI * frequency * time) + 0.3 * Math.sin(4 * Math.PI * frequency * time);
      samples.writeInt16LE(Math.round(wave * loudness * 16_000), (note * samplesPerNote + index) * 2);
    }
  });
  return Buffer.concat([wavHeader(samples.length), samples]);
}

/** The 44 bytes of a RIFF header for PCM. */
function wavHeader(dataBytes: number): Buffer {
  const riff = Buffer.alloc(44);
  riff.write('RIFF', 0);
  riff.writeUInt32LE(36 + dataBytes, 4);
  riff.write('WAVEfmt ', 8);
  riff.writeUInt32LE(16, 16);
  riff.writeUInt16LE(1, 20);
  riff.writeUInt16LE(1, 22);
  riff.writeUInt32LE(sampleRate, 24);
  riff.writeUInt32LE(sampleRate * 2, 28);
  riff.writeUInt16LE(2, 32);
  riff.writeUInt16LE(16, 34);
  riff.write('data', 36);
  riff.writeUInt32LE(dataBytes, 40);
  return riff;
}
