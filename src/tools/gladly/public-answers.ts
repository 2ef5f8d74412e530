import type { Arguments } from '../../api/route.js';
import { id, text } from '../arguments.js';
import type { CallContext } from '../define.js';
import { record, rows } from '../output.js';
import { documented, get } from '../routes.js';
import { defineGladlyTool } from './define.js';
import { demo } from './demo-ids.js';

const title = { id: 'string', name: 'string: title' };
const answer = { ...title, bodyHtml: 'HTML', language: 'language code', updatedAt: 'ISO time' };

const notListedHint = 'Internal answers are in no list: get_single_gladly_answer_by_id wants the id.';

const organization = () => ({ org_id: id('default own').optional() });
const language = () => ({ lng: text('language; default en-us').optional() });
const audience = () => ({ audienceId: id('audience').optional() });

/** The arguments with the token's organization when none is given: these operations need it in the path. */
async function withOrganization<T extends { org_id?: string | undefined }>(
  args: T,
  context: CallContext,
): Promise<Arguments> {
  return args.org_id === undefined ? { ...args, org_id: await context.clients.gladly.organizationId(context) } : args;
}

export const publicAnswerTools = [
  defineGladlyTool({
    name: 'gladly_public_answers_search',
    title: 'Search public answers',
    tag: 'answers',
    effect: 'custom-read',
    paged: true,
    description: 'Public answers that match words: ids and titles. With text: list_all_gladly_public_answers.',
    input: { q: text('words'), ...organization(), ...language(), ...audience() },
    prepare: withOrganization,
    output: rows(title),
    route: get('/api/v1/orgs/{org_id}/answers-search', documented),
    example: { q: 'return' },
    whenEmpty: `No public answer has these words in this language and audience: try other words, another lng, or no audienceId. ${notListedHint}`,
  }),
  defineGladlyTool({
    name: 'list_all_gladly_public_answers',
    title: 'Public answers',
    tag: 'answers',
    effect: 'list',
    description: 'Public answers of one language with their text, by name, at most 1000.',
    input: { ...organization(), ...language(), ...audience() },
    prepare: withOrganization,
    cap: {
      maxRecords: 1000,
      missing: 'names late in the alphabet may be missing. gladly_public_answers_search finds them.',
      silent: true,
    },
    output: rows(answer),
    route: get('/api/v1/orgs/{org_id}/answers', documented),
    whenEmpty: `No answer has a public text in this language (default en-us) and audience: try another lng, or no audienceId. ${notListedHint}`,
  }),
  defineGladlyTool({
    name: 'list_all_gladly_help_center_answer_titles',
    title: 'Titles in a help center',
    tag: 'answers',
    effect: 'list',
    description: 'Titles of the answers in the sections of a help center. No tool lists help centers.',
    input: { help_center_id: id('help center'), ...organization(), ...language(), ...audience() },
    prepare: withOrganization,
    output: rows(title),
    route: get('/api/v1/orgs/{org_id}/help-center/{help_center_id}/answer-titles', documented),
    example: { help_center_id: demo.helpCenter },
    whenNotFound: 'Ask the person for the id of the help center: no tool lists them.',
  }),
  defineGladlyTool({
    name: 'get_single_gladly_public_answer_by_id',
    title: 'One public answer',
    tag: 'answers',
    effect: 'get',
    description: 'Title and text of one public answer.',
    input: { id: id('answer'), ...organization(), ...language() },
    prepare: withOrganization,
    output: record(answer),
    route: get('/api/v1/orgs/{org_id}/answers/{id}', documented),
    example: { id: demo.answer },
    whenNotFound:
      'The id may be right: the answer may have no public text in this language (default en-us). Try another lng, or get_single_gladly_answer_content_by_id.',
  }),
];
