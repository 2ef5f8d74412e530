import { plainName } from './path.js';

/**
 * Operation names that Puzzel's own pages use (puzzel.md, section 6), and the tool that each is; `null`: no tool of
 * ours, whatever its path looks like.
 */
const names: Readonly<Record<string, string | null>> = {
  AccessTokenInformationGet: 'list_all_puzzel_token_info',
  VisualQueueStateAndTickerList: 'list_all_puzzel_visual_queue_state_info',
  VisualQueueList: 'list_all_puzzel_visual_queues',
  AgentStateAndTickerList: 'list_all_puzzel_state_information',
  ArchiveAuditLogGet: 'list_all_puzzel_archive_audit_logs',
  ChangeLogGet: 'list_all_puzzel_changelogs',
  AccessLogGet: 'list_all_puzzel_access_logs',
  // Wants another body than an eTask: {data, type, version}.
  RequestAdd: null,
  Authenticate_GetAccessToken: null,
  Authenticate_LogIn: null,
};

export const knownNames = Object.keys(names);

const byPlainName = new Map(Object.entries(names).map(([name, tool]) => [plainName(name), tool]));

/** The tool that an operation's name stands for; `null`: none; undefined: the name is not known. */
export const toolNamed = (operationId: string): string | null | undefined => byPlainName.get(plainName(operationId));
