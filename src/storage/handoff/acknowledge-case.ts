import { fail, ok } from '../../core/result.ts';
import type { CaseStore } from '../../handoff/case-store.ts';
import type { Silence } from '../../handoff/owed.ts';
import type { Session } from '../database.ts';
import { sql } from '../kysely.ts';
import { endPlaces } from './end-places.ts';
import { toCase } from './open-case.ts';
import { NOTHING_OWED } from './watch-columns.ts';

/** By the same rule as `isOwnerSilent`: a hold counts from its end. */
const isSilent = ({ dangerous, harmless, signless, studentSilent }: Silence) =>
  sql<boolean>`(
    (unanswered_since is not null and greatest(unanswered_since, hold_until) <= ${dangerous})
    or (unreplied_since is not null and greatest(unreplied_since, hold_until) <= ${harmless})
    or (level = 'imminent' and arrived_at is null and student_silent_since is not null
      and coalesce(owner_active_at <= ${signless}, true)
      and case when hold_until > student_silent_since then hold_until <= ${signless}
        else student_silent_since <= ${studentSilent} end)
  )`;

/** The one update by which a case becomes somebody's. */
export const createAcknowledge =
  (session: Session, addEvent: CaseStore['addEvent']): CaseStore['acknowledge'] =>
  async (caseId, staffId, silence, now) => {
    const row = await session
      .updateTable('handoff_case')
      .set({
        status: 'acknowledged',
        owner_id: staffId,
        acknowledged_at: now,
        contacted_at: null,
        unanswered_since: now,
        owner_active_at: now,
        wake_at: now,
        tell_at: null,
        ...NOTHING_OWED,
      })
      .where('id', '=', caseId)
      .where((eb) =>
        eb.or([
          eb('status', '=', 'open'),
          eb.and([eb('status', '=', 'acknowledged'), eb('owner_id', '!=', staffId), isSilent(silence)]),
        ]),
      )
      .returningAll()
      .executeTakeFirst();
    if (!row) return fail('not-open');
    await endPlaces(session, caseId, { staffId }, now);
    await addEvent(caseId, { kind: 'acknowledged', staffId, level: row.level, at: now });
    return ok(toCase(row));
  };
