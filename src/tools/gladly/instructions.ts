/** What a client tells its model about the Gladly tools. */
export const gladlyInstructions =
  'Gladly: find a customer by e-mail or phone with list_all_gladly_customers, then list_all_gladly_customer_conversations, then list_all_gladly_conversation_items for the text. No search by name, place or words; all conversations and tasks: create_a_gladly_report. merged: use the new id from then on; no tool merges. locked: nothing was deleted; close what is open first, after asking the person.';
