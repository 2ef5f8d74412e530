import { describe, expect, it } from 'vitest';
import type { VendorTool } from '../../src/tools/define.js';
import { hintsOf } from '../../src/tools/effect.js';
import { catalogue } from '../../src/tools/index.js';
import type { OutputSchema } from '../../src/tools/output.js';
import { toolNamed } from '../support/tool-named.js';

/**
 * The names of members that hold words, names and addresses of customers. From them, wherever they are nested, the test
 * knows which answers can carry text from outside the company, without looking at `untrustedContent`.
 */
const customerMemberPattern =
  /^(content|body|text|transcript|paragraphs|subject|comment|message|variables|customAttributes|emails|phones|address|phone|from|preview|rows|entries|request|requestIds|requestDescription|requestRemoteAddress|remoteAddress|customerAddress|extendedInformations|categories|location|clientInfo)$/;

function* members({ properties = {}, items, anyOf = [] }: OutputSchema): Generator<string> {
  for (const [name, member] of Object.entries(properties)) {
    yield name;
    yield* members(member);
  }
  for (const inner of [...(items ? [items] : []), ...anyOf]) yield* members(inner);
}

const hasCustomerMembers = ({ output }: VendorTool) =>
  [...members(output)].some((name) => customerMemberPattern.test(name));

/** Tools whose members have names that suggest the wrong flag. */
const exceptions: Record<string, { untrustedContent: boolean; because: string }> = {
  list_all_gladly_events: { untrustedContent: false, because: 'content holds ids only' },
  create_a_gladly_work_session_report: {
    untrustedContent: false,
    because: 'its 19 columns are ids, times and numbers',
  },
  create_a_gladly_conversation_item: { untrustedContent: false, because: 'returns the card that the call wrote' },
  create_a_gladly_customer_conversation_item: {
    untrustedContent: false,
    because: 'returns the card that the call wrote',
  },
  create_a_gladly_automation_message: { untrustedContent: false, because: 'returns the message that the call wrote' },
  get_single_gladly_answer_content_by_id: { untrustedContent: false, because: 'the company writes its own answers' },
  update_a_gladly_answer_content_by_id: { untrustedContent: false, because: 'the company writes its own answers' },
  list_all_puzzel_catalog_contacts: { untrustedContent: false, because: "the company's own directory" },
  get_single_puzzel_catalog_contact_by_id: { untrustedContent: false, because: "the company's own directory" },
  gladly_conversation_attachments_download: { untrustedContent: true, because: 'customers name their files' },
  list_all_puzzel_chat_messages: { untrustedContent: true, because: 'the members of a message are not public' },
};

/** Whether a tool returns only Puzzel's envelope, whose message is Puzzel's own. */
const hasOnlyEnvelope = ({ output }: VendorTool) => Object.keys(output.properties ?? {}).join() === 'code,id,message';

describe('text from outside', () => {
  it('is flagged on exactly the tools that can return it; these and the tools that send have openWorldHint', () => {
    const offenders = catalogue.flatMap((tool) => {
      const byMembers = !hasOnlyEnvelope(tool) && hasCustomerMembers(tool);
      const expected = exceptions[tool.name]?.untrustedContent ?? byMembers;
      const isRight = (tool.untrustedContent ?? false) === expected;
      return isRight && hintsOf(tool).openWorldHint === (expected || tool.sends === true) ? [] : [tool.name];
    });
    expect(offenders).toEqual([]);
  });

  it('has no needless exceptions', () => {
    const needless = Object.entries(exceptions).filter(
      ([name, { untrustedContent }]) => hasCustomerMembers(toolNamed(name)) === untrustedContent,
    );
    expect(needless.map(([name]) => name)).toEqual([]);
  });
});
