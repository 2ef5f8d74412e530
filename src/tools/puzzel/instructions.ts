/** What a client tells its model about the Puzzel tools. */
export const puzzelInstructions =
  'Puzzel: user_id is the logged-in user when left out. Figures are of now, today and this week; no tool counts past days, nor does the archive. Ids and keys of queues: list_all_puzzel_queues, list_all_puzzel_visual_queues; agents and states: list_all_puzzel_state_information. "Unverified": route and fields are inferred.';
