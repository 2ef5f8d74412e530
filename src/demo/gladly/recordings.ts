import type { DemoRoutes } from '../router.js';
import { bodilessNotFound } from './errors.js';
import { itemById } from './items.js';
import { ok } from './responses.js';
import type { Store } from './store.js';

/** Recordings and transcripts of phone calls and voicemails. */
export function recordingRoutes(store: Store): DemoRoutes {
  return {
    'GET /conversation-items/{itemId}/media/recording': ({ params }) => {
      const { recordingStatus, recordingDuration = 1 } = itemById(store, params.itemId).content;
      if (recordingStatus !== 'AVAILABLE') throw bodilessNotFound();
      return { status: 200, headers: { 'content-type': 'audio/mpeg' }, body: silentMp3(recordingDuration) };
    },
    'GET /conversation-items/{itemId}/voice-transcript': ({ params }) => {
      const transcript = store.transcripts.get(itemById(store, params.itemId).id);
      if (!transcript) throw bodilessNotFound();
      return ok(transcript);
    },
  };
}

/**
 * Playable silence in Gladly's format, "mono 32 kbps MP3". At 48 kHz a frame is 144 * 32,000 / 48,000 = 96 bytes and
 * lasts 24 ms; its header is sync and MPEG-1 layer III without CRC (FF FB), 32 kbps at 48 kHz (14), mono (C0);
 * the zeros that follow decode to silence.
 */
function silentMp3(seconds: number): Buffer {
  const frame = Buffer.alloc(96);
  frame.set([0xff, 0xfb, 0x14, 0xc0]);
  return Buffer.concat(Array.from({ length: Math.ceil(seconds / 0.024) }, () => frame));
}
