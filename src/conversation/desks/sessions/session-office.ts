import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import { cap, showable } from '../../../core/clean-text.ts';
import { daysMs } from '../../../core/clock.ts';
import { addLocalDays, localDateOf, localDay } from '../../../handoff/rota/local-day.ts';
import { asksForCase, LONGEST_RECORD, missingFields, type RecordBody } from '../../../sessions/record.ts';
import { maySetAttendance, type Session } from '../../../sessions/session.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { attend, checkInByStaff } from '../../sessions/attend.ts';
import { endSeries } from '../../sessions/end-series.ts';
import { openSession, relationOfSession } from '../../sessions/open-session.ts';
import { offerPlan, viewPlan } from '../../sessions/plan-next.ts';
import { raiseCase } from '../../sessions/raise-case.ts';
import { listEarlier, listOfVisitor } from './earlier-sessions.ts';
import type { LookBack, RecordOutcome, SessionDesk, SessionList, SessionView } from './session-desk.ts';
import { owes, toRow } from './session-row.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

const COMING_DAYS = 14;

export function createSessionDesk(parts: ConversationParts): SessionDesk {
  const asStaff = <T>(
    actor: Actor,
    otherwise: T,
    work: (scope: Scope, staff: StaffActor) => Promise<T>,
  ): Promise<T> => inScope(parts, async (scope) => (actor.kind === 'staff' ? work(scope, actor) : otherwise));

  return {
    list: (actor, back) => asStaff(actor, null, (scope, staff) => listSessions(scope, staff, back)),
    view: (actor, id) => asStaff(actor, null, (scope, staff) => viewSession(scope, staff, id)),
    attend: (actor, id, attendance) =>
      asStaff<'kept' | 'same' | 'too-early' | 'absent'>(
        actor,
        'absent',
        async (scope, staff) => (await attend(scope, staff, id, attendance)).outcome,
      ),
    checkIn: (actor, id) =>
      asStaff<Awaited<ReturnType<SessionDesk['checkIn']>>>(actor, 'absent', (scope, staff) =>
        checkInByStaff(scope, staff, id),
      ),
    write: (actor, id, body, signs, seen) =>
      asStaff<RecordOutcome>(actor, { outcome: 'absent' }, (scope, staff) =>
        writeRecord(scope, staff, id, { body, signs, seen }),
      ),
    correct: (actor, id, text, key) =>
      asStaff<Awaited<ReturnType<SessionDesk['correct']>>>(actor, 'absent', (scope, staff) =>
        correctRecord(scope, staff, id, text, key),
      ),
    raise: (actor, id) => asStaff(actor, null, (scope, staff) => raiseCase(scope, staff, id)),
    plan: (actor, id, form) => asStaff(actor, null, (scope, staff) => viewPlan(scope, staff, id, form)),
    offer: (actor, id, form) =>
      asStaff<Awaited<ReturnType<SessionDesk['offer']>>>(actor, 'absent', (scope, staff) =>
        offerPlan(scope, staff, id, form),
      ),
    endSeries: (actor, id, seriesId, ending) =>
      asStaff<Awaited<ReturnType<SessionDesk['endSeries']>>>(actor, 'absent', (scope, staff) =>
        endSeries(scope, staff, id, seriesId, ending),
      ),
  };
}

async function listSessions(scope: Scope, actor: StaffActor, back: LookBack): Promise<SessionList | null> {
  const { stores, now } = scope;
  const allowed = can(actor, 'sessions.list', { kind: 'sessions' }, 'administration');
  const entry = { actor: nameActor(actor), resource: 'sessions', purpose: 'administration' as const };
  await audit(scope, { ...entry, action: 'sessions.list', allowed });
  if (!allowed) return null;
  const today = localDateOf(now);
  const from = localDay(today).startsAt;
  const tomorrow = localDay(addLocalDays(today, 1)).startsAt;
  const supervised = await stores.supervisions.supervisedBy(actor.staffId, today);
  const row = (session: Session) => toRow(session, actor, now, supervised);
  const atDesk = actor.roles.includes('staff');
  const [owed, ofToday, coming] = [
    await stores.sessions.owed(actor.staffId, now),
    await stores.sessions.list(atDesk ? 'all' : [actor.staffId], from, tomorrow),
    await stores.sessions.list([actor.staffId], tomorrow, new Date(tomorrow.getTime() + daysMs(COMING_DAYS))),
  ];
  return {
    now,
    owed: owed.filter((one) => owes(one, now) !== null).map(row),
    today: ofToday.map(row),
    coming: coming.map(row),
    earlier: await listEarlier(scope, actor, supervised, back),
  };
}

async function viewSession(scope: Scope, actor: StaffActor, id: string): Promise<SessionView | null> {
  const session = await openSession(scope, actor, 'session.see', id);
  if (session === null) return null;
  const { stores, now } = scope;
  const supervised = await stores.supervisions.supervisedBy(actor.staffId, localDateOf(now));
  const relation = await relationOfSession(scope, 'session', id, session.staffId);
  const may = (action: 'session.attend' | 'session.record' | 'session.plan' | 'session.refer'): boolean =>
    can(actor, action, relation, 'care');
  // Reading it is an entry of its own.
  const readable = await openSession(scope, actor, 'session.read-record', id);
  const names = new Map((await stores.staff.list()).map((one) => [one.id, one.name]));
  const versions = readable === null ? [] : await stores.records.ofSession(id, session.contactId);
  const own = session.staffId === actor.staffId;
  // A draft is nobody's but its author's.
  const record = versions.filter(({ signedAt }) => own || signedAt !== null);
  const first = record.find((one) => one.kind === 'record');
  const risk = first?.kind === 'record' && first.signedAt !== null ? first.body.risk : '';
  const inCase = own && (await stores.cases.activeOf(session.contactId)) !== null;
  const row = toRow(session, actor, now, supervised);
  const attended = session.status === 'attended';
  return {
    row,
    may: {
      attend: may('session.attend') && maySetAttendance(session, now),
      checkIn: row.may.checkIn,
      record: may('session.record') && attended,
      plan: may('session.plan'),
      refer: may('session.refer') && attended,
    },
    changes: (await stores.sessions.changes(id)).map(({ attendance, staffId, at }) => ({
      attendance,
      staff: names.get(staffId) ?? '',
      at,
    })),
    record: record.map((one) => ({ ...one, staff: names.get(one.staffId) ?? '' })),
    asksForCase: own && !inCase && asksForCase(risk) ? risk : null,
    inCase,
    series: own ? await listSeries(scope, session) : [],
    referrals:
      readable === null
        ? []
        : (await stores.referrals.ofSession(id)).map(({ id: of, status, body }) => ({
            id: of,
            status,
            to: body.to,
          })),
    earlier: await listOfVisitor(scope, actor, session, supervised),
  };
}

async function listSeries(scope: Scope, session: Session): Promise<SessionView['series']> {
  const kept = await scope.stores.series.ofContact(session.contactId, session.staffId);
  return kept.flatMap(({ id, status, expiresAt, times }) => {
    const ahead = times.filter(
      (time) => time.startAt > scope.now && (time.status === 'held' || time.status === 'booked'),
    );
    const own = ahead.filter(({ staffId }) => staffId === session.staffId);
    if ((status !== 'offered' && status !== 'accepted') || own.length === 0) return [];
    const elsewhere = ahead.filter(({ staffId }) => staffId !== session.staffId);
    return [{ id, status, expiresAt, times: own, elsewhere }];
  });
}

type Written = { readonly body: RecordBody; readonly signs: boolean; readonly seen: Date | null };

async function writeRecord(
  scope: Scope,
  actor: StaffActor,
  appointmentId: string,
  { body, signs, seen }: Written,
): Promise<RecordOutcome> {
  const session = await openSession(scope, actor, 'session.record', appointmentId);
  if (session === null) return { outcome: 'absent' };
  if (session.status !== 'attended') return { outcome: 'not-attended' };
  if (body.text.length > LONGEST_RECORD) return { outcome: 'too-long' };
  const fields = signs ? missingFields(body) : [];
  const { stores, parts, now } = scope;
  const written = await stores.records.write({
    id: parts.newId(),
    appointmentId,
    contactId: session.contactId,
    staffId: actor.staffId,
    body: { ...body, text: showable(body.text) },
    // What is not whole is kept as a draft all the same: nothing that was typed is lost.
    signs: signs && fields.length === 0,
    seen,
    now,
  });
  if (written !== 'written') return { outcome: written };
  if (fields.length > 0) return { outcome: 'missing', fields };
  return { outcome: signs ? 'signed' : 'saved' };
}

async function correctRecord(
  scope: Scope,
  actor: StaffActor,
  appointmentId: string,
  text: string,
  id: string,
): Promise<Awaited<ReturnType<SessionDesk['correct']>>> {
  const session = await openSession(scope, actor, 'session.record', appointmentId);
  if (session === null) return 'absent';
  if (text.trim() === '') return 'empty';
  if (text.length > LONGEST_RECORD) return 'too-long';
  const kept = await scope.stores.records.correct({
    id,
    appointmentId,
    contactId: session.contactId,
    staffId: actor.staffId,
    text: cap(showable(text), LONGEST_RECORD),
    now: scope.now,
  });
  return kept ? 'kept' : 'not-signed';
}
