/** Why the embedded PostgreSQL could not be had. */
export type FailureCode =
  /** Another living app holds this data folder. */
  | 'folder-in-use'
  /** The data folder is not a folder, not ours, or out of the server's reach. */
  | 'folder-unusable'
  /** PostgreSQL refuses root, and no unprivileged user exists or could be made. */
  | 'no-server-user'
  /** No PostgreSQL for this machine in node_modules, or one that does not run here. */
  | 'binaries-unusable'
  /** The folder was made by another major version of PostgreSQL. */
  | 'version-mismatch'
  /** PostgreSQL was run and gave up. */
  | 'cannot-start'
  /** PostgreSQL runs and does not let us in. */
  | 'cannot-connect';

/** `message` is a plain sentence for the operator that names the file or folder and what is expected. */
export type Failure<Code extends string = FailureCode> = { ok: false; code: Code; message: string };

export const failure = <Code extends string>(code: Code, message: string): Failure<Code> => ({
  ok: false,
  code,
  message,
});

/** The operating system's code (`ENOENT`) or PostgreSQL's (`57P03`) of an exception, if it has one. */
export function errorCode(error: unknown): string | null {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : null;
}
