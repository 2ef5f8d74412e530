export const contentTypes = ['public', 'email', 'messaging', 'reference'] as const;

export interface Answer {
  id: string;
  name: string;
  description: string;
  audienceIds: string[];
  createdAt: string;
  updatedAt: string;
}

/** What identifies a content of an answer. */
export interface ContentId {
  answerId: string;
  language: string;
  type: (typeof contentTypes)[number];
}

export interface AnswerContent extends ContentId {
  bodyHtml: string;
  title?: string | undefined;
  /** Only type email. */
  subject?: string | undefined;
  /** Only type reference. */
  internal?: boolean | undefined;
}

/** All answers with their contents, and what uses them: rules, threads and sections of the help center. */
export interface Library {
  answers: Map<string, Answer>;
  contents: Map<string, AnswerContent>;
  answerIdsInRules: Set<string>;
  answerIdsInThreads: Set<string>;
  sections: { id: string; name: string; answerIds: string[] }[];
}

/** The key of a content in `Library.contents`. */
export function contentKey({ answerId, language, type }: ContentId): string {
  return `${answerId} ${language} ${type}`;
}
