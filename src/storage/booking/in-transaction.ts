import type { Session } from '../database.ts';

/** Runs in the caller's transaction if there is one, else in one of its own, so that row locks last long enough. */
export function inTransaction<T>(session: Session, work: (session: Session) => Promise<T>): Promise<T> {
  return session.isTransaction ? work(session) : session.transaction().execute(work);
}
