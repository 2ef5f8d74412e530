/** What a client tells its model about the Gladly tools; a sentence whose tool is not offered is left out. */
export const gladlyInstructions = [
  'A customer by e-mail or phone: list_all_gladly_customers.',
  'The conversations: list_all_gladly_customer_conversations.',
  'Their text: list_all_gladly_conversation_items.',
  'No search by name, place or words.',
  'Words in exports: gladly_export_files_download.',
  'All conversations and tasks: create_a_gladly_report.',
  'merged: use the new id from then on; no tool merges.',
  'locked: nothing was deleted; ask the person, then close what is open.',
] as const;
