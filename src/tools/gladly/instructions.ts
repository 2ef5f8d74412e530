/** What a client tells its model about the Gladly tools. */
export const gladlyInstructions =
  'Gladly: list_all_gladly_customers finds a customer by e-mail or phone; then list_all_gladly_customer_conversations, then list_all_gladly_conversation_items for the text. No search by name, place or words but in exports (gladly_export_files_download); all conversations and tasks: create_a_gladly_report. merged: use the new id from then on; no tool merges. locked: nothing was deleted; ask the person, then close what is open.';
