import type { Swap } from '../../handoff/rota/rota.ts';
import type { RotaStore } from '../../handoff/rota-store.ts';
import type { Session } from '../database.ts';
import type { RotaSwapTable } from '../schema/rota.ts';

type SwapStore = Pick<RotaStore, 'offer' | 'swap' | 'swaps' | 'settle' | 'expire'>;

export function createSwapStore(session: Session): SwapStore {
  return {
    async offer(swap, by, now) {
      const added = await session
        .insertInto('rota_swap')
        .values({
          id: swap.id,
          duty: swap.duty,
          from_staff_id: swap.fromStaffId,
          to_staff_id: swap.toStaffId,
          starts_at: swap.startsAt,
          ends_at: swap.endsAt,
          status: 'offered',
          offered_by: by,
          offered_at: now,
          settled_by: null,
          settled_at: null,
        })
        .onConflict((oc) => oc.doNothing())
        .executeTakeFirst();
      return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async swap(id) {
      const row = await session.selectFrom('rota_swap').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toSwap(row);
    },
    async swaps(since) {
      const rows = await session
        .selectFrom('rota_swap')
        .selectAll()
        .where(({ or, eb }) =>
          or([eb('status', '=', 'offered'), eb('settled_at', '>', since), eb('ends_at', '>', since)]),
        )
        .orderBy('offered_at', 'desc')
        .execute();
      return rows.map(toSwap);
    },
    async settle(id, to, by, now) {
      const row = await session
        .updateTable('rota_swap')
        .set({ status: to, settled_by: by, settled_at: now })
        .where('id', '=', id)
        .where('status', '=', 'offered')
        // Once its time has begun the one who offered it is on.
        .where('starts_at', '>', now)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : toSwap(row);
    },
    async expire(now) {
      const rows = await session
        .updateTable('rota_swap')
        .set({ status: 'expired', settled_at: now })
        .where('status', '=', 'offered')
        .where('starts_at', '<=', now)
        .returningAll()
        .execute();
      return rows.map(toSwap);
    },
  };
}

const toSwap = (row: RotaSwapTable): Swap => ({
  id: row.id,
  duty: row.duty,
  fromStaffId: row.from_staff_id,
  toStaffId: row.to_staff_id,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  status: row.status,
  offeredAt: row.offered_at,
  settledAt: row.settled_at,
});
