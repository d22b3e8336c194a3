/**
 * Facts that may be logged: counts, codes, random ids. There is deliberately no way to pass a free text or an
 * error object, because both can carry a student's words.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Logger {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/**
 * What of an exception may be logged: its class and its code, never its message, which can quote the input.
 */
export function describeError(error: unknown): { error: string; code: string | null } {
  if (!(error instanceof Error)) return { error: typeof error, code: null };
  const code = (error as { code?: unknown }).code;
  return {
    error: error.name,
    code: typeof code === 'string' || typeof code === 'number' ? String(code) : null,
  };
}
