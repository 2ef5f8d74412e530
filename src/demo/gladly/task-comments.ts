import { z } from 'zod';
import type { DemoRequest, DemoRoutes } from '../router.js';
import { chosenId, nonBlank, parseBody } from './body.js';
import { badRequest, notExist, taken } from './errors.js';
import { newId } from './ids.js';
import { cappedList, created, ok } from './responses.js';
import type { Store } from './store.js';
import { taskById, taskEvent } from './tasks.js';

const commentCap = 1000;

const commentBody = z.object({ id: chosenId.optional(), agentId: nonBlank(), comment: nonBlank(10_000) });

export function taskCommentRoutes(store: Store): DemoRoutes {
  return {
    'POST /tasks/{taskId}/comments': (request) => {
      const task = taskById(store, request.params.taskId);
      const { id = newId(), agentId, comment } = parseBody(messageAsComment(request), commentBody);
      if (!store.agents.some((agent) => agent.id === agentId)) {
        throw badRequest({ attr: 'agentId', code: 'present', detail: 'the requested agent does not exist' });
      }
      if (task.status === 'CLOSED') {
        throw badRequest({ attr: 'status', code: 'invalid_state', detail: 'closed tasks cannot be commented' });
      }
      if (store.comments.has(id)) throw taken('id', 'task comment already exists');
      store.comments.set(id, { id, agentId, comment, taskId: task.id, createdAt: new Date().toISOString() });
      store.emit('TASK/COMMENT_ADDED', { commentId: id, ...taskEvent(task) }, { id: agentId, type: 'AGENT' });
      return created(`/tasks/${task.id}/comments/${id}`);
    },
    'GET /tasks/{taskId}/comments': ({ params }) => {
      const task = taskById(store, params.taskId);
      const comments = [...store.comments.values()]
        .filter(({ taskId }) => taskId === task.id)
        .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
      return cappedList(comments, commentCap);
    },
    'GET /tasks/{taskId}/comments/{commentId}': ({ params }) => {
      const task = taskById(store, params.taskId);
      const comment = store.comments.get(params.commentId ?? '');
      if (comment?.taskId !== task.id) throw notExist(`comment [${params.commentId}] does not exist`);
      return ok(comment);
    },
  };
}

/** The document requires `message` although the property is `comment`: either is accepted. */
function messageAsComment(request: DemoRequest): DemoRequest {
  const { body } = request;
  if (typeof body !== 'object' || body === null || !('message' in body)) return request;
  return { ...request, body: { comment: body.message, ...body } };
}
