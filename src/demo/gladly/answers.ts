import { z } from 'zod';
import type { DemoRequest, DemoRoutes } from '../router.js';
import { atMost, chosenId, nonBlank, parseBody } from './body.js';
import { invalid, notExist, refusal, taken } from './errors.js';
import { demoAudiences, demoHelpCenter, newId } from './ids.js';
import { noContent, ok } from './responses.js';
import { type Answer, type AnswerContent, contentKey, contentTypes, type Library } from './seed/answers.js';

/** Languages this organization is configured for; `known` ones beside them are valid but not configured. */
const configured = ['en-us', 'nb-no', 'sv-se'];
const known = [...configured, 'da-dk', 'de-de', 'en-gb', 'es-mx', 'fr-fr', 'it-it'];

const name = nonBlank(500);
const answerBody = z.object({
  id: chosenId.optional(),
  name,
  description: atMost(10_000).optional(),
  audienceIds: z.array(z.string()).optional(),
});
const answerChange = answerBody.omit({ id: true }).partial();
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
      const same = named(library, rest.name);
      // meta is missing in the documents, but the vendor's example code relies on it.
      if (same) throw taken('name', 'duplicate answer name', { existingAnswerId: same.id });
      const now = new Date().toISOString();
      const answer: Answer = { id, ...rest, description, audienceIds, createdAt: now, updatedAt: now };
      answers.set(id, answer);
      const { updatedAt: _, ...shown } = answer;
      return ok(shown);
    },
    'GET /answers/{answerId}': ({ params }) => ok(one(library, params.answerId)),
    'PATCH /answers/{answerId}': (request) => {
      const answer = one(library, request.params.answerId);
      const changes = parseBody(request, answerChange);
      if (Object.keys(changes).length === 0) throw invalid({ code: 'blank', detail: 'nothing to update' });
      const same = changes.name === undefined ? undefined : named(library, changes.name);
      // 400, unlike the 409 of the create operation.
      if (same && same !== answer) throw invalid({ attr: 'name', code: 'taken', detail: 'duplicate answer name' });
      Object.assign(answer, changes, { updatedAt: new Date().toISOString() });
      return noContent;
    },
    'DELETE /answers/{answerId}': ({ params }) => {
      const answer = one(library, params.answerId);
      refuseInUse(library, answer.id);
      answers.delete(answer.id);
      for (const [key, { answerId }] of library.contents) if (answerId === answer.id) library.contents.delete(key);
      return noContent;
    },
    [`GET ${contentPath}`]: (request) => ok(content(library, request)),
    [`PUT ${contentPath}`]: (request) => {
      const place = checkedPlace(library, request);
      const { title, subject, internal, bodyHtml } = parseBody(request, contentBody);
      for (const [type, attr, value] of [['public', 'title', title] as const, ['email', 'subject', subject] as const]) {
        if (place.type === type && (value === undefined || value.trim() === '')) {
          throw invalid({ attr, code: 'invalid', detail: `${attr} is required for type ${type}` });
        }
      }
      const stored: AnswerContent = {
        ...place,
        bodyHtml,
        ...(title !== undefined && { title }),
        ...(place.type === 'email' && { subject }),
        ...(place.type === 'reference' && { internal: internal ?? false }),
      };
      library.contents.set(contentKey(stored), stored);
      Object.assign(one(library, place.answerId), { updatedAt: new Date().toISOString() });
      return ok(stored);
    },
    [`DELETE ${contentPath}`]: (request) => {
      const stored = content(library, request);
      refuseInUse(library, stored.answerId);
      library.contents.delete(contentKey(stored));
      return noContent;
    },
  };
}

function one({ answers }: Library, id = ''): Answer {
  const answer = answers.get(id);
  if (!answer) throw notExist('answer does not exist', 'object');
  return answer;
}

function named({ answers }: Library, given: string): Answer | undefined {
  return [...answers.values()].find((answer) => answer.name === given);
}

function checkedPlace(
  library: Library,
  { params }: DemoRequest,
): Pick<AnswerContent, 'answerId' | 'language' | 'type'> {
  const language = params.language?.toLowerCase() ?? '';
  const type = contentTypes.find((candidate) => candidate === params.type);
  if (!known.includes(language)) throw invalid({ attr: 'language', code: 'invalid', detail: 'invalid language' });
  if (!configured.includes(language)) {
    throw invalid({ attr: 'language', code: 'invalid', detail: 'language not configured for org' });
  }
  if (!type) throw invalid({ attr: 'type', code: 'invalid', detail: 'invalid type' });
  return { answerId: one(library, params.answerId).id, language, type };
}

function content(library: Library, request: DemoRequest): AnswerContent {
  const found = library.contents.get(contentKey(checkedPlace(library, request)));
  if (!found) throw notExist('answer content does not exist', 'object');
  return found;
}

function refuseInUse({ usedByRules, usedInThreads, sections }: Library, answerId: string): void {
  const refuse = (detail: string) => refusal(400, { attr: 'answer', code: 'in_use', detail });
  if (usedByRules.has(answerId)) throw refuse('answer is associated with rules');
  const section = sections.find(({ answerIds }) => answerIds.includes(answerId));
  if (section) {
    throw refusal(400, {
      code: 'in_use',
      detail: `Public response used in Help Center 'Nordlys Help' Section '${section.name}'`,
      meta: { helpCenterID: demoHelpCenter, sectionID: section.id, snippetID: answerId },
    });
  }
  if (usedInThreads.has(answerId)) throw refuse('answer is associated with thread');
}
