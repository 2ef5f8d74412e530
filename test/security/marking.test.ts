import { describe, expect, it } from 'vitest';
import { hintsOf, type Tool } from '../../src/tools/define.js';
import { catalogue } from '../../src/tools/index.js';
import type { OutputSchema } from '../../src/tools/output.js';

/**
 * Which answers can carry text from outside the company, told from what they hold and not from the flag: members with
 * the words, names and addresses of customers, wherever they are nested.
 */
const written =
  /^(content|body|text|transcript|paragraphs|subject|comment|message|variables|customAttributes|emails|phones|address|phone|from|preview|rows|entries|request|requestIds|requestDescription|requestRemoteAddress|remoteAddress|customerAddress|extendedInformations|categories|location|clientInfo)$/;

function* members({ properties = {}, items, anyOf = [] }: OutputSchema): Generator<string> {
  for (const [name, member] of Object.entries(properties)) {
    yield name;
    yield* members(member);
  }
  for (const inner of [...(items ? [items] : []), ...anyOf]) yield* members(inner);
}

/** Members of such a name that hold something else, and answers whose members say nothing. */
const exceptions: Record<string, { customerText: boolean; because: string }> = {
  list_all_gladly_events: { customerText: false, because: 'content holds ids only' },
  create_a_gladly_work_session_report: { customerText: false, because: 'its 19 columns are ids, times and numbers' },
  create_a_gladly_conversation_item: { customerText: false, because: 'answers the card that the caller wrote' },
  create_a_gladly_customer_conversation_item: {
    customerText: false,
    because: 'answers the card that the caller wrote',
  },
  create_a_gladly_automation_message: { customerText: false, because: 'answers the message that the caller wrote' },
  get_single_gladly_answer_content_by_id: { customerText: false, because: 'the company writes its own answers' },
  update_a_gladly_answer_content_by_id: { customerText: false, because: 'the company writes its own answers' },
  list_all_puzzel_catalog_contacts: { customerText: false, because: "the company's own directory" },
  get_single_puzzel_catalog_contact_by_id: { customerText: false, because: "the company's own directory" },
  gladly_conversation_attachments_download: { customerText: true, because: 'customers name their files' },
  list_all_puzzel_chat_messages: { customerText: true, because: 'the members of a message are not public' },
};

/** What operations without data answer: Puzzel's own word. */
const isDone = ({ output }: Tool) => Object.keys(output.properties ?? {}).join() === 'code,id,message';

describe('text from outside', () => {
  it.each(catalogue.map((tool) => [tool.name, tool] as const))('is told of where it can be: %s', (_, tool) => {
    const byMembers = !isDone(tool) && [...members(tool.output)].some((name) => written.test(name));
    const expected = exceptions[tool.name]?.customerText ?? byMembers;
    expect(tool.customerText ?? false, [...members(tool.output)].join(' ')).toBe(expected);
    expect(hintsOf(tool).openWorldHint).toBe(expected || tool.sends === true);
  });

  it('has no exception that is none', () => {
    for (const [name, { customerText }] of Object.entries(exceptions)) {
      const tool = catalogue.find((candidate) => candidate.name === name);
      expect(tool && [...members(tool.output)].some((member) => written.test(member)), name).toBe(!customerText);
    }
  });
});
