import { timingSafeEqual } from 'node:crypto';
import { isStaffRole } from '../../access/roles.ts';
import { fail, ok } from '../../core/result.ts';
import type { StaffMember } from '../../people/staff.ts';
import type { StaffStore } from '../../people/staff-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { ACCOUNT_PLACE } from './find-addresses.ts';
import { createPostgresDutyStore } from './postgres-duty-store.ts';
import { CODE_PLACE, createStaffCodes, triesLeft } from './staff-codes.ts';

type StaffRow = { id: string; name: string; roles: string[]; sample: boolean; disabled_at: Date | null };

export const toStaffMember = (row: StaffRow): StaffMember => ({
  id: row.id,
  name: row.name,
  roles: row.roles.filter(isStaffRole),
  sample: row.sample,
  disabledAt: row.disabled_at,
});

export function createPostgresStaffStore(session: Session, keys: KeyRing): StaffStore {
  const select = () => session.selectFrom('staff_member').selectAll('staff_member');

  const readAddresses: StaffStore['addresses'] = async (staffIds) => {
    if (staffIds.length === 0) return [];
    const rows = await session
      .selectFrom('staff_address')
      .leftJoin('address', 'address.id', 'staff_address.address_id')
      .selectAll('staff_address')
      .select(['address.reachable', 'address.language'])
      .where('staff_address.staff_id', 'in', [...staffIds])
      .where('staff_address.revoked_at', 'is', null)
      .orderBy('staff_address.made_at')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      staffId: row.staff_id,
      addressId: row.address_id,
      channel: row.channel,
      notifier: row.bot,
      language: row.language ?? 'zh',
      activeAt: row.active_at,
      codeExpiresAt: row.code_expires_at,
      triesLeft: triesLeft(row),
      reachable: row.reachable ?? false,
    }));
  };

  return {
    addresses: readAddresses,
    ...createStaffCodes(session, keys, (staffId) => readAddresses([staffId])),
    async list() {
      return (await select().orderBy('made_at').orderBy('name').execute()).map(toStaffMember);
    },
    async byId(staffId) {
      const row = await select().where('id', '=', staffId).executeTakeFirst();
      return row ? toStaffMember(row) : null;
    },
    async byName(name) {
      const row = await select().where('name', '=', name).executeTakeFirst();
      return row ? toStaffMember(row) : null;
    },
    async add({ id, name, roles, sample, now }) {
      const row = await session
        .insertInto('staff_member')
        .values({ id, name, roles: [...roles], sample, made_at: now, disabled_at: null })
        .onConflict((oc) => oc.doNothing())
        .returningAll()
        .executeTakeFirst();
      return row ? ok(toStaffMember(row)) : fail('name-taken');
    },
    async prepareAddress({ id, staffId, channel, account, sentTo, code, expiresAt, onCall, now }) {
      const accountHash = keys.vault.hash(ACCOUNT_PLACE, `${channel}|${account}`);
      // A code that nobody sent in time gives the account back.
      await session
        .updateTable('staff_address')
        .set({ revoked_at: now })
        .where('channel', '=', channel)
        .where('account_hash', '=', accountHash)
        .where('active_at', 'is', null)
        .where('revoked_at', 'is', null)
        .where('code_expires_at', '<=', now)
        .execute();
      const row = await session
        .insertInto('staff_address')
        .values({
          id,
          staff_id: staffId,
          address_id: sentTo?.addressId ?? null,
          channel,
          bot: sentTo?.notifier ?? null,
          account_hash: accountHash,
          code_hash: keys.vault.hash(CODE_PLACE, code),
          code_expires_at: expiresAt,
          on_call_when_active: onCall,
          made_at: now,
          active_at: null,
          revoked_at: null,
        })
        .onConflict((oc) => oc.doNothing())
        .returning('id')
        .executeTakeFirst();
      return row ? ok(null) : fail('account-taken');
    },
    async activate({ addressId, code, onCallId, now }) {
      const waiting = await session
        .selectFrom('staff_address')
        .innerJoin('address', (join) =>
          join
            .onRef('address.channel', '=', 'staff_address.channel')
            .onRef('address.account_hash', '=', 'staff_address.account_hash'),
        )
        .innerJoin('staff_member', 'staff_member.id', 'staff_address.staff_id')
        .select(['staff_address.id', 'staff_address.code_hash', 'staff_address.on_call_when_active'])
        .select(['staff_member.id as staff_id', 'staff_member.name', 'staff_member.roles'])
        .select(['staff_member.sample', 'staff_member.disabled_at'])
        .where('address.id', '=', addressId)
        .where('staff_address.active_at', 'is', null)
        .where('staff_address.revoked_at', 'is', null)
        .where('staff_address.code_expires_at', '>', now)
        .where('staff_member.disabled_at', 'is', null)
        .executeTakeFirst();
      if (!waiting?.code_hash) return null;
      if (!timingSafeEqual(waiting.code_hash, keys.vault.hash(CODE_PLACE, code))) return null;
      const activated = await session
        .updateTable('staff_address')
        .set({ address_id: addressId, active_at: now, code_hash: null })
        .where('id', '=', waiting.id)
        .where('active_at', 'is', null)
        .where('revoked_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      // The same code a second time, or a revocation, was quicker.
      if (!activated) return null;
      if (waiting.on_call_when_active) {
        const duty = createPostgresDutyStore(session);
        await duty.setOnCall({ id: onCallId, staffId: waiting.staff_id, onCall: true, now });
      }
      return {
        staff: toStaffMember({ ...waiting, id: waiting.staff_id }),
        onCall: waiting.on_call_when_active,
      };
    },
    async byAddress(addressId) {
      const row = await select()
        .innerJoin('staff_address', 'staff_address.staff_id', 'staff_member.id')
        .where('staff_address.address_id', '=', addressId)
        .where('staff_address.active_at', 'is not', null)
        .where('staff_address.revoked_at', 'is', null)
        .where('staff_member.disabled_at', 'is', null)
        .executeTakeFirst();
      return row ? toStaffMember(row) : null;
    },
    async byContact(contactId) {
      const row = await select()
        .innerJoin('staff_address', 'staff_address.staff_id', 'staff_member.id')
        .innerJoin('address', 'address.id', 'staff_address.address_id')
        .where('address.contact_id', '=', contactId)
        .where('staff_address.active_at', 'is not', null)
        .where('staff_address.revoked_at', 'is', null)
        .executeTakeFirst();
      return row ? toStaffMember(row) : null;
    },
    async revoke(staffId, now) {
      // Doing it twice moves nothing: until then their times were theirs.
      await session
        .updateTable('staff_member')
        .set({ disabled_at: now })
        .where('id', '=', staffId)
        .where('disabled_at', 'is', null)
        .execute();
      await session
        .updateTable('staff_address')
        .set({ revoked_at: now })
        .where('staff_id', '=', staffId)
        .where('revoked_at', 'is', null)
        .execute();
      await session
        .updateTable('staff_session')
        .set({ ended_at: now })
        .where('staff_id', '=', staffId)
        .where('ended_at', 'is', null)
        .execute();
      await session
        .updateTable('sign_in_link')
        .set({ used_at: now })
        .where('staff_id', '=', staffId)
        .where('used_at', 'is', null)
        .execute();
      await createPostgresDutyStore(session).setOnCall({ id: staffId, staffId, onCall: false, now });
    },
  };
}
