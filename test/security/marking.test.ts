import { describe, expect, it } from 'vitest';
import type { VendorTool } from '../../src/tools/define.js';
import { hintsOf } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import type { OutputSchema } from '../../src/tools/output.js';

/**
 * Members that hold words, names and addresses of customers. From them, wherever they are nested, the test knows which
 * answers can carry text from outside the company, without looking at the flag.
 */
const customerMembers =
  /^(content|body|text|transcript|paragraphs|subject|comment|message|variables|customAttributes|emails|phones|address|phone|from|preview|rows|entries|request|requestIds|requestDescription|requestRemoteAddress|remoteAddress|customerAddress|extendedInformations|categories|location|clientInfo)$/;

function* members({ properties = {}, items, anyOf = [] }: OutputSchema): Generator<string> {
  for (const [name, member] of Object.entries(properties)) {
    yield name;
    yield* members(member);
  }
  for (const inner of [...(items ? [items] : []), ...anyOf]) yield* members(inner);
}

/** Tools whose members have such a name and hold something else, or whose members are not known. */
const exceptions: Record<string, { untrustedContent: boolean; because: string }> = {
  list_all_gladly_events: { untrustedContent: false, because: 'content holds ids only' },
  create_a_gladly_work_session_report: {
    untrustedContent: false,
    because: 'its 19 columns are ids, times and numbers',
  },
  create_a_gladly_conversation_item: { untrustedContent: false, because: 'answers the card that the caller wrote' },
  create_a_gladly_customer_conversation_item: {
    untrustedContent: false,
    because: 'answers the card that the caller wrote',
  },
  create_a_gladly_automation_message: { untrustedContent: false, because: 'answers the message that the caller wrote' },
  get_single_gladly_answer_content_by_id: { untrustedContent: false, because: 'the company writes its own answers' },
  update_a_gladly_answer_content_by_id: { untrustedContent: false, because: 'the company writes its own answers' },
  list_all_puzzel_catalog_contacts: { untrustedContent: false, because: "the company's own directory" },
  get_single_puzzel_catalog_contact_by_id: { untrustedContent: false, because: "the company's own directory" },
  gladly_conversation_attachments_download: { untrustedContent: true, because: 'customers name their files' },
  list_all_puzzel_chat_messages: { untrustedContent: true, because: 'the members of a message are not public' },
};

/** Whether a tool returns only Puzzel's own envelope. */
const isDone = ({ output }: VendorTool) => Object.keys(output.properties ?? {}).join() === 'code,id,message';

describe('text from outside', () => {
  it('is flagged on exactly the tools that can return it', () => {
    const offenders = catalogue.flatMap((tool) => {
      const byMembers = !isDone(tool) && [...members(tool.output)].some((name) => customerMembers.test(name));
      const expected = exceptions[tool.name]?.untrustedContent ?? byMembers;
      const isRight = (tool.untrustedContent ?? false) === expected;
      return isRight && hintsOf(tool).openWorldHint === (expected || tool.sends === true) ? [] : [tool.name];
    });
    expect(offenders).toEqual([]);
  });

  it('has no needless exceptions', () => {
    const needless = Object.entries(exceptions).filter(([name, { untrustedContent }]) => {
      const tool = catalogue.find((candidate) => candidate.name === name);
      return (tool && [...members(tool.output)].some((member) => customerMembers.test(member))) !== !untrustedContent;
    });
    expect(needless.map(([name]) => name)).toEqual([]);
  });
});
