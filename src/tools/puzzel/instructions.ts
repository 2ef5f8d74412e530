/** What a client tells its model about the Puzzel tools. A sentence whose tool is not offered is left out. */
export const puzzelInstructions = [
  'user_id is the logged-in user when left out.',
  'Figures are of now, today and this week; of past days, missed calls and the archive.',
  'Ids and keys of queues: list_all_puzzel_queues.',
  'Visual queues: list_all_puzzel_visual_queues.',
  'Agents, states: list_all_puzzel_state_information.',
  '"Unverified": route and fields are inferred.',
] as const;
