import { useState } from 'preact/hooks';
import { readAnswer, records } from '../answer.js';
import { messageOf } from '../connection.js';
import { type Call, callTool, type Tab } from './requests.js';

interface Props {
  tab: Tab;
  call: Call | undefined;
  choose: (call: Call) => void;
}

/** What a tab shows, where there is a choice: ready-made calls, ids of one's own, and the search for a customer. */
export function Choose({ tab, call, choose }: Props) {
  if (tab.calls.length < 2 && tab.forms.length === 0) return null;
  return (
    <div class="choose">
      {(tab.calls.length > 1 || (tab.calls.length > 0 && !tab.opens)) && (
        <label>
          Show
          <select
            value={call ? tab.calls.indexOf(call) : -1}
            onInput={({ currentTarget }) => {
              const next = tab.calls[Number(currentTarget.value)];
              if (next) choose(next);
            }}
          >
            {!(call && tab.calls.includes(call)) && <option value={-1}>{call?.title ?? 'Choose'}</option>}
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
              <input name={name} required autocomplete="off" />
            </label>
          ))}
          <button type="submit">{form.title}</button>
        </form>
      ))}
      {tab.findsCustomers && <FindCustomer choose={choose} />}
    </div>
  );
}

/** From an e-mail address or a phone number to the conversations of the customer. */
function FindCustomer({ choose }: { choose: (call: Call) => void }) {
  const [found, setFound] = useState<{ id: string; words: string }[]>();
  const [problem, setProblem] = useState<string>();
  const find = async (typed: string) => {
    const customers = await list(
      'list_all_gladly_customers',
      typed.includes('@') ? { email: typed } : { phoneNumber: typed },
    );
    const [customer] = customers;
    if (customer?.id === undefined) return [];
    const conversations = await list('list_all_gladly_customer_conversations', { customer_id: customer.id });
    return conversations.flatMap(({ id, status, createdAt }) =>
      typeof id === 'string'
        ? [
            {
              id,
              words: `${String(customer.name ?? 'Customer')} · ${String(createdAt).slice(0, 10)} · ${String(status).toLowerCase()}`,
            },
          ]
        : [],
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const typed = String(new FormData(event.currentTarget).get('customer') ?? '').trim();
        setProblem(undefined);
        find(typed).then(
          (conversations) => setFound(conversations.reverse()),
          (error: unknown) => setProblem(messageOf(error)),
        );
      }}
    >
      <label>
        Customer's e-mail or phone
        <input name="customer" required autocomplete="off" />
      </label>
      <button type="submit">Find</button>
      <span role="status">
        {problem}
        {found?.length === 0 && 'No conversation found.'}
      </span>
      {found && found.length > 0 && (
        <label>
          Conversation
          <select
            onInput={({ currentTarget }) => {
              const one = found.find(({ id }) => id === currentTarget.value);
              if (one)
                choose({
                  title: one.words,
                  tool: 'list_all_gladly_conversation_items',
                  arguments: { conversation_id: one.id },
                });
            }}
          >
            <option value="">Choose one of {found.length}</option>
            {found.map(({ id, words }) => (
              <option key={id} value={id}>
                {words}
              </option>
            ))}
          </select>
        </label>
      )}
    </form>
  );
}

async function list(tool: string, args: Record<string, unknown>): Promise<Record<string, unknown>[]> {
  const answer = readAnswer(await callTool(tool, args));
  if (!answer.ok) throw new Error([answer.failure.message, answer.failure.hint].filter(Boolean).join(' '));
  return records(answer.result);
}
