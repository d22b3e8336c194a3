import type { Selectable } from 'kysely';
import type { DataKey } from '../../access/vault.ts';
import type { OutgoingStore } from '../../conversation/ports/outgoing-store.ts';
import { addMs } from '../../core/clock.ts';
import type { BotMessage } from '../../core/message.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import type { OutgoingTable } from '../schema/conversation.ts';
import { OUTGOING_PLACE } from './outgoing-row.ts';

type Holds = Pick<
  OutgoingStore,
  | 'repliesLeft'
  | 'hold'
  | 'holdLane'
  | 'has'
  | 'drop'
  | 'dropStale'
  | 'dropHeldToo'
  | 'unsay'
  | 'release'
  | 'takeUnsaid'
>;

type HeldRow = Pick<
  Selectable<OutgoingTable>,
  'id' | 'at' | 'stale_at' | 'body_sealed' | 'author_staff_id' | 'case_id'
>;

/** What stays true keeps what it stands beside; null as in the row. */
const lastStaleAt = (held: readonly HeldRow[]): Date | null =>
  held.reduce<Date | null>(
    (latest, { stale_at }) =>
      latest === null || stale_at === null ? null : stale_at > latest ? stale_at : latest,
    held[0]?.stale_at ?? null,
  );

/**
 * Words answer in the case, and for the person, of whom they are: those of each stay one message, and what the program said
 * goes with the words that it stands behind, or before.
 */
function bySpeaker(held: readonly HeldRow[]): HeldRow[][] {
  const speakerOf = (row: HeldRow) =>
    row.author_staff_id === null ? null : `${row.case_id ?? ''} ${row.author_staff_id}`;
  let last = held.map(speakerOf).find((speaker) => speaker !== null) ?? '';
  const spoken = new Map<string, HeldRow[]>();
  for (const row of held) {
    last = speakerOf(row) ?? last;
    spoken.set(last, [...(spoken.get(last) ?? []), row]);
  }
  return [...spoken.values()];
}

/** Rows that wait until the person writes, since their platform permits no more answers. */
export function createHolds(session: Session, keys: KeyRing): Holds {
  const unsentOrHeld = (addressId: string) =>
    session
      .updateTable('outgoing')
      .where('address_id', '=', addressId)
      .where('status', 'in', ['due', 'unknown']);
  const unsent = (addressId: string) => unsentOrHeld(addressId).where('held_for', 'is', null);

  const open = (key: DataKey, row: { id: string; body_sealed: Buffer }): BotMessage =>
    JSON.parse(keys.vault.open(key, { table: OUTGOING_PLACE, row: row.id }, row.body_sealed)) as BotMessage;

  /** Words that were held become one message: otherwise it alone would use up what may be answered to a new cry. */
  const join = async (addressId: string, held: readonly HeldRow[], now: Date): Promise<void> => {
    const [first, ...others] = held;
    if (first === undefined) return;
    const key = await keys.ofAddress(session, addressId);
    const messages = held.map((row) => open(key, row));
    const text = messages.map((message) => message.text).join('\n\n');
    const choices = messages.findLast((message) => message.choices.length > 0)?.choices ?? [];
    const place = { table: OUTGOING_PLACE, row: first.id };
    // It answers whatever the last of a person's words in it answer.
    const words = held.findLast((row) => row.author_staff_id !== null);
    await session
      .updateTable('outgoing')
      .set({
        body_sealed: keys.vault.seal(key, place, JSON.stringify({ text, choices })),
        author_staff_id: words?.author_staff_id ?? null,
        at: words?.at ?? first.at,
        stale_at: lastStaleAt(held),
        case_id:
          words === undefined ? (held.find((row) => row.case_id !== null)?.case_id ?? null) : words.case_id,
      })
      .where('id', '=', first.id)
      .execute();
    const ids = others.map((row) => row.id);
    await session
      .updateTable('outgoing')
      .set({ status: 'sent', sent_at: now, error_code: 'joined' })
      .where('id', 'in', ids)
      .execute();
  };

  const dropStale = async (addressId: string, now: Date): Promise<void> => {
    await unsentOrHeld(addressId)
      // One that may have arrived is no lost one.
      .where('status', '=', 'due')
      .where('stale_at', '<=', now)
      .set({ status: 'failed', error_code: 'stale', held_for: null })
      .execute();
  };

  return {
    dropStale,
    async repliesLeft(addressId, quota, startsChats, now) {
      const row = await session
        .selectFrom('address')
        .leftJoin('staff_address', (join) =>
          join
            .onRef('staff_address.address_id', '=', 'address.id')
            .on('staff_address.active_at', 'is not', null)
            .on('staff_address.revoked_at', 'is', null),
        )
        .select(['address.last_heard_at', 'staff_address.id as staff'])
        .select(({ selectFrom, fn }) =>
          selectFrom('outgoing')
            .select(fn.countAll<number>().as('said'))
            .whereRef('outgoing.address_id', '=', 'address.id')
            .whereRef('outgoing.claimed_at', '>', 'address.last_heard_at')
            .where('outgoing.status', 'in', ['sent', 'sending', 'unknown'])
            .as('said'),
        )
        .where('address.id', '=', addressId)
        .executeTakeFirstOrThrow();
      const heardAt = row.last_heard_at;
      const staff = row.staff !== null;
      const over = addMs(heardAt, quota.withinMs) < now;
      const left = over ? 0 : Math.max(0, quota.count - Number(row.said));
      return { left: staff && startsChats ? Number.POSITIVE_INFINITY : left, heardAt, staff };
    },
    async hold(addressId, exceptKeys) {
      const held = await unsent(addressId)
        .where(({ not, or, eb }) => not(or(exceptKeys.map((key) => eb('dedupe_key', 'like', `${key}%`)))))
        .set({ held_for: 'quota' })
        .returning(['case_id as caseId', 'author_staff_id as authorStaffId'])
        .execute();
      return held.flatMap(({ caseId, authorStaffId }) =>
        caseId === null || authorStaffId === null ? [] : [{ caseId, authorStaffId }],
      );
    },
    async holdLane(addressId, lane) {
      await unsent(addressId).where('lane', '=', lane).set({ held_for: 'quota' }).execute();
    },
    async has(dedupeKey) {
      const found = session.selectFrom('outgoing').select('id').where('dedupe_key', '=', dedupeKey);
      return (await found.executeTakeFirst()) !== undefined;
    },
    async drop(addressId, droppedKeys) {
      const dropped = await unsent(addressId)
        .set({ status: 'failed', error_code: 'quota' })
        .where(({ or, eb }) => or(droppedKeys.map((key) => eb('dedupe_key', 'like', `${key}%`))))
        .executeTakeFirst();
      return dropped.numUpdatedRows > 0n;
    },
    async dropHeldToo(addressId, droppedKeys) {
      await unsentOrHeld(addressId)
        .set({ status: 'failed', error_code: 'dropped', held_for: null })
        .where(({ or, eb }) => or(droppedKeys.map((key) => eb('dedupe_key', 'like', `${key}%`))))
        .execute();
    },
    async unsay(addressId, dedupeKey) {
      await unsentOrHeld(addressId)
        .where('status', '=', 'due')
        .where('dedupe_key', '=', dedupeKey)
        .set({ status: 'failed', error_code: 'dropped', held_for: null })
        .set({ dedupe_key: sql<string>`dedupe_key || ':unsaid:' || id` })
        .execute();
    },
    async takeUnsaid(addressId, caseId) {
      const key = await keys.ofAddress(session, addressId);
      const rows = await session
        .updateTable('outgoing')
        .set({ status: 'failed', error_code: 'moved', held_for: null })
        .where('address_id', '=', addressId)
        .where('case_id', '=', caseId)
        .where((eb) =>
          eb.or([
            eb('held_for', 'is not', null),
            eb.and([eb('status', '=', 'due'), eb('author_staff_id', 'is not', null)]),
          ]),
        )
        .returning(['id', 'seq', 'body_sealed', 'author_staff_id'])
        .execute();
      return rows
        .sort((a, b) => a.seq - b.seq)
        .map((row) => ({
          id: row.id,
          message: open(key, row),
          authorStaffId: row.author_staff_id,
        }));
    },
    async release(addressId, alone, now) {
      await dropStale(addressId, now);
      const rows = await session
        .updateTable('outgoing')
        .set({ held_for: null, not_before: now })
        .where('address_id', '=', addressId)
        .where('held_for', 'is not', null)
        .returning(['id', 'lane', 'seq', 'at', 'stale_at', 'dedupe_key', 'body_sealed'])
        .returning(['author_staff_id', 'case_id'])
        .execute();
      const lanes = new Map<string, typeof rows>();
      const after = new Map<string, string>();
      const key = await keys.ofAddress(session, addressId);
      for (const row of rows.sort((a, b) => a.seq - b.seq)) {
        const { choices, picture, file } = open(key, row);
        // Two questions in one message would leave the numbers to the second.
        const asks = row.lane === 'reminder' && choices.length > 0;
        // Words can be joined, a picture cannot; what was said after it is read after it.
        const carries = picture !== undefined || file !== undefined;
        if (carries) after.set(row.lane, row.id);
        const apart = asks || carries || alone.some((begins) => row.dedupe_key.startsWith(begins));
        const together = apart ? row.id : `${row.lane} ${after.get(row.lane) ?? ''}`;
        lanes.set(together, [...(lanes.get(together) ?? []), row]);
      }
      const first: string[] = [];
      for (const held of [...lanes.values()].flatMap(bySpeaker)) {
        if (held[0] !== undefined) first.push(held[0].id);
        if (held.length > 1) await join(addressId, held, now);
      }
      return first;
    },
  };
}
