import type { Prompt } from './define.js';

const noGuessing = 'Say which figures you read and when; where one is missing, say so instead of guessing.';

export const puzzelPrompts: readonly Prompt[] = [
  {
    name: 'sla_breach_escalation',
    title: 'SLA breach escalation',
    description: 'Looks at a visual queue; above the drop rate, proposes which available agents to move to it.',
    arguments: {
      visual_queue: {
        description: 'visual queue; left empty: the one with the longest wait',
        defaultText: 'the one with the longest wait',
        completes: 'visual_queues',
      },
      user_group: {
        description: 'group that could help; left empty: all agents',
        defaultText: 'all groups',
        completes: 'user_groups',
      },
      drop_rate: {
        description: 'per cent that are still fine; left empty: 5',
        accepts: { max: 100 },
        defaultText: '5',
      },
    },
    needs: ['list_all_puzzel_visual_queue_state_info', 'list_all_puzzel_state_information'],
    text: `Evaluate the service level of this visual queue: {visual_queue}.
1. Read list_all_puzzel_visual_queue_state_info: waiting, longest and average wait (seconds), offered, answered, abandoned, agents logged on, ready and in pause.
2. Compute the drop rate: abandoned / offered.
3. If it is above {drop_rate} %, read list_all_puzzel_state_information for {user_group} and find who is Available.
4. Propose by name whom to move, how many are needed, and what it leaves behind. Move nobody: this is a proposal.
${noGuessing}`,
  },
  {
    name: 'missed_call_recovery',
    title: 'Missed-call recovery',
    description: 'Finds the missed calls of a queue and makes a call-back task for each caller.',
    arguments: {
      queue: { description: 'system queue', required: true, completes: 'queues' },
      minutes: { description: 'how far back; left empty: 30', accepts: { max: 10_080 }, defaultText: '30' },
    },
    needs: ['list_all_puzzel_missed_calls', 'create_a_puzzel_etask'],
    text: `Recover the missed calls of the queue {queue} of the last {minutes} minutes.
1. If you have no queue id, find it with list_all_puzzel_queues.
2. Read list_all_puzzel_missed_calls for it, with from = {minutes} minutes ago (UTC). tagLevel and userNameTagged say which are dealt with: leave those out.
3. Group by caller (requestRemoteAddress); leave out who got through later, if the data shows it. Withheld numbers cannot be called back: list them.
4. Show me the list and ask me before you make anything.
5. Then make one create_a_puzzel_etask per caller: from = the caller's number, queueKey of the queue, a high vipScore, and a description that says when they called, how long they waited and that they should be called back at once.
6. Report the request ids. If one fails, do not repeat it blindly: say which.`,
  },
  {
    name: 'agent_adherence_check',
    title: 'Agent adherence check',
    description: 'Agents of a group by state; flags pauses and wrap-ups that last too long.',
    arguments: {
      user_group: { description: 'user group', required: true, completes: 'user_groups' },
      wrap_up_minutes: { description: 'longest wrap-up; left empty: 5', accepts: { max: 1_440 }, defaultText: '5' },
      pause_minutes: { description: 'longest pause; left empty: 15', accepts: { max: 1_440 }, defaultText: '15' },
    },
    needs: ['list_all_puzzel_state_information', 'list_all_puzzel_user_state_information'],
    text: `Check the adherence of the user group {user_group}.
1. Read list_all_puzzel_state_information with userGroupName (exactly as list_all_puzzel_user_groups writes it).
2. timeInStatus says for how long, in seconds. Where it is missing, read list_all_puzzel_user_state_information (statusSeconds) for everybody in Pause or WrapUp.
3. Flag wrap-ups over {wrap_up_minutes} minutes and pauses over {pause_minutes} minutes.
4. Answer with a table: agent, state, since when, flagged or not; then one sentence about the group.
${noGuessing} These are people: report, do not judge.`,
  },
  {
    name: 'nightly_recording_sync',
    title: 'Nightly recording sync',
    description: 'Saves the recordings of a day to the download folder, each once.',
    arguments: {
      day: { description: 'ISO date; left empty: yesterday', accepts: 'day', defaultText: 'yesterday' },
      user_group: { description: 'group; left empty: all', defaultText: 'all groups', completes: 'user_groups' },
    },
    needs: ['list_all_puzzel_archive_records', 'puzzel_archive_recording_files_download'],
    text: `Save the call recordings of {day} ({user_group}) to the download folder.
1. Read list_all_puzzel_archive_records with from and to of that day, and userGroupId if a group is named. Follow next_cursor to the end. The filters are unverified: check recordStart yourself.
2. For each of the entries of a record with contentAvailable, call puzzel_archive_recording_files_download with its iqSessionId and recIndex.
3. One that fails must not stop the rest. On rate_limited wait the seconds it says.
4. Report: how many records, how many saved, where, how many bytes, and every one that failed with its reason.
For every night, unattended: examples/nightly-recording-sync in the repository of puzzel-mcp.`,
  },
  {
    name: 'post_interaction_tagging',
    title: 'Post-interaction tagging',
    description: 'Proposes tags for archived calls and writes them back after your yes.',
    arguments: {
      day: { description: 'ISO date; left empty: today', accepts: 'day', defaultText: 'today' },
      tags: { description: 'tags to choose from, comma separated', required: true },
    },
    needs: ['list_all_puzzel_archive_records', 'update_a_puzzel_archive_tag_by_id'],
    text: `Tag the archived calls of {day} that have no tag yet. Choose only from: {tags}.
1. Read list_all_puzzel_archive_records with from and to of that day; there is no tag filter, so look at tags yourself.
2. For each, decide from what the record says (comment, category, survey). If that says nothing, propose none: never guess.
3. Show me a table: callId, tag, why. Ask me before you write anything.
4. Then call update_a_puzzel_archive_tag_by_id for each; it may replace what is there, so send the present tags and the comment too.
5. Report what was written and what failed.`,
  },
  {
    name: 'live_queue_feed',
    title: 'Live queue feed',
    description: 'Which queues wait too long, and how many agents are logged on, ready and in pause.',
    arguments: {
      seconds: {
        description: 'longest wait that is still fine; left empty: 120',
        accepts: { max: 86_400 },
        defaultText: '120',
      },
      visual_queue: {
        description: 'one visual queue; left empty: all',
        defaultText: 'all',
        completes: 'visual_queues',
      },
    },
    needs: ['list_all_puzzel_visual_queue_state_info'],
    text: `Give me the live picture of the queues ({visual_queue}).
1. Read list_all_puzzel_visual_queue_state_info.
2. Answer with a table: queue, waiting, longest wait, average wait (seconds), SLA, agents logged on, ready, in pause; the worst first.
3. Mark every queue whose longest wait is over {seconds} seconds, and say in one sentence what would help.
${noGuessing}`,
  },
];
