import { useRef, useState } from 'preact/hooks';
import { readAnswer, records } from '../answer.js';
import { messageOf } from '../connection.js';
import { formatIn, localizedForPerson, usableZone } from '../format.js';
import { usableLocale } from '../locale.js';
import { readWholeList } from '../whole-list.js';
import { type Call, callTool, keyOf, type Tab } from './requests.js';

interface Props {
  tab: Tab;
  call: Call | undefined;
  choose: (call: Call) => void;
}

/** What is typed must have more than spaces. */
const notBlank = '.*\\S.*';

/** The choice of what a tab shows, where there is one: ready-made calls, forms for an id, and the search for a customer. */
export function CallChooser({ tab, call, choose }: Props) {
  if (tab.calls.length < 2 && tab.forms.length === 0) return null;
  // The settings may have been read again since the call was chosen: then the same call is another object.
  const chosenIndex = tab.calls.findIndex((one) => call !== undefined && keyOf(one) === keyOf(call));
  return (
    <div class="choose">
      {(tab.calls.length > 1 || (tab.calls.length > 0 && !tab.opens)) && (
        <label>
          Show
          <select
            value={chosenIndex}
            onInput={({ currentTarget }) => {
              const next = tab.calls[Number(currentTarget.value)];
              if (next) choose(next);
            }}
          >
            {chosenIndex === -1 && <option value={-1}>{call?.title ?? 'Choose'}</option>}
            {tab.calls.map((one, index) => (
              <option key={one.title} value={index}>
                {one.title}
              </option>
            ))}
          </select>
        </label>
      )}
      {tab.forms.map((form) => (
        <form
          key={form.tool}
          onSubmit={(event) => {
            event.preventDefault();
            const values = Object.fromEntries(
              form.fields.map(({ name }) => [name, String(new FormData(event.currentTarget).get(name) ?? '').trim()]),
            );
            choose({ title: form.title, tool: form.tool, arguments: values });
          }}
        >
          {form.fields.map(({ name, label }) => (
            <label key={name}>
              {label}
              <input name={name} required pattern={notBlank} autocomplete="off" />
            </label>
          ))}
          <button type="submit">{form.title}</button>
        </form>
      ))}
      {tab.findsCustomers && <CustomerSearch choose={choose} />}
    </div>
  );
}

interface FoundConversation {
  id: string;
  title: string;
}

/** The search for a customer, and the choice of one of the customer's conversations. */
function CustomerSearch({ choose }: { choose: (call: Call) => void }) {
  const [conversations, setConversations] = useState<FoundConversation[]>();
  const [problem, setProblem] = useState<string>();
  const latestSearch = useRef<Promise<unknown>>(undefined);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const typed = String(new FormData(event.currentTarget).get('customer') ?? '').trim();
        setProblem(undefined);
        setConversations(undefined);
        const search = conversationsOf(typed);
        latestSearch.current = search;
        // A slow answer to an earlier search says nothing about what is typed now.
        search.then(
          (found) => latestSearch.current === search && setConversations(found),
          (error: unknown) => latestSearch.current === search && setProblem(messageOf(error)),
        );
      }}
    >
      <label>
        Customer's e-mail or phone
        <input name="customer" required pattern={notBlank} autocomplete="off" />
      </label>
      <button type="submit">Find</button>
      <span role="status">
        {problem}
        {conversations?.length === 0 && 'No conversation found.'}
      </span>
      {conversations && conversations.length > 0 && (
        <ConversationSelect conversations={conversations} choose={choose} />
      )}
    </form>
  );
}

interface SelectProps {
  conversations: readonly FoundConversation[];
  choose: (call: Call) => void;
}

function ConversationSelect({ conversations, choose }: SelectProps) {
  const show = (chosenId: string) => {
    const conversation = conversations.find(({ id }) => id === chosenId);
    if (!conversation) return;
    const { title, id } = conversation;
    choose({ title, tool: 'list_all_gladly_conversation_items', arguments: { conversation_id: id } });
  };
  return (
    <label>
      Conversation
      <select onInput={({ currentTarget }) => show(currentTarget.value)}>
        <option value="">Choose one of {conversations.length}</option>
        {conversations.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

/**
 * The conversations of the first customer who has this e-mail address or phone number, the newest first.
 * @throws Error with the message and hint of a tool that failed
 */
async function conversationsOf(typed: string): Promise<FoundConversation[]> {
  const address = typed.includes('@') ? { email: typed } : { phoneNumber: typed };
  const [customer] = await readRecords('list_all_gladly_customers', address, ['id', 'name']);
  if (customer?.id === undefined) return [];
  const name = String(customer.name ?? 'Customer');
  const format = browserFormat();
  const args = { customer_id: customer.id };
  const fields = ['id', 'status', 'createdAt'];
  const conversations = await readRecords('list_all_gladly_customer_conversations', args, fields);
  return conversations.reverse().flatMap(({ id, status, createdAt }) => {
    const start = new Date(String(createdAt));
    const time = Number.isNaN(start.getTime()) ? 'time unknown' : format.dateTime(start);
    const title = `${name} · ${time} · ${String(status).toLowerCase()}`;
    return typeof id === 'string' ? [{ id, title }] : [];
  });
}

/** The browser's own language and time zone, which the page of the conversation uses too. */
const browserFormat = () => formatIn(usableLocale(undefined), usableZone(undefined));

/** All records of a list, with these members. @throws Error with the message and hint of the tool when it fails */
async function readRecords(
  tool: string,
  args: Record<string, unknown>,
  fields: string[],
): Promise<Record<string, unknown>[]> {
  const call = async (...params: Parameters<typeof callTool>) => readAnswer(await callTool(...params));
  const answer = await readWholeList(call, tool, { args, fields }, false);
  if (!answer.ok) {
    const { message, hint } = answer.failure;
    throw new Error(localizedForPerson([message, hint].filter(Boolean).join(' '), browserFormat()));
  }
  return records(answer.result);
}
