import { z } from 'zod';
import type { DemoRoutes } from '../router.js';
import { nonBlank, parseBody } from './body.js';
import { conversationById } from './conversations.js';
import { bodilessNotFound } from './errors.js';
import { created, ok } from './responses.js';
import type { Store } from './store.js';
import { addItem } from './timeline.js';

const noteText = nonBlank(25_000);
const wrappedBody = z.object({ content: z.object({ body: noteText }) });
const flatBody = z.object({ body: noteText });

/**
 * Notes on conversations. The document's schema has `body` at the top, its example wraps it in `content`;
 * both are accepted, since it is not known which one real organizations take.
 */
export function noteRoutes(store: Store): DemoRoutes {
  return {
    'POST /conversations/{conversationId}/notes': (request) => {
      const { id: conversationId, customerId } = conversationById(store, request.params.conversationId);
      const isFlat = flatBody.safeParse(request.body).success;
      const { body } = isFlat ? parseBody(request, flatBody) : parseBody(request, wrappedBody).content;
      const content = { type: 'CONVERSATION_NOTE', body };
      const note = addItem(store, { customerId, conversationId, content });
      store.emit('CONVERSATION/NOTE_CREATED', { noteId: note.id, customerId, conversationId });
      return created(`/conversations/${conversationId}/notes/${note.id}`);
    },
    'GET /conversations/{conversationId}/notes/{noteId}': ({ params: { conversationId, noteId = '' } }) => {
      const note = store.items.get(noteId);
      if (note?.content.type !== 'CONVERSATION_NOTE' || note.conversationId !== conversationId)
        throw bodilessNotFound();
      return ok(note);
    },
  };
}
