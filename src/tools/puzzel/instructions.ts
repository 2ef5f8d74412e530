/** What a client tells its model about the Puzzel tools. */
export const puzzelInstructions =
  'Puzzel: user_id is the logged-in user when left out. Figures are live or of today and this week; no tool counts past days, and the archive is no count. Queue ids and keys: list_all_puzzel_queues; visual queues: list_all_puzzel_visual_queues; agents and their states: list_all_puzzel_state_information. "Unverified": route and fields are inferred; unverified_route is not your mistake.';
