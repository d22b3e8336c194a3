import { addMs, minutesMs } from '../core/clock.ts';
import type { WebSession } from '../people/web-session.ts';
import type { SiteParts } from './parts.ts';

/** After so long without a sign of the student, what was said is hidden. */
export const IDLE_MS = minutesMs(10);

/** Lines up to this time are not shown; null when all are. */
export function shownSince(session: WebSession): Date | null {
  const { hiddenAt, freshAt } = session;
  if (hiddenAt === null || freshAt === null) return hiddenAt ?? freshAt;
  return new Date(Math.max(hiddenAt.getTime(), freshAt.getTime()));
}

/** Are there lines that wait for the PIN or for a fresh start? */
export function isLocked(session: WebSession): boolean {
  return session.hiddenAt !== null && (session.freshAt === null || session.hiddenAt > session.freshAt);
}

/**
 * When the hiding for idleness began, if it is due and not done yet. It is the moment at which the ten minutes were
 * over and not the present: what came later, a counsellor's answer for example, is new and must be seen.
 */
export function idleSince(session: WebSession, now: Date): Date | null {
  const idleAt = addMs(session.lastSeenAt, IDLE_MS);
  if (idleAt > now) return null;
  const since = shownSince(session);
  return since === null || since < idleAt ? idleAt : null;
}

/** The browser's session as it stands now, its older lines hidden if it was idle; null when it has none. */
export async function openSession(
  parts: Pick<SiteParts, 'sessions'>,
  token: string | null,
  now: Date,
): Promise<WebSession | null> {
  if (token === null) return null;
  const session = await parts.sessions.find(token);
  if (session === null) return null;
  const idleAt = idleSince(session, now);
  if (idleAt === null) return session;
  await parts.sessions.hide(session.addressId, idleAt);
  return { ...session, hiddenAt: idleAt };
}
