import { z } from 'zod';
import type { DemoRequest, DemoRoutes } from '../router.js';
import { chosenId, nonBlank, parseBody, textUpTo } from './body.js';
import { badRequest, notExist, refusal, taken } from './errors.js';
import { demoAudiences, demoHelpCenter, newId } from './ids.js';
import { type Answer, type AnswerContent, type ContentId, contentKey, contentTypes, type Library } from './library.js';
import { noContent, ok } from './responses.js';

/** Languages that this organization is configured for. */
const configuredLanguages = ['en-us', 'nb-no', 'sv-se'];
const validLanguages = [...configuredLanguages, 'da-dk', 'de-de', 'en-gb', 'es-mx', 'fr-fr', 'it-it'];

const answerBody = z.object({
  id: chosenId.optional(),
  name: nonBlank(500),
  description: textUpTo(10_000).optional(),
  audienceIds: z.array(z.string()).optional(),
});
const changeBody = answerBody.omit({ id: true }).partial();
const contentBody = z.object({
  bodyHtml: nonBlank(),
  title: z.string().optional(),
  subject: z.string().optional(),
  internal: z.boolean().optional(),
});

/** Management of answers and their contents, and the audiences. */
export function answerRoutes(library: Library): DemoRoutes {
  const { answers } = library;
  const contentPath = '/answers/{answerId}/languages/{language}/type/{type}';
  return {
    'GET /audiences': () =>
      ok([
        { id: demoAudiences.outdoor, name: 'Nordlys Outdoor' },
        { id: demoAudiences.kids, name: 'Nordlys Kids' },
      ]),
    'POST /answers': (request) => {
      const { id = newId(), description = '', audienceIds = [], ...rest } = parseBody(request, answerBody);
      if (answers.has(id)) throw taken('id', 'answer id already taken');
      const namesake = answerByName(library, rest.name);
      // `meta` is missing in the documents, but the vendor's example code relies on it.
      if (namesake) throw taken('name', 'duplicate answer name', { existingAnswerId: namesake.id });
      const now = new Date().toISOString();
      const answer: Answer = { id, ...rest, description, audienceIds, createdAt: now, updatedAt: now };
      answers.set(id, answer);
      // The document lists no updatedAt in this response.
      const { updatedAt: _, ...body } = answer;
      return ok(body);
    },
    'GET /answers/{answerId}': ({ params }) => ok(answerById(library, params.answerId)),
    'PATCH /answers/{answerId}': (request) => {
      const answer = answerById(library, request.params.answerId);
      const changes = parseBody(request, changeBody);
      if (Object.keys(changes).length === 0) throw badRequest({ code: 'blank', detail: 'nothing to update' });
      const namesake = changes.name === undefined ? undefined : answerByName(library, changes.name);
      // 400, unlike the 409 of the create operation.
      if (namesake && namesake !== answer)
        throw badRequest({ attr: 'name', code: 'taken', detail: 'duplicate answer name' });
      Object.assign(answer, changes, { updatedAt: new Date().toISOString() });
      return noContent;
    },
    'DELETE /answers/{answerId}': ({ params }) => {
      const answer = answerById(library, params.answerId);
      refuseInUse(library, answer.id);
      answers.delete(answer.id);
      for (const [key, { answerId }] of library.contents) if (answerId === answer.id) library.contents.delete(key);
      return noContent;
    },
    [`GET ${contentPath}`]: (request) => ok(contentOf(library, request)),
    [`PUT ${contentPath}`]: (request) => {
      const contentId = parseContentId(library, request);
      const body = parseBody(request, contentBody);
      const { title, subject, internal, bodyHtml } = body;
      const attr = contentId.type === 'public' ? 'title' : contentId.type === 'email' ? 'subject' : undefined;
      if (attr && !body[attr]?.trim()) {
        throw badRequest({ attr, code: 'invalid', detail: `${attr} is required for type ${contentId.type}` });
      }
      const content: AnswerContent = {
        ...contentId,
        bodyHtml,
        ...(title !== undefined && { title }),
        ...(contentId.type === 'email' && { subject }),
        ...(contentId.type === 'reference' && { internal: internal ?? false }),
      };
      library.contents.set(contentKey(content), content);
      Object.assign(answerById(library, contentId.answerId), { updatedAt: new Date().toISOString() });
      return ok(content);
    },
    [`DELETE ${contentPath}`]: (request) => {
      const content = contentOf(library, request);
      refuseInUse(library, content.answerId);
      library.contents.delete(contentKey(content));
      return noContent;
    },
  };
}

function answerById({ answers }: Library, id = ''): Answer {
  const answer = answers.get(id);
  if (!answer) throw notExist('answer does not exist', 'object');
  return answer;
}

function answerByName({ answers }: Library, name: string): Answer | undefined {
  return [...answers.values()].find((answer) => answer.name === name);
}

function parseContentId(library: Library, { params }: DemoRequest): ContentId {
  const language = params.language?.toLowerCase() ?? '';
  const type = contentTypes.find((candidate) => candidate === params.type);
  if (!validLanguages.includes(language))
    throw badRequest({ attr: 'language', code: 'invalid', detail: 'invalid language' });
  if (!configuredLanguages.includes(language)) {
    throw badRequest({ attr: 'language', code: 'invalid', detail: 'language not configured for org' });
  }
  if (!type) throw badRequest({ attr: 'type', code: 'invalid', detail: 'invalid type' });
  return { answerId: answerById(library, params.answerId).id, language, type };
}

function contentOf(library: Library, request: DemoRequest): AnswerContent {
  const content = library.contents.get(contentKey(parseContentId(library, request)));
  if (!content) throw notExist('answer content does not exist', 'object');
  return content;
}

function refuseInUse({ answerIdsInRules, answerIdsInThreads, sections }: Library, answerId: string): void {
  const inUse = (detail: string) => refusal(400, { attr: 'answer', code: 'in_use', detail });
  if (answerIdsInRules.has(answerId)) throw inUse('answer is associated with rules');
  const section = sections.find(({ answerIds }) => answerIds.includes(answerId));
  if (section) {
    throw refusal(400, {
      code: 'in_use',
      detail: `Public response used in Help Center 'Nordlys Help' Section '${section.name}'`,
      meta: { helpCenterID: demoHelpCenter, sectionID: section.id, snippetID: answerId },
    });
  }
  if (answerIdsInThreads.has(answerId)) throw inUse('answer is associated with thread');
}
