import type { Selectable } from 'kysely';
import { SINK } from '../../core/channel.ts';
import type { CaseLevel, HandoffCase } from '../../handoff/case.ts';
import type { CaseStore } from '../../handoff/case-store.ts';
import { countedFrom, holdNow } from '../../handoff/owed.ts';
import type { Session } from '../database.ts';
import type { KeyRing } from '../key-ring.ts';
import { sql } from '../kysely.ts';
import type { HandoffCaseTable } from '../schema/handoff.ts';
import { NO_HOLD } from './watch-columns.ts';

type Opening = Parameters<CaseStore['openOrJoin']>[0];
type Opened = Awaited<ReturnType<CaseStore['openOrJoin']>>;

export const toCase = (row: Selectable<HandoffCaseTable>): HandoffCase => ({
  id: row.id,
  number: row.number,
  contactId: row.contact_id,
  addressId: row.address_id,
  channel: row.channel,
  level: row.level,
  status: row.status,
  knownContact: row.known_contact,
  ownerId: row.owner_id,
  openedAt: row.opened_at,
  resumedAt: row.resumed_at,
  levelSince: row.level_since,
  acknowledgedAt: row.acknowledged_at,
  contactedAt: row.contacted_at,
  unansweredSince: row.unanswered_since,
  closedAt: row.closed_at,
  outcome: row.outcome,
  step: row.step,
  wakeAt: row.wake_at,
  tellAt: row.tell_at,
  tellCount: row.tell_count,
  college: row.college,
  unrepliedSince: row.unreplied_since,
  studentSilentSince: row.student_silent_since,
  ownerActiveAt: row.owner_active_at,
  nudgedAt: row.nudged_at,
  calledAt: row.called_at,
  hold: toHold(row),
  arrivedAt: row.arrived_at,
});

type HoldColumns = Pick<Selectable<HandoffCaseTable>, 'hold_kind' | 'hold_since' | 'hold_until'>;

export const toHold = ({ hold_kind: kind, hold_since: since, hold_until: until }: HoldColumns) =>
  kind === null || since === null || until === null ? null : { kind, since, until };

/**
 * What a dangerous word asks of whoever has the case. An imminent one ends 通话中 and 在路上, whose owner then counts as
 * there, and takes back that somebody is with the student.
 */
function owedAfter(row: Selectable<HandoffCaseTable>, level: CaseLevel, now: Date) {
  if (row.status !== 'acknowledged') return {};
  const owed = { unanswered_since: row.unanswered_since ?? now, student_silent_since: null, wake_at: now };
  if (level !== 'imminent') return owed;
  const one = toCase(row);
  const held = holdNow(one, now) !== null;
  return {
    ...owed,
    unanswered_since: held ? now : (countedFrom(row.unanswered_since, one) ?? now),
    owner_active_at: held ? now : row.owner_active_at,
    arrived_at: null,
    ...NO_HOLD,
  };
}

/** One open case for each person, whoever opens it and whoever closes the one before. */
export function createOpenOrJoin(
  session: Session,
  keys: KeyRing,
  newId: () => string,
  addEvent: CaseStore['addEvent'],
): CaseStore['openOrJoin'] {
  /** Null when nobody's case is open any more: whoever closed it was quicker. */
  const join = async ({ contactId, level, now }: Opening): Promise<Opened | null> => {
    const current = await session
      .selectFrom('handoff_case')
      .selectAll()
      .where('contact_id', '=', contactId)
      .where('status', '!=', 'closed')
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!current) return null;
    const owed = owedAfter(current, level, now);
    if (level !== 'imminent' || current.level === 'imminent') {
      if (current.status !== 'acknowledged') return { change: 'joined', case: toCase(current) };
      const owing = await session
        .updateTable('handoff_case')
        .set(owed)
        .where('id', '=', current.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return { change: 'joined', case: toCase(owing) };
    }
    const row = await session
      .updateTable('handoff_case')
      .set({
        level,
        level_since: now,
        step: 0,
        ...owed,
        wake_at: now,
        tell_at: current.status === 'open' ? now : null,
      })
      .where('id', '=', current.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await addEvent(row.id, { kind: 'raised', staffId: null, level, at: now });
    return { change: 'raised', case: toCase(row) };
  };

  /** Null when another address of the same person was quicker. */
  const open = async (input: Opening): Promise<Opened | null> => {
    const { id, contactId, addressId, channel, level, knownContact, openedAt, now } = input;
    const { wrapped } = keys.vault.makeKey(newId());
    const row = await session
      .with('made', (query) =>
        query.insertInto('data_key').values({ ...wrapped, made_at: now, destroyed_at: null }),
      )
      .with('opened', (query) =>
        query
          .insertInto('handoff_case')
          .values((eb) => ({
            id,
            data_key_id: wrapped.id,
            contact_id: contactId,
            address_id: addressId,
            channel,
            // Numbers are said between people: the canary uses none of them up.
            ...(channel === SINK ? { number: -now.getTime() } : {}),
            level,
            status: 'open',
            known_contact: knownContact,
            owner_id: null,
            opened_at: openedAt ?? now,
            level_since: now,
            acknowledged_at: null,
            contacted_at: null,
            unanswered_since: null,
            closed_at: null,
            outcome: null,
            outcome_note_sealed: null,
            wake_at: now,
            tell_at: now,
            // Whom the policy of their college calls first hears of it at once, where it was known the last time.
            college: eb
              .selectFrom('handoff_case as last')
              .select('last.college')
              .where('last.contact_id', '=', contactId)
              .orderBy('last.opened_at', 'desc')
              .limit(1),
          }))
          .onConflict((oc) => oc.column('contact_id').where('status', '!=', 'closed').doNothing())
          .returningAll(),
      )
      .with('noted', (query) =>
        query
          .insertInto('case_event')
          .columns(['id', 'case_id', 'kind', 'level', 'at'])
          .expression(sql`select ${newId()}::uuid, id, 'opened', level, opened_at from opened`),
      )
      .selectFrom('opened')
      .selectAll()
      .executeTakeFirst();
    if (row) return { change: 'opened', case: toCase(row) };
    await session.deleteFrom('data_key').where('id', '=', wrapped.id).execute();
    return null;
  };

  return async (input) => {
    // Between two looks a case may have been opened or closed: what was said belongs to one that is open.
    for (;;) {
      const opened = (await join(input)) ?? (await open(input));
      if (opened !== null) return opened;
    }
  };
}
