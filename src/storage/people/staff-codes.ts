import { timingSafeEqual } from 'node:crypto';
import { isNotifierKind, NOTIFIER_KINDS } from '../../core/channel.ts';
import { fail, ok } from '../../core/result.ts';
import type { StaffAddress } from '../../people/staff.ts';
import type { StaffStore } from '../../people/staff-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { createPostgresDutyStore } from './postgres-duty-store.ts';

export const CODE_PLACE = 'staff_address.code';
/** Wrong codes that may be typed before a new one has to be asked for. */
const MOST_TRIES = 5;

/** Codes that are typed back: those of numbers and mailboxes, which hear nothing. */
export function createStaffCodes(
  session: Session,
  keys: KeyRing,
  read: (staffId: string) => Promise<StaffAddress[]>,
): Pick<StaffStore, 'confirm' | 'renewCode' | 'revokeAddress'> {
  const fits = (hash: Buffer | null, code: string): boolean =>
    hash !== null && timingSafeEqual(hash, keys.vault.hash(CODE_PLACE, code));

  return {
    async confirm({ staffId, code, onCallId, now }) {
      const rows = await session
        .selectFrom('staff_address')
        .innerJoin('staff_member', 'staff_member.id', 'staff_address.staff_id')
        .select(['staff_address.id', 'code_hash', 'code_tries', 'active_at', 'on_call_when_active'])
        .where('staff_id', '=', staffId)
        .where('channel', 'in', [...NOTIFIER_KINDS])
        .where('revoked_at', 'is', null)
        .where('code_expires_at', '>', now)
        .where('staff_member.disabled_at', 'is', null)
        .orderBy('staff_address.id')
        .forNoKeyUpdate(['staff_address'])
        .execute();
      const open = rows.filter((row) => row.active_at === null && row.code_tries < MOST_TRIES);
      const found = open.find((row) => fits(row.code_hash, code));
      if (found) {
        // The code stays known, so that the same one once more is no mistake.
        await session
          .updateTable('staff_address')
          .set({ active_at: now })
          .where('id', '=', found.id)
          .execute();
        if (found.on_call_when_active) {
          await createPostgresDutyStore(session).setOnCall({ id: onCallId, staffId, onCall: true, now });
        }
        return { kind: 'confirmed', onCall: found.on_call_when_active };
      }
      if (rows.some((row) => row.active_at !== null && fits(row.code_hash, code))) return { kind: 'already' };
      if (open.length === 0) return { kind: 'no-code' };
      await session
        .updateTable('staff_address')
        .set((eb) => ({ code_tries: eb('code_tries', '+', 1) }))
        .where(
          'id',
          'in',
          open.map((row) => row.id),
        )
        .execute();
      return { kind: 'wrong', triesLeft: MOST_TRIES - 1 - Math.min(...open.map((row) => row.code_tries)) };
    },
    async renewCode({ id, staffId, code, expiresAt, unlessBeyond }) {
      const row = await session
        .selectFrom('staff_address')
        .select(['active_at', 'code_expires_at'])
        .where('id', '=', id)
        .where('staff_id', '=', staffId)
        .where('revoked_at', 'is', null)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (!row) return fail('absent');
      if (row.active_at !== null) return fail('active');
      if (row.code_expires_at !== null && row.code_expires_at > unlessBeyond) return fail('too-soon');
      await session
        .updateTable('staff_address')
        .set({ code_hash: keys.vault.hash(CODE_PLACE, code), code_expires_at: expiresAt, code_tries: 0 })
        .where('id', '=', id)
        .execute();
      const renewed = (await read(staffId)).find((address) => address.id === id);
      return renewed ? ok(renewed) : fail('absent');
    },
    async revokeAddress({ id, staffId, now }) {
      const row = await session
        .updateTable('staff_address')
        .set({ revoked_at: now })
        .where('id', '=', id)
        .where('staff_id', '=', staffId)
        .where('revoked_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

export const triesLeft = (row: { channel: string; code_tries: number }): number =>
  isNotifierKind(row.channel) ? Math.max(0, MOST_TRIES - row.code_tries) : MOST_TRIES;
