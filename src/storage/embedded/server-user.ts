import { type Failure, failure } from './failure.ts';
import { runCommand } from './run-command.ts';

/** Whom PostgreSQL runs as where we are root, whom it refuses. */
export type ServerUser = { uid: number; gid: number; name: string };

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Created where the machine has none of the known users. */
const NEW_USER = 'xinqiao';
const KNOWN_USERS = ['postgres', NEW_USER];

/** An existing `postgres` or `xinqiao`, else a new system user `xinqiao`. Only for root. */
export async function findServerUser(
  known: readonly string[] = KNOWN_USERS,
  created = NEW_USER,
): Promise<{ ok: true; user: ServerUser; note: string | null } | Failure<'no-server-user'>> {
  for (const name of known) {
    const user = await lookUpUser(name);
    if (user !== null) return { ok: true, user, note: null };
  }
  const complaint = await createUser(created);
  const user = await lookUpUser(created);
  if (user !== null) {
    return {
      ok: true,
      user,
      note: `PostgreSQL refuses root: the system user ${created} was created for it.`,
    };
  }
  return failure(
    'no-server-user',
    `PostgreSQL refuses to run as root, and there is no user ${known.join(' or ')}, and creating ${created} failed (${complaint}). Create such a user, or start as an ordinary user.`,
  );
}

async function lookUpUser(name: string): Promise<ServerUser | null> {
  const { stdout } = await runCommand('id', [name], { user: null, cwd: '/' });
  const ids = /^uid=(\d+)\S* gid=(\d+)/.exec(stdout);
  const uid = Number(ids?.[1]);
  return ids === null || uid === 0 ? null : { uid, gid: Number(ids[2]), name };
}

/** Answers what went wrong; whether the user exists now is looked up by the caller. */
async function createUser(name: string): Promise<string> {
  const options = { user: null, cwd: '/' };
  const shared = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  const useradd = await runCommand('useradd', [...shared, '--shell', '/usr/sbin/nologin', name], options);
  if (useradd.exitCode === 0) return '';
  // BusyBox (Alpine and the like) has only this one.
  const adduser = await runCommand('adduser', ['-S', '-D', '-H', name], options);
  return [useradd.stderr, adduser.stderr].join(' ').replaceAll(/\s+/g, ' ').trim();
}
