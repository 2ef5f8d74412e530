/** What a client tells its model about the chat tools. A sentence whose tool is not offered is left out. */
export const chatInstructions = [
  'Puzzel chat tools speak as the visitor.',
  'Begin with create_a_puzzel_chat_session.',
] as const;
