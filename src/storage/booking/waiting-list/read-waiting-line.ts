import type { TimeRange } from '../../../booking/slot.ts';
import type { SlotMark } from '../../../booking/waiting-list/decide-offers.ts';
import type { WaitingLine } from '../../../booking/waiting-list/waiting-list-store.ts';
import type { Session } from '../../database.ts';
import type { KeyRing } from '../../key-ring.ts';
import { sql } from '../../kysely.ts';
import { createEntrySeal, entryOfRow, selectWaiting } from './entry-rows.ts';
import { offerOfRow, selectOffers } from './offer-rows.ts';

/** Everybody who waits, with what decides whether a slot can be theirs; and every offer that stands. */
export async function readWaitingLine(session: Session, keys: KeyRing, now: Date): Promise<WaitingLine> {
  const seal = createEntrySeal(session, keys);
  const rows = await selectWaiting(session).execute();
  await keys.prepare(
    session,
    rows.map((row) => row.address_id),
  );
  const offers = (await selectOffers(session, now).where('e.status', '=', 'waiting').execute()).map(
    offerOfRow,
  );
  const busy = await readBusyOf(session, now);
  const givenUp = await readGivenUpOf(session, now);
  const silent = await readWhoIsNotAsked(session);
  const entries = [];
  for (const row of rows) {
    entries.push({
      ...(await entryOfRow(row, seal)),
      busy: busy.filter(({ contactId }) => contactId === row.contact_id),
      offeredBefore: [
        ...offers.filter(({ entryId, outcome }) => entryId === row.id && outcome !== null),
        ...givenUp.filter(({ contactId }) => contactId === row.contact_id),
      ],
      canBeAsked: !silent.has(row.id),
    });
  }
  const open = await selectOffers(session, now).where('o.outcome', 'is', null).execute();
  return { entries, openOffers: open.map(offerOfRow) };
}

/** When those who wait are elsewhere. */
const readBusyOf = (session: Session, now: Date): Promise<(TimeRange & { contactId: string })[]> =>
  session
    .selectFrom('appointment as a')
    .innerJoin('waiting_list_entry as e', 'e.contact_id', 'a.contact_id')
    .select([
      'a.contact_id as contactId',
      sql<Date>`lower(a.during)`.as('startAt'),
      sql<Date>`upper(a.during)`.as('endAt'),
    ])
    .where('e.status', '=', 'waiting')
    .where('a.status', '=', 'booked')
    .where(sql<boolean>`upper(a.during) > ${now}`)
    .execute();

/** What those who wait had booked and called off or moved themselves. */
const readGivenUpOf = (session: Session, now: Date): Promise<(SlotMark & { contactId: string })[]> =>
  session
    .selectFrom('appointment as a')
    .innerJoin('waiting_list_entry as e', 'e.contact_id', 'a.contact_id')
    .select(['a.contact_id as contactId', 'a.staff_id as staffId', sql<Date>`lower(a.during)`.as('startAt')])
    .where('e.status', '=', 'waiting')
    .where('a.status', '=', 'cancelled')
    .where('a.cancelled_by', '=', 'student')
    .where(sql<boolean>`lower(a.during) > ${now}`)
    .execute();

/** Whoever is in a crisis now, and whom no message reaches. */
async function readWhoIsNotAsked(session: Session): Promise<ReadonlySet<string>> {
  const rows = await session
    .selectFrom('waiting_list_entry as e')
    .innerJoin('address as d', 'd.id', 'e.address_id')
    .select('e.id')
    .where('e.status', '=', 'waiting')
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('d.reachable', '=', false),
        exists(
          selectFrom('handoff_case as c')
            .select('c.id')
            .whereRef('c.contact_id', '=', 'e.contact_id')
            .where('c.status', '!=', 'closed'),
        ),
      ]),
    )
    .execute();
  return new Set(rows.map(({ id }) => id));
}
