import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import { type Calendar, termAt } from '../../../core/calendar.ts';
import { listStints } from '../../../handoff/rota/list-stints.ts';
import { addLocalDays, localDateOf, localDay } from '../../../handoff/rota/local-day.ts';
import type { Stint } from '../../../handoff/rota/rota.ts';
import type { StaffMember } from '../../../people/staff.ts';
import { inWholeBatches, totalsOf } from '../../../sessions/evaluation.ts';
import { computeWorkload, hasWork, type Workload } from '../../../sessions/workload.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';

type StaffActor = Extract<Actor, { kind: 'staff' }>;

/** Dates are `YYYY-MM-DD`, both belong to the time. */
export type Term = { readonly name: string; readonly from: string; readonly to: string };

export type WorkloadView = {
  readonly term: Term;
  readonly terms: readonly Term[];
  readonly rows: readonly Workload[];
  /** What visitors wrote, as it comes in whole batches, in no order and without whose it is; null for whoever may not read it. */
  readonly words: readonly string[] | null;
};

export type SupervisionRow = {
  readonly id: string;
  readonly supervisor: string;
  readonly counsellor: string;
  readonly validFrom: string;
  readonly validTo: string | null;
};

export type SupervisionView = {
  readonly rows: readonly SupervisionRow[];
  readonly supervisors: readonly { readonly id: string; readonly name: string }[];
  readonly counsellors: readonly { readonly id: string; readonly name: string }[];
};

/** 工作量 and 督导关系; authorised and audited here, forbidden looks like absent. */
export interface WorkloadDesk {
  /** @param name of a term; the present one where it is none */
  workload(actor: Actor, name: string): Promise<WorkloadView | null>;
  supervisions(actor: Actor): Promise<SupervisionView | null>;
  supervise(
    actor: Actor,
    supervisorId: string,
    counsellorId: string,
  ): Promise<'added' | 'holds' | 'same-person' | 'unknown-person' | 'absent'>;
  endSupervision(actor: Actor, id: string): Promise<'ended' | 'absent'>;
}

export function createWorkloadDesk(parts: ConversationParts): WorkloadDesk {
  const asStaff = <T>(
    actor: Actor,
    otherwise: T,
    work: (scope: Scope, staff: StaffActor) => Promise<T>,
  ): Promise<T> => inScope(parts, async (scope) => (actor.kind === 'staff' ? work(scope, actor) : otherwise));
  return {
    workload: (actor, name) => asStaff(actor, null, (scope, staff) => viewWorkload(scope, staff, name)),
    supervisions: (actor) => asStaff(actor, null, viewSupervisions),
    supervise: (actor, supervisorId, counsellorId) =>
      asStaff<Awaited<ReturnType<WorkloadDesk['supervise']>>>(actor, 'absent', (scope, staff) =>
        addSupervision(scope, staff, supervisorId, counsellorId),
      ),
    endSupervision: (actor, id) =>
      asStaff<'ended' | 'absent'>(actor, 'absent', async (scope, staff) => {
        if (!(await permits(scope, staff, 'supervisions.change'))) return 'absent';
        const yesterday = addLocalDays(localDateOf(scope.now), -1);
        return (await scope.stores.supervisions.end(id, yesterday)) ? 'ended' : 'absent';
      }),
  };
}

async function permits(
  scope: Scope,
  actor: StaffActor,
  action: 'workload.see' | 'supervisions.see' | 'supervisions.change',
): Promise<boolean> {
  const kind = action === 'workload.see' ? 'workload' : 'supervisions';
  const allowed = can(actor, action, { kind }, 'administration');
  const entry = { actor: nameActor(actor), resource: kind, purpose: 'administration' as const };
  await audit(scope, { ...entry, action, allowed });
  return allowed;
}

/** Half a year from the month before last where nobody wrote down any term. */
function termsOf(calendar: Calendar, now: Date): { readonly terms: readonly Term[]; readonly present: Term } {
  const today = localDateOf(now);
  // From the first of a month: a time that moves every day would move the batches of answers with it.
  const halfYear = { name: '最近半年', from: `${addLocalDays(today, -182).slice(0, 7)}-01`, to: today };
  const begun = calendar.terms
    .filter(({ from }) => from <= today)
    .sort((a, b) => b.from.localeCompare(a.from))
    .map(({ name, from, to }) => ({ name, from, to }));
  const running = termAt(calendar, today);
  const present = begun.find(({ name }) => name === running?.name) ?? begun[0] ?? halfYear;
  return { terms: [...begun, halfYear], present };
}

async function viewWorkload(scope: Scope, actor: StaffActor, name: string): Promise<WorkloadView | null> {
  if (!(await permits(scope, actor, 'workload.see'))) return null;
  const { stores, now } = scope;
  const { calendar } = await stores.rota.read(now);
  const { terms, present } = termsOf(calendar, now);
  const term = terms.find((one) => one.name === name) ?? present;
  const days = { from: localDay(term.from).startsAt, to: localDay(addLocalDays(term.to, 1)).startsAt };
  const duty = listStints(await stores.rota.read(days.from), 'duty', days.from, days.to);
  const rows: Workload[] = [];
  const words: string[] = [];
  for (const member of await whose(scope, actor)) {
    const one = await workloadOf(scope, member, days, duty);
    // Anybody may be on duty or lead something; whoever sees visitors stands here also with nothing.
    if (!member.roles.includes('counsellor') && !hasWork(one.row)) continue;
    rows.push(one.row);
    words.push(...one.words);
  }
  const reads = actor.roles.includes('centre-head') && words.length > 0;
  const inNoOrder = words.sort((a, b) => a.localeCompare(b, 'zh'));
  return { term, terms, rows, words: reads ? inNoOrder : null };
}

/** Oneself, those whom one supervises, or everybody. */
async function whose(scope: Scope, actor: StaffActor): Promise<StaffMember[]> {
  const { stores, now } = scope;
  const all = await stores.staff.list();
  if (actor.roles.includes('centre-head')) return all;
  const supervised = actor.roles.includes('supervisor')
    ? await stores.supervisions.supervisedBy(actor.staffId, localDateOf(now))
    : [];
  return all.filter(({ id }) => id === actor.staffId || supervised.includes(id));
}

async function workloadOf(
  { stores, now }: Scope,
  { id, name }: StaffMember,
  { from, to }: { readonly from: Date; readonly to: Date },
  stints: readonly Stint[],
): Promise<{ readonly row: Workload; readonly words: readonly string[] }> {
  const sessions = [
    ...(await stores.sessions.list([id], from, to)),
    ...(await stores.sessions.past(id, from, to)),
  ];
  const given = await stores.evaluations.answersOf(id, from, to);
  const duty = stints.filter(({ staffId }) => staffId === id);
  const groups = await stores.activities.led(id, from, to);
  const evaluations = totalsOf(given);
  const row = computeWorkload({ staffId: id, counsellor: name, sessions, duty, groups, evaluations, now });
  const words = inWholeBatches(given.filter(({ answers }) => answers.words !== undefined));
  return { row, words: words.map(({ answers }) => answers.words ?? '') };
}

async function viewSupervisions(scope: Scope, actor: StaffActor): Promise<SupervisionView | null> {
  if (!(await permits(scope, actor, 'supervisions.see'))) return null;
  const all = await scope.stores.staff.list();
  const names = new Map(all.map(({ id, name }) => [id, name]));
  const withRole = (role: 'supervisor' | 'counsellor') =>
    all
      .filter(({ roles, disabledAt }) => roles.includes(role) && disabledAt === null)
      .map(({ id, name }) => ({ id, name }));
  return {
    rows: (await scope.stores.supervisions.list()).map((one) => ({
      id: one.id,
      supervisor: names.get(one.supervisorId) ?? '',
      counsellor: names.get(one.counsellorId) ?? '',
      validFrom: one.validFrom,
      validTo: one.validTo,
    })),
    supervisors: withRole('supervisor'),
    counsellors: withRole('counsellor'),
  };
}

async function addSupervision(
  scope: Scope,
  actor: StaffActor,
  supervisorId: string,
  counsellorId: string,
): Promise<Awaited<ReturnType<WorkloadDesk['supervise']>>> {
  if (!(await permits(scope, actor, 'supervisions.change'))) return 'absent';
  if (supervisorId === counsellorId) return 'same-person';
  const { stores, parts, now } = scope;
  const all = await stores.staff.list();
  const has = (id: string, role: 'supervisor' | 'counsellor') =>
    all.some((one) => one.id === id && one.disabledAt === null && one.roles.includes(role));
  if (!has(supervisorId, 'supervisor') || !has(counsellorId, 'counsellor')) return 'unknown-person';
  const added = await stores.supervisions.add({
    id: parts.newId(),
    supervisorId,
    counsellorId,
    validFrom: localDateOf(now),
    madeBy: actor.staffId,
    now,
  });
  return added ? 'added' : 'holds';
}
