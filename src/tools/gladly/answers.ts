import type { Arguments } from '../../api/route.js';
import { Failure } from '../../failure.js';
import { flag, id, oneOf, text, texts } from '../arguments.js';
import { record, rows } from '../output.js';
import { documented, get, patch, post, put, remove } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';
import { ownId } from './own-ids.js';
import { type Problem, problemsOf } from './problems.js';
import { answerText, recordTarget } from './targets.js';

const answer = {
  id: 'string',
  name: 'string: what customers read',
  description: 'string: what agents read',
  audienceIds: 'array of audience ids',
  createdAt: 'ISO time',
  updatedAt: 'ISO time',
};

const content = record({
  answerId: 'string',
  language: 'language code',
  type: 'public, email, messaging or reference',
  bodyHtml: 'HTML',
  title: 'string: type public',
  subject: 'string: type email',
  internal: 'boolean: type reference',
});

const answerId = () => id('answer');
const audiences = (about: string) => texts(about).optional();

const contentKey = () => ({
  id: answerId(),
  language: text('e.g. en-us'),
  // By the 2026 document all four can be written, by that of 2025 only public.
  type: oneOf(['public', 'email', 'messaging', 'reference'], 'use'),
});

/** @throws Failure `invalid_input` for public content without title, email without subject, `internal` outside reference */
function checkedAnswerContent(args: {
  type: string;
  title?: string | undefined;
  subject?: string | undefined;
  internal?: boolean | undefined;
}): Arguments {
  if (args.type === 'public' && args.title === undefined) {
    throw new Failure('invalid_input', 'Content of type public needs a title.');
  }
  if (args.type === 'email' && args.subject === undefined) {
    throw new Failure('invalid_input', 'Content of type email needs a subject.');
  }
  if (args.type !== 'reference' && args.internal !== undefined) {
    throw new Failure('invalid_input', 'internal is only for content of type reference.');
  }
  return args;
}

/**
 * Explains why an answer that is in use, or its text, cannot be deleted. Rules, threads or a section of a help center may
 * use it; ids are given for the section only.
 * @param updateTool the tool that can change meanwhile what shall be deleted
 */
const explainInUse =
  (updateTool: string) =>
  (failure: Failure, { id }: { id: string }): Failure => {
    const uses = problemsOf(failure).filter(({ code }) => code === 'in_use');
    if (uses.length === 0) return failure;
    return failure.with({
      kind: 'locked',
      message: `Answer ${id} is in use: ${uses.map(({ detail }) => detail ?? 'somewhere').join('; ')}.`,
      details: { used_by: uses.map(usedBy) },
      hint: `Ask a person to take it out there in Gladly (no tool can), then delete it again. ${updateTool} can change it meanwhile.`,
    });
  };

function usedBy({ detail, meta }: Problem) {
  return {
    detail,
    ...(meta?.helpCenterID === undefined ? {} : { help_center_id: meta.helpCenterID, section_id: meta.sectionID }),
  };
}

export const answerTools = [
  defineGladlyTool({
    name: 'create_a_gladly_answer',
    title: 'Create an answer',
    tag: 'answers',
    effect: 'create',
    description:
      'Adds an answer without text; update_a_gladly_answer_content_by_id writes it. A taken name answers conflict with its id.',
    input: {
      id: ownId(),
      name: text('what customers read, unique', { max: 500 }),
      description: text('what agents read', { max: 10_000 }).optional(),
      audienceIds: audiences('only for these'),
    },
    takesOwnId: true,
    output: record(answer),
    route: post('/api/v1/answers', documented),
    example: { name: 'How do I use a gift card?' },
  }),
  defineGladlyTool({
    name: 'get_single_gladly_answer_by_id',
    title: 'One answer',
    tag: 'answers',
    effect: 'get',
    description: 'Name, description and audiences of an answer. Its text: get_single_gladly_answer_content_by_id.',
    input: { id: answerId() },
    output: record(answer),
    route: get('/api/v1/answers/{id}', documented),
    example: { id: demo.answer },
  }),
  defineGladlyTool({
    name: 'update_a_gladly_answer_by_id',
    title: 'Change an answer',
    tag: 'answers',
    effect: 'update',
    description: 'Changes name, description or audiences of an answer, not its text.',
    input: {
      id: answerId(),
      name: text('new name', { max: 500 }).optional(),
      description: text('new description', { max: 10_000 }).optional(),
      audienceIds: audiences('replaces the stored list'),
    },
    route: patch('/api/v1/answers/{id}', documented),
    example: { id: demo.unusedAnswer, description: 'How to find the size' },
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_answer_by_id',
    title: 'Delete an answer',
    tag: 'answers',
    effect: 'delete',
    description: 'Deletes an answer with all its content for good. One in use answers locked.',
    input: { id: answerId() },
    route: remove('/api/v1/answers/{id}', documented),
    example: { id: demo.unusedAnswer },
    explainRefusal: explainInUse('update_a_gladly_answer_by_id'),
    target: recordTarget('The answer with all its languages:', 'get_single_gladly_answer_by_id', 'name', 'description'),
  }),
  defineGladlyTool({
    name: 'get_single_gladly_answer_content_by_id',
    title: 'Text of an answer',
    tag: 'answers',
    effect: 'get',
    description: 'Text of an answer in one language for one use.',
    input: contentKey(),
    output: content,
    route: get('/api/v1/answers/{id}/languages/{language}/type/{type}', documented),
    example: { id: demo.answer, language: 'en-us', type: 'public' },
  }),
  defineGladlyTool({
    name: 'update_a_gladly_answer_content_by_id',
    title: 'Write the text of an answer',
    tag: 'answers',
    effect: 'update',
    description: "Creates or replaces an answer's text in one language for one use.",
    input: {
      ...contentKey(),
      bodyHtml: text('HTML'),
      title: text('needed for public').optional(),
      subject: text('needed for email').optional(),
      internal: flag('not for customers').optional(),
    },
    prepare: checkedAnswerContent,
    output: content,
    route: put('/api/v1/answers/{id}/languages/{language}/type/{type}', documented),
    example: {
      id: demo.answer,
      language: 'en-us',
      type: 'public',
      title: 'Returns',
      bodyHtml: '<p>Send it back within 30 days.</p>',
    },
  }),
  defineGladlyTool({
    name: 'delete_a_gladly_answer_content_by_id',
    title: 'Delete the text of an answer',
    tag: 'answers',
    effect: 'delete',
    description: "Deletes an answer's text in one language for one use. One in use answers locked.",
    input: contentKey(),
    route: remove('/api/v1/answers/{id}/languages/{language}/type/{type}', documented),
    example: { id: demo.unusedAnswer, language: 'en-us', type: 'public' },
    explainRefusal: explainInUse('update_a_gladly_answer_content_by_id'),
    target: answerText,
  }),
  defineGladlyTool({
    name: 'list_all_gladly_audiences',
    title: 'Audiences',
    tag: 'answers',
    effect: 'list',
    description: 'Groups of readers that answers can be limited to.',
    input: {},
    output: rows({ id: 'string', name: 'string' }),
    route: get('/api/v1/audiences', documented),
  }),
];
