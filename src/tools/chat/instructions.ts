/** What a client tells its model about the chat tools. */
export const chatInstructions = 'Puzzel chat tools speak as the visitor: begin with create_a_puzzel_chat_session.';
