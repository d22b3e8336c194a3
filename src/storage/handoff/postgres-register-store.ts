import type { Selectable } from 'kysely';
import type { RegisterChangeKind, RegisterEntry, RegisterStore } from '../../handoff/register-store.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import type { RegisterEntryTable } from '../schema/closing.ts';
import { loadCaseKey } from './case-key.ts';

const REASON_PLACE = 'register_change.reason';

type Row = Selectable<RegisterEntryTable> & { readonly number: number };

const toEntry = (row: Row): RegisterEntry => ({
  id: row.id,
  contactId: row.contact_id,
  caseId: row.case_id,
  caseNumber: row.number,
  class: row.class,
  ownerId: row.owner_id,
  enteredAt: row.entered_at,
  leftAt: row.left_at,
});

type Noted = {
  readonly kind: RegisterChangeKind;
  readonly class?: RegisterEntry['class'];
  readonly ownerId?: string | null;
  readonly caseId: string;
  readonly by: string | null;
  readonly reason?: string;
  readonly now: Date;
};

export function createPostgresRegisterStore(
  session: Session,
  keys: KeyRing,
  newId: () => string,
): RegisterStore {
  const select = () =>
    session
      .selectFrom('register_entry as e')
      .innerJoin('handoff_case as c', 'c.id', 'e.case_id')
      .selectAll('e')
      .select('c.number');

  const note = async (entryId: string, change: Noted): Promise<void> => {
    const id = newId();
    const place = { table: REASON_PLACE, row: id };
    const { reason = '', caseId } = change;
    await session
      .insertInto('register_change')
      .values({
        id,
        entry_id: entryId,
        kind: change.kind,
        class: change.class ?? null,
        owner_id: change.ownerId ?? null,
        case_id: caseId,
        staff_id: change.by,
        reason_sealed:
          reason === '' ? null : keys.vault.seal(await loadCaseKey(session, keys, caseId), place, reason),
        at: change.now,
      })
      .execute();
  };

  const lock = async (entryId: string): Promise<RegisterEntry> => {
    const row = await select().where('e.id', '=', entryId).forNoKeyUpdate('e').executeTakeFirstOrThrow();
    return toEntry(row);
  };
  const update = (entryId: string) => session.updateTable('register_entry').where('id', '=', entryId);

  return {
    async activeOf(contactId) {
      const row = await select()
        .where('e.contact_id', '=', contactId)
        .where('e.left_at', 'is', null)
        .forNoKeyUpdate('e')
        .executeTakeFirst();
      return row ? toEntry(row) : null;
    },
    async byId(entryId) {
      const row = await select().where('e.id', '=', entryId).forNoKeyUpdate('e').executeTakeFirst();
      return row ? toEntry(row) : null;
    },
    async list(ownerId) {
      const present = select().where('e.left_at', 'is', null).orderBy('e.entered_at');
      const rows = await (ownerId === null ? present : present.where('e.owner_id', '=', ownerId)).execute();
      return rows.map(toEntry);
    },
    async changes(entryId) {
      const rows = await session
        .selectFrom('register_change')
        .selectAll()
        .where('entry_id', '=', entryId)
        .orderBy('seq')
        .execute();
      const changes = [];
      for (const row of rows) {
        const { reason_sealed: sealed, case_id: caseId } = row;
        const place = { table: REASON_PLACE, row: row.id };
        const reason =
          sealed === null || caseId === null
            ? ''
            : keys.vault.open(await loadCaseKey(session, keys, caseId), place, sealed);
        const { kind, class: of, owner_id: ownerId, staff_id: staffId, at } = row;
        changes.push({ kind, class: of, ownerId, staffId, reason, at });
      }
      return changes;
    },
    async enter({ id, contactId, caseId, class: of, ownerId }, by, now) {
      await session
        .insertInto('register_entry')
        .values({
          id,
          contact_id: contactId,
          case_id: caseId,
          class: of,
          owner_id: ownerId,
          entered_at: now,
          left_at: null,
        })
        .execute();
      await note(id, { kind: 'entered', class: of, ownerId, caseId, by, now });
    },
    async follow(entryId, { caseId, class: of, ownerId }, by, now) {
      await update(entryId).set({ case_id: caseId, class: of, owner_id: ownerId }).execute();
      await note(entryId, { kind: 'raised', class: of, ownerId, caseId, by, now });
    },
    async reclass(entryId, to, reason, by, now) {
      const { caseId } = await lock(entryId);
      await update(entryId).set({ class: to }).execute();
      await note(entryId, { kind: 'reclassed', class: to, caseId, by, reason, now });
    },
    async assign(entryId, ownerId, by, now) {
      const { caseId } = await lock(entryId);
      await update(entryId).set({ owner_id: ownerId }).execute();
      await note(entryId, { kind: 'assigned', ownerId, caseId, by, now });
    },
    async dropOwner(staffId, now) {
      const rows = await select()
        .where('e.owner_id', '=', staffId)
        .where('e.left_at', 'is', null)
        .orderBy('e.id')
        .forNoKeyUpdate('e')
        .execute();
      for (const row of rows) {
        await update(row.id).set({ owner_id: null }).execute();
        await note(row.id, { kind: 'ownerless', ownerId: staffId, caseId: row.case_id, by: null, now });
      }
      return rows.map(toEntry);
    },
    async leave(entryId, reason, by, now) {
      const { caseId } = await lock(entryId);
      await note(entryId, { kind: 'left', caseId, by, reason, now });
      await update(entryId).set({ left_at: now }).execute();
    },
  };
}
