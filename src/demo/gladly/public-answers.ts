import type { DemoRequest, DemoRoutes } from '../router.js';
import { badRequest, bodilessNotFound } from './errors.js';
import { demoHelpCenter, demoOrganization } from './ids.js';
import { contentKey, type Library } from './library.js';
import { ok } from './responses.js';

/** "Returns the first 1000 public answers sorted alphabetically by name." */
const answerCap = 1000;

/** The four operations that need no token. Their 404 for unknown organizations and ids is undocumented: no body. */
export function publicAnswerRoutes(library: Library): DemoRoutes {
  return {
    'GET /orgs/{orgId}/answers-search': (request) => {
      const words = (request.query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length === 0) throw badRequest({ attr: 'q', code: 'blank', detail: 'q cannot be blank' });
      const answers = publishedAnswers(library, request).filter(({ name, bodyHtml }) => {
        const text = `${name} ${bodyHtml}`.toLowerCase();
        return words.every((word) => text.includes(word));
      });
      return ok(answers.map(titleOf));
    },
    'GET /orgs/{orgId}/answers': (request) => ok(publishedAnswers(library, request).slice(0, answerCap)),
    'GET /orgs/{orgId}/help-center/{helpCenterId}/answer-titles': (request) => {
      if (request.params.helpCenterId !== demoHelpCenter) throw bodilessNotFound();
      const placedIds = new Set(library.sections.flatMap(({ answerIds }) => answerIds));
      return ok(
        publishedAnswers(library, request)
          .filter(({ id }) => placedIds.has(id))
          .map(titleOf),
      );
    },
    'GET /orgs/{orgId}/answers/{answerId}': (request) => {
      const answer = publishedAnswers(library, request).find(({ id }) => id === request.params.answerId);
      if (!answer) throw bodilessNotFound();
      return ok(answer);
    },
  };
}

/** Answers with public content in the requested language, by name; those without audience are for every audience. */
function publishedAnswers({ answers, contents }: Library, { params, query }: DemoRequest) {
  if (params.orgId !== demoOrganization) throw bodilessNotFound();
  const language = (query.get('lng') ?? 'en-us').toLowerCase();
  const audience = query.get('audienceId');
  return [...answers.values()]
    .filter(({ audienceIds }) => audience === null || audienceIds.length === 0 || audienceIds.includes(audience))
    .flatMap(({ id, updatedAt }) => {
      const content = contents.get(contentKey({ answerId: id, language, type: 'public' }));
      return content ? [{ id, name: content.title ?? '', bodyHtml: content.bodyHtml, language, updatedAt }] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

function titleOf({ id, name }: { id: string; name: string }) {
  return { id, name };
}
