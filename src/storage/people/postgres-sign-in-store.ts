import type { SignInStore } from '../../people/staff-store.ts';
import type { Database, Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { toStaffMember } from './postgres-staff-store.ts';

const LINK_PLACE = 'sign_in_link.token';
const SESSION_PLACE = 'staff_session.token';
/** A session's last sign of life is written at most this often, in ms. */
const TOUCH_MS = 5_000;

export function createPostgresSignInStore(db: Database, keys: KeyRing): SignInStore {
  const linkHash = (token: string): Buffer => keys.vault.hash(LINK_PLACE, token);
  const sessionHash = (token: string): Buffer => keys.vault.hash(SESSION_PLACE, token);

  const usableLink = (session: Session, token: string, now: Date) =>
    session
      .selectFrom('sign_in_link')
      .innerJoin('staff_member', 'staff_member.id', 'sign_in_link.staff_id')
      .selectAll('staff_member')
      .where('sign_in_link.token_hash', '=', linkHash(token))
      .where('sign_in_link.used_at', 'is', null)
      .where('sign_in_link.expires_at', '>', now)
      .where('staff_member.disabled_at', 'is', null);

  return {
    async issueLink({ staffId, token, now, expiresAt }) {
      await db
        .insertInto('sign_in_link')
        .values({
          token_hash: linkHash(token),
          staff_id: staffId,
          made_at: now,
          expires_at: expiresAt,
          used_at: null,
        })
        .execute();
    },
    async peekLink(token, now) {
      const row = await usableLink(db, token, now).executeTakeFirst();
      return row ? toStaffMember(row) : null;
    },
    consumeLink: ({ linkToken, sessionId, sessionToken, csrf, now, expiresAt }) =>
      db.transaction().execute(async (trx) => {
        const member = await usableLink(trx, linkToken, now).forUpdate('sign_in_link').executeTakeFirst();
        if (!member) return null;
        await trx
          .updateTable('sign_in_link')
          .set({ used_at: now })
          .where('token_hash', '=', linkHash(linkToken))
          .execute();
        await trx
          .insertInto('staff_session')
          .values({
            id: sessionId,
            staff_id: member.id,
            token_hash: sessionHash(sessionToken),
            csrf,
            made_at: now,
            last_seen_at: now,
            expires_at: expiresAt,
            ended_at: null,
          })
          .execute();
        return { id: sessionId, staff: toStaffMember(member), csrf, expiresAt };
      }),
    async session(sessionToken, now) {
      const row = await db
        .selectFrom('staff_session')
        .innerJoin('staff_member', 'staff_member.id', 'staff_session.staff_id')
        .selectAll('staff_member')
        .select(['staff_session.id as session_id', 'staff_session.csrf', 'staff_session.expires_at'])
        .select('staff_session.last_seen_at')
        .where('staff_session.token_hash', '=', sessionHash(sessionToken))
        .where('staff_session.ended_at', 'is', null)
        .where('staff_session.expires_at', '>', now)
        .where('staff_member.disabled_at', 'is', null)
        .executeTakeFirst();
      if (!row) return null;
      if (now.getTime() - row.last_seen_at.getTime() > TOUCH_MS) {
        await db
          .updateTable('staff_session')
          .set({ last_seen_at: now })
          .where('id', '=', row.session_id)
          .execute();
      }
      return { id: row.session_id, staff: toStaffMember(row), csrf: row.csrf, expiresAt: row.expires_at };
    },
    async endSession(sessionId, now) {
      await db.updateTable('staff_session').set({ ended_at: now }).where('id', '=', sessionId).execute();
    },
  };
}
