import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import type { OfferState } from '../../../booking/same-day-offer-store.ts';
import { CANNED_IDS } from '../../../content/canned-texts.ts';
import { fail, type Result } from '../../../core/result.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import type { CaseRequest, RequestKind } from '../../../handoff/case-team-store.ts';
import type { PlanBody } from '../../../handoff/safety-plan.ts';
import {
  nextQuestion,
  resultOf,
  type ScreenerAnswer,
  type ScreenerAnswers,
  type ScreenerQuestion,
  type ScreenerResult,
} from '../../../handoff/screener.ts';
import { maybeAnother } from '../../../handoff/waiting/events.ts';
import { audit, type ConversationParts, contentAt, inScope, type Scope } from '../../scope.ts';
import { relationOf } from '../../staff/case-actions.ts';
import { type AboutOutcome, type AboutWhom, sayAboutWhom } from '../../staff/tools/about-whom.ts';
import { type AnotherOutcome, openAnother } from '../../staff/tools/another-report.ts';
import {
  type AskRefusal,
  answerRequest,
  askColleague,
  withdrawRequest,
} from '../../staff/tools/ask-colleague.ts';
import { type StaffActor, WITH_SUBJECT } from '../../staff/tools/case-work.ts';
import { leaveTeam } from '../../staff/tools/leave-team.ts';
import { type Colleague, listColleagues } from '../../staff/tools/list-colleagues.ts';
import { addNote } from '../../staff/tools/notes.ts';
import { raiseLevel } from '../../staff/tools/raise-level.ts';
import { givePlan, rewritePlan } from '../../staff/tools/safety-plan.ts';
import { type FreeSlot, freeSlotsOf, type OfferOutcome, offerSlot } from '../../staff/tools/same-day-slot.ts';
import { answerScreener, sendQuestion, startScreener, stopScreener } from '../../staff/tools/screener.ts';
import { sendHotlines } from '../../staff/tools/send-hotlines.ts';
import { isReport, speakerOf } from '../../student/speaker.ts';

const TOOL_ACTIONS = [
  'case.transfer',
  'case.invite',
  'case.leave',
  'case.note',
  'case.raise',
  'case.about',
  'case.another',
  'case.assess',
  'case.plan',
  'case.offer-slot',
  'case.answer',
] as const satisfies readonly Action[];
export type ToolAction = (typeof TOOL_ACTIONS)[number];

export type ShownRequest = {
  readonly id: string;
  readonly kind: RequestKind;
  readonly from: string;
  readonly to: string;
  readonly expiresAt: Date;
  /** What this viewer can do about it. */
  readonly yours: 'answer' | 'withdraw' | 'nothing';
};

export type ShownRun = {
  readonly id: string;
  readonly by: string;
  readonly startedAt: Date;
  readonly status: 'running' | 'done' | 'stopped';
  readonly answers: ScreenerAnswers;
  readonly next: ScreenerQuestion | null;
  readonly result: ScreenerResult;
};

/** What stands beside the talk of a case. Words of any kind are empty for whoever may not read it. */
export type CaseToolsView = {
  readonly imminent: boolean;
  /** Told by a third person: what is made with the student themselves has no place here. */
  readonly report: boolean;
  readonly may: Readonly<Record<ToolAction, boolean>>;
  /** Whether the one who writes may have told of one more person, and the other open reports of theirs. */
  readonly another: { readonly maybe: boolean; readonly others: readonly number[] };
  readonly team: readonly { readonly name: string; readonly place: number }[];
  readonly requests: readonly ShownRequest[];
  readonly notes: readonly { readonly by: string; readonly text: string; readonly at: Date }[];
  readonly runs: readonly ShownRun[];
  readonly plan: {
    readonly version: number;
    readonly status: 'draft' | 'given';
    readonly body: PlanBody;
    readonly givenAt: Date | null;
  } | null;
  readonly colleagues: Readonly<Record<RequestKind, readonly Colleague[]>>;
  readonly slots: readonly FreeSlot[];
  /** What was held last, while it waits for the student and when it ran out; null once it was answered. */
  readonly offered: OfferState | null;
  readonly canned: readonly { readonly id: string; readonly title: string; readonly text: string }[];
};

/** What counsellors do with a case beside talking; authorised and audited here, forbidden looks like absent. */
export interface CaseToolDesk {
  view(actor: Actor, caseId: string): Promise<CaseToolsView | null>;
  ask(
    actor: Actor,
    kind: RequestKind,
    caseId: string,
    toStaffId: string,
  ): Promise<Result<{ readonly name: string; readonly minutes: number }, AskRefusal>>;
  answer(actor: Actor, requestId: string, accepts: boolean): Promise<Result<unknown, 'absent' | 'stale'>>;
  withdraw(actor: Actor, requestId: string): Promise<'withdrawn' | 'absent' | 'too-late'>;
  leave(actor: Actor, caseId: string): Promise<Result<unknown, 'absent'>>;
  /** The same id twice is one note. */
  note(actor: Actor, caseId: string, text: string, id: string): Promise<'kept' | 'empty' | 'absent'>;
  raise(actor: Actor, caseId: string): Promise<'raised' | 'already' | 'absent'>;
  sayAbout(actor: Actor, caseId: string, about: AboutWhom): Promise<AboutOutcome>;
  /** @param known how many other open reports of theirs the page showed */
  openAnother(actor: Actor, caseId: string, known: number): Promise<AnotherOutcome>;
  screen(actor: Actor, caseId: string, step: ScreenStep): Promise<'done' | 'absent' | 'stale'>;
  /** `changed`: somebody wrote under the same heading since it was `seen`, and nothing was written. */
  writePlan(
    actor: Actor,
    caseId: string,
    body: PlanBody,
    since: { readonly seen: PlanBody; readonly gives: boolean },
  ): Promise<'written' | 'absent' | 'changed'>;
  givePlan(actor: Actor, caseId: string): Promise<'given' | 'absent' | 'empty' | 'given-before'>;
  offerSlot(actor: Actor, caseId: string, short: string): Promise<OfferOutcome>;
  sendHotlines(actor: Actor, caseId: string): Promise<'sent' | 'absent'>;
}

export type ScreenStep =
  | { readonly do: 'start' | 'stop' }
  | { readonly do: 'ask'; readonly question: ScreenerQuestion }
  | { readonly do: 'mark'; readonly question: ScreenerQuestion; readonly answer: ScreenerAnswer };

export function createCaseToolDesk(parts: ConversationParts): CaseToolDesk {
  const asStaff = <T>(
    actor: Actor,
    otherwise: T,
    work: (scope: Scope, staff: StaffActor) => Promise<T>,
  ): Promise<T> => inScope(parts, async (scope) => (actor.kind === 'staff' ? work(scope, actor) : otherwise));

  return {
    view: (actor, caseId) => asStaff(actor, null, (scope, staff) => readTools(scope, staff, caseId)),
    ask: (actor, kind, caseId, toStaffId) =>
      asStaff(actor, fail('absent'), (scope, staff) => askColleague(scope, staff, kind, caseId, toStaffId)),
    answer: (actor, requestId, accepts) =>
      asStaff(actor, fail('absent'), (scope, staff) => answerRequest(scope, staff, requestId, accepts)),
    withdraw: (actor, requestId) =>
      asStaff<'withdrawn' | 'absent' | 'too-late'>(actor, 'absent', (scope, staff) =>
        withdrawRequest(scope, staff, requestId),
      ),
    leave: (actor, caseId) =>
      asStaff(actor, fail('absent'), (scope, staff) => leaveTeam(scope, staff, caseId)),
    note: (actor, caseId, text, id) =>
      asStaff(
        actor,
        'absent',
        async (scope, staff) => (await addNote(scope, staff, caseId, text, id)).outcome,
      ),
    raise: (actor, caseId) =>
      asStaff(actor, 'absent', async (scope, staff) => (await raiseLevel(scope, staff, caseId)).outcome),
    sayAbout: (actor, caseId, about) =>
      asStaff<AboutOutcome>(actor, 'absent', (scope, staff) => sayAboutWhom(scope, staff, caseId, about)),
    openAnother: (actor, caseId, known) =>
      asStaff<AnotherOutcome>(actor, { outcome: 'absent' }, (scope, staff) =>
        openAnother(scope, staff, caseId, known),
      ),
    screen: (actor, caseId, step) =>
      asStaff(actor, 'absent', async (scope, staff) => {
        const done = await takeScreenStep(scope, staff, caseId, step);
        return done.ok ? 'done' : done.code;
      }),
    writePlan: (actor, caseId, body, since) =>
      asStaff(actor, 'absent', async (scope, staff) => {
        const written = await rewritePlan(scope, staff, caseId, body, since);
        return written.ok ? 'written' : written.code;
      }),
    givePlan: (actor, caseId) =>
      asStaff(actor, 'absent', async (scope, staff) => {
        const given = await givePlan(scope, staff, caseId);
        if (given.ok) return 'given';
        return given.code === 'given' ? 'given-before' : given.code;
      }),
    offerSlot: (actor, caseId, short) =>
      asStaff<OfferOutcome>(actor, { outcome: 'absent' }, (scope, staff) =>
        offerSlot(scope, staff, caseId, short),
      ),
    sendHotlines: (actor, caseId) =>
      asStaff(actor, 'absent', (scope, staff) => sendHotlines(scope, staff, caseId)),
  };
}

function takeScreenStep(scope: Scope, staff: StaffActor, caseId: string, step: ScreenStep) {
  switch (step.do) {
    case 'start':
      return startScreener(scope, staff, caseId);
    case 'stop':
      return stopScreener(scope, staff, caseId);
    case 'ask':
      return sendQuestion(scope, staff, caseId, step.question);
    case 'mark':
      return answerScreener(scope, staff, caseId, step.question, step.answer);
  }
}

async function readTools(scope: Scope, actor: StaffActor, caseId: string): Promise<CaseToolsView | null> {
  const { stores } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null) return null;
  const relation = await relationOf(scope, one);
  const allows = (action: Action): boolean => can(actor, action, relation, 'crisis');
  if (!allows('case.see')) return null;
  const reads = allows('case.read');
  const entry = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
  if (reads) await audit(scope, { ...entry, action: 'case.read', allowed: true });
  const open = one.status !== 'closed';
  const report = await isReport(stores, caseId);
  const offers = (action: ToolAction): boolean =>
    open && allows(action) && !(report && WITH_SUBJECT.includes(action));
  const may = Object.fromEntries(TOOL_ACTIONS.map((action) => [action, offers(action)])) as Record<
    ToolAction,
    boolean
  >;
  const names = new Map((await stores.staff.list()).map(({ id, name }) => [id, name]));
  const nameOf = (staffId: string): string => names.get(staffId) ?? '';
  const members = (await stores.teams.members([caseId])).get(caseId) ?? [];
  return {
    imminent: one.level === 'imminent',
    report,
    may,
    another: may['case.another'] ? await readAnother(scope, one) : { maybe: false, others: [] },
    team: members
      .filter(({ staffId }) => open && staffId !== one.ownerId)
      .map(({ staffId, place }) => ({ name: nameOf(staffId), place })),
    requests: (await stores.teams.waitingOf(caseId)).map((request) => toShown(request, actor, nameOf)),
    notes: reads
      ? (await stores.notes.ofCase(caseId)).map(({ staffId, text, at }) => ({
          by: nameOf(staffId),
          text,
          at,
        }))
      : [],
    runs: reads
      ? (await stores.screeners.ofCase(caseId)).map((run) => ({
          ...run,
          by: nameOf(run.staffId),
          next: run.status === 'running' ? nextQuestion(run.answers) : null,
          result: resultOf(run.answers),
        }))
      : [],
    plan: reads ? await stores.plans.latest(one.contactId) : null,
    colleagues: {
      transfer: may['case.transfer'] ? await listColleagues(scope, one, 'transfer') : [],
      invite: may['case.invite'] ? await listColleagues(scope, one, 'invite') : [],
    },
    slots: may['case.offer-slot'] ? await freeSlotsOf(scope, one) : [],
    offered: may['case.offer-slot'] ? await stores.sameDayOffers.lastOf(caseId, scope.now) : null,
    canned: may['case.answer'] ? await readCanned(scope, one) : [],
  };
}

async function readAnother({ stores }: Scope, one: HandoffCase): Promise<CaseToolsView['another']> {
  const reports = await stores.reports.openOf(await speakerOf(stores, one));
  const others = reports.filter(({ id }) => id !== one.id).map(({ number }) => number);
  return { maybe: maybeAnother(await stores.cases.events(one.id)), others };
}

const toShown = (
  { id, kind, fromStaffId, toStaffId, expiresAt }: CaseRequest,
  actor: StaffActor,
  nameOf: (staffId: string) => string,
): ShownRequest => ({
  id,
  kind,
  from: nameOf(fromStaffId),
  to: nameOf(toStaffId),
  expiresAt,
  yours: toStaffId === actor.staffId ? 'answer' : fromStaffId === actor.staffId ? 'withdraw' : 'nothing',
});

/** Titles for the counsellor, words in the student's language. */
async function readCanned(scope: Scope, one: HandoffCase): Promise<CaseToolsView['canned']> {
  const { canned } = await contentAt(scope, one.addressId);
  const titles = scope.centre.contents.zh.canned;
  return CANNED_IDS.map((id) => ({ id, title: titles(`title.${id}`), text: canned(`text.${id}`) }));
}
