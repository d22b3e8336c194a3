import type { Actor } from '../../access/can.ts';
import type { ChangeCause } from '../../booking/change-offer.ts';
import type { SeriesTime } from '../../sessions/series-store.ts';
import { calledOffUntil } from '../changes/called-off.ts';
import { changeWake } from '../changes/change-wakes.ts';
import type { Scope } from '../scope.ts';
import { seriesKey } from './answer-series.ts';
import { openSession } from './open-session.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/** Why a series ends, and a line for the student, empty for none. */
export type Ending = { readonly cause: ChangeCause; readonly line: string };

/** False where it was none any more. What the student has not been sent of it is not said any more. */
export async function withdrawOffer({ stores, now }: Scope, seriesId: string): Promise<boolean> {
  const closed = await stores.series.close(seriesId, 'withdrawn', now);
  if (closed === null) return false;
  await stores.outgoing.dropHeldToo(closed.addressId, [seriesKey(seriesId)]);
  return true;
}

/**
 * An offer is taken back without a word. What was agreed on is called off for a cause like any appointment: one message
 * names every time, and whether it arrives is followed. `no-cause`: there is something to call off, and nobody said why.
 */
export async function endSeries(
  scope: Scope,
  actor: StaffActor,
  id: string,
  seriesId: string,
  ending: Ending | null,
): Promise<'ended' | 'absent' | 'no-cause'> {
  const session = await openSession(scope, actor, 'session.plan', id);
  const series = await scope.stores.series.find(seriesId);
  if (session === null || series === null) return 'absent';
  if (series.contactId !== session.contactId || series.staffId !== session.staffId) return 'absent';
  const { stores, now } = scope;
  await stores.addresses.lock(series.addressId);
  if (!(await withdrawOffer(scope, seriesId))) {
    if (ending === null) return 'no-cause';
    await callOffAll(scope, actor, (await stores.series.end(seriesId, now)) ?? [], ending);
  }
  await stores.tellChange('appointments');
  return 'ended';
}

/** The first of them tells of all; the others follow its message. */
async function callOffAll(
  scope: Scope,
  { staffId: madeBy }: StaffActor,
  times: readonly SeriesTime[],
  { cause, line }: Ending,
): Promise<void> {
  const { stores, parts, now } = scope;
  let first: string | null = null;
  for (const { appointmentId } of times) {
    const id = parts.newId();
    const called = await stores.changeOffers.callOff({
      id,
      appointmentId,
      kind: 'cancel',
      cause,
      line: first === null ? line : '',
      madeBy,
      now,
      expiresAt: calledOffUntil(now),
      times: [],
      ...(first === null ? {} : { toldWith: first }),
    });
    if (called.ok) first ??= id;
  }
  if (first !== null) scope.after.escalations.push({ id: changeWake(first), at: now });
}
