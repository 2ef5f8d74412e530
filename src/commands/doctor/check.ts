/** One line of the doctor's report. */
export interface Check {
  name: string;
  status: 'ok' | 'warn' | 'fail' | 'skipped';
  message: string;
  /** What to do. */
  hint?: string;
}

/** Milliseconds that one step of the doctor may take: a connection, a login, a read. */
export const stepMs = 5_000;

export const ok = (name: string, message: string): Check => ({ name, status: 'ok', message });
export const skipped = (name: string, message: string): Check => ({ name, status: 'skipped', message });
export const warn = (name: string, message: string, hint: string): Check => ({ name, status: 'warn', message, hint });
export const fail = (name: string, message: string, hint: string): Check => ({ name, status: 'fail', message, hint });

/** One result of a check that has several, such as one for each host. */
export type Finding = Omit<Check, 'name'>;

/** Makes one check of several findings, with the worst status, and all messages and hints, those of the worst first. */
export function combineFindings(name: string, findings: readonly Finding[]): Check {
  const sortedFindings = (['fail', 'warn', 'ok'] as const).flatMap((status) =>
    findings.filter((finding) => finding.status === status),
  );
  const hints = [...new Set(sortedFindings.flatMap(({ hint }) => hint ?? []))];
  return {
    name,
    status: sortedFindings[0]?.status ?? 'ok',
    message: sortedFindings.map(({ message }) => message).join('; '),
    ...(hints.length > 0 && { hint: hints.join(' ') }),
  };
}
