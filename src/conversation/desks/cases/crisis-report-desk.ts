import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import { cap, showable } from '../../../core/clean-text.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import {
  type CrisisReport,
  EMPTY_DRAFT,
  identityRepeatsWords,
  LONGEST_IDENTITY,
  LONGEST_STATEMENT,
  type ReportDraft,
  repeatsWords,
  withoutIdentity,
} from '../../../handoff/closing/crisis-report.ts';
import type { IssuedRow, KeptReport, Supplement } from '../../../handoff/crisis-report-store.ts';
import type { TimelineStore } from '../../ports/timeline.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { relationOf, supervisedBy, supervisorsAmong } from '../../staff/case-actions.ts';
import { composeReport } from '../../staff/closing/compose-report.ts';

/** Enough to find a sentence that was copied. */
const LINES_READ = 2_000;

export type IssuedReport = {
  readonly report: CrisisReport;
  readonly hash: string;
  /** Whether it, and each supplement, still is what was written. */
  readonly whole: boolean;
  readonly supplements: readonly (Omit<Supplement, 'staffId'> & { readonly staff: string })[];
};

export type ReportView = {
  readonly caseNumber: number;
  /** May write it, and correct what was issued. */
  readonly writes: boolean;
  readonly state:
    | {
        readonly kind: 'draft';
        readonly version: number;
        readonly draft: ReportDraft;
        /** As it would be issued now. */
        readonly preview: CrisisReport;
      }
    | ({ readonly kind: 'issued' } & IssuedReport);
};

export type ReportProblem =
  | 'absent'
  /** Somebody changed or issued it meanwhile. */
  | 'stale'
  | 'no-measure'
  | 'too-long'
  /** A sentence of the student's stands in it. */
  | 'student-words'
  /** The same, in who it is about. */
  | 'identity-words'
  | 'empty'
  | 'not-issued';

/** 危机随时报表; authorised and audited here. Null looks like absent. */
export interface CrisisReportDesk {
  view(actor: Actor, caseId: string): Promise<ReportView | null>;
  save(
    actor: Actor,
    caseId: string,
    version: number,
    draft: ReportDraft,
  ): Promise<Result<null, ReportProblem>>;
  issue(
    actor: Actor,
    caseId: string,
    version: number,
    draft: ReportDraft,
  ): Promise<Result<{ readonly number: number }, ReportProblem>>;
  supplement(
    actor: Actor,
    caseId: string,
    text: string,
  ): Promise<Result<{ readonly number: number }, ReportProblem>>;
  /** What a file is made of; null also where nothing was issued. */
  download(actor: Actor, caseId: string): Promise<IssuedReport | null>;
  /** Issued within [from, to), as far as the actor may open them. */
  list(actor: Actor, from: Date, to: Date): Promise<IssuedRow[] | null>;
}

export function createCrisisReportDesk(parts: ConversationParts, timeline: TimelineStore): CrisisReportDesk {
  /** What the student wrote: compared with what is filled in, and shown to nobody, so that no right to read it is asked. */
  const wordsOf = async (actor: Actor, caseId: string): Promise<string[]> => {
    const opened = await inScope(parts, (scope) => openToWriter(scope, actor, caseId));
    if (opened === null) return [];
    const lines = await timeline.ofCase(caseId, LINES_READ);
    return lines.flatMap((line) => (line.from === 'student' ? [line.text] : []));
  };

  return {
    async view(actor, caseId) {
      const words = await wordsOf(actor, caseId);
      return inScope(parts, (scope) => viewReport(scope, actor, caseId, words));
    },
    async save(actor, caseId, version, draft) {
      const words = await wordsOf(actor, caseId);
      return inScope(parts, (scope) => saveDraft(scope, actor, caseId, version, draft, words));
    },
    async issue(actor, caseId, version, draft) {
      const words = await wordsOf(actor, caseId);
      return inScope(parts, (scope) => issueReport(scope, actor, caseId, version, draft, words));
    },
    async supplement(actor, caseId, text) {
      const words = await wordsOf(actor, caseId);
      return inScope(parts, (scope) => addSupplement(scope, actor, caseId, text, words));
    },
    download: (actor, caseId) => inScope(parts, (scope) => readIssued(scope, actor, caseId)),
    list: (actor, from, to) =>
      inScope(parts, async (scope) => {
        const allowed = can(actor, 'crisis-reports.list', { kind: 'crisis-reports' }, 'care');
        const named = { actor: nameActor(actor), resource: 'crisis-reports', purpose: 'care' as const };
        await audit(scope, { ...named, action: 'crisis-reports.list', allowed });
        if (!allowed) return null;
        const rows = await scope.stores.crisisReports.list(from, to);
        const supervised = await supervisedBy(scope, actor);
        return rows.filter(({ caseId: id, caseOwnerId: ownerId }) => {
          const supervisorIds = supervisorsAmong(actor, supervised, ownerId);
          const relation = {
            kind: 'case',
            id,
            ownerId,
            pagedStaffIds: [],
            supervisorIds,
            closed: true,
          } as const;
          return can(actor, 'case.read-crisis-report', relation, 'care');
        });
      }),
  };
}

const openToWriter = (scope: Scope, actor: Actor, caseId: string, detail = ''): Promise<HandoffCase | null> =>
  openReport(scope, actor, caseId, 'case.crisis-report', detail);

const mayWrite = async (scope: Scope, actor: Actor, one: HandoffCase): Promise<boolean> =>
  can(actor, 'case.crisis-report', await relationOf(scope, one), 'crisis');

/** Null also where nothing was issued. Whoever may only read it learns nothing of who it is about. */
async function readIssued(scope: Scope, actor: Actor, caseId: string): Promise<IssuedReport | null> {
  const one = await openReport(scope, actor, caseId, 'case.read-crisis-report');
  const kept = one === null ? null : await scope.stores.crisisReports.ofCase(caseId);
  if (one === null || kept?.status !== 'issued') return null;
  const issued = await toIssued(scope, kept);
  return (await mayWrite(scope, actor, one)) ? issued : { ...issued, report: withoutIdentity(issued.report) };
}

async function openReport(
  scope: Scope,
  actor: Actor,
  caseId: string,
  action: 'case.crisis-report' | 'case.read-crisis-report',
  detail = '',
): Promise<HandoffCase | null> {
  const one = await scope.stores.cases.byId(caseId);
  if (one === null) return null;
  const relation = await relationOf(scope, one);
  const allowed = can(actor, action, relation, 'crisis');
  const resource = `${nameResource(relation)}${detail}`;
  const named = { actor: nameActor(actor), resource, purpose: 'crisis' as const };
  await audit(scope, { ...named, action, allowed });
  return allowed ? one : null;
}

async function viewReport(
  scope: Scope,
  actor: Actor,
  caseId: string,
  words: readonly string[],
): Promise<ReportView | null> {
  const issued = await readIssued(scope, actor, caseId);
  const one = await scope.stores.cases.byId(caseId);
  if (one === null) return null;
  const writes = await mayWrite(scope, actor, one);
  const view = { caseNumber: one.number, writes };
  if (issued !== null) return { ...view, state: { kind: 'issued', ...issued } };
  if (!writes) return null;
  const kept = await scope.stores.crisisReports.ofCase(caseId);
  const draft = kept?.status === 'draft' ? kept.draft : EMPTY_DRAFT;
  const by = { id: kept?.id ?? '', number: 0, staffId: staffIdOf(actor) };
  const preview = await composeReport(scope, one, draft, by, words);
  const version = kept?.status === 'draft' ? kept.version : 0;
  return { ...view, state: { kind: 'draft', version, draft, preview } };
}

const staffIdOf = (actor: Actor): string => (actor.kind === 'staff' ? actor.staffId : '');

async function toIssued(
  { stores }: Scope,
  kept: Extract<KeptReport, { status: 'issued' }>,
): Promise<IssuedReport> {
  const names = new Map((await stores.staff.list()).map(({ id, name }) => [id, name]));
  return {
    report: kept.report,
    hash: kept.hash,
    whole: kept.whole && kept.supplements.every(({ whole }) => whole),
    supplements: kept.supplements.map(({ staffId, ...rest }) => ({
      ...rest,
      staff: names.get(staffId) ?? '',
    })),
  };
}

/** The draft as it is kept, or what is wrong with it. */
function readDraft(
  draft: ReportDraft,
  words: readonly string[],
  facts: readonly string[],
): Result<ReportDraft, ReportProblem> {
  const statement = showable(draft.statement).trim();
  const identity = draft.identity === null ? null : showable(draft.identity).trim();
  if (statement.length > LONGEST_STATEMENT || (identity ?? '').length > LONGEST_IDENTITY)
    return fail('too-long');
  if (repeatsWords(statement, words)) return fail('student-words');
  if (identityRepeatsWords(identity ?? '', words, facts)) return fail('identity-words');
  return ok({ measures: draft.measures, statement, identity: identity === '' ? null : identity });
}

async function saveDraft(
  scope: Scope,
  actor: Actor,
  caseId: string,
  version: number,
  draft: ReportDraft,
  words: readonly string[],
): Promise<Result<null, ReportProblem>> {
  const { stores, now, parts } = scope;
  const opened = await openToWriter(scope, actor, caseId);
  if (opened === null) return fail('absent');
  const person = await stores.bindings.personOf(opened.contactId);
  const proven = person === null ? [] : [person.name, person.college];
  const facts = [...(await stores.identity.facts(caseId)).map(({ value }) => value), ...proven];
  const read = readDraft(draft, words, facts);
  if (!read.ok) return read;
  const by = staffIdOf(actor);
  return stores.crisisReports.saveDraft({ id: parts.newId(), caseId, version, draft: read.value, by }, now);
}

async function issueReport(
  scope: Scope,
  actor: Actor,
  caseId: string,
  version: number,
  draft: ReportDraft,
  words: readonly string[],
): Promise<Result<{ readonly number: number }, ReportProblem>> {
  const { crisisReports } = scope.stores;
  if (draft.measures.length === 0) {
    return fail((await openToWriter(scope, actor, caseId)) === null ? 'absent' : 'no-measure');
  }
  const saved = await saveDraft(scope, actor, caseId, version, draft, words);
  if (!saved.ok) return saved;
  const kept = await crisisReports.ofCase(caseId);
  const one = await scope.stores.cases.byId(caseId);
  if (kept?.status !== 'draft' || one === null) return fail('stale');
  const by = staffIdOf(actor);
  const number = await crisisReports.nextNumber();
  const report = await composeReport(scope, one, kept.draft, { id: kept.id, number, staffId: by }, words);
  const issued = await crisisReports.issue({ version: kept.version, caseId, report, by }, scope.now);
  if (!issued.ok) return issued;
  // The hash outside the table: whoever changes the row cannot change this as well.
  await openToWriter(scope, actor, caseId, ` issued:${number} sha256:${issued.value.hash}`);
  await scope.stores.tellChange('crisis-reports');
  return ok({ number });
}

async function addSupplement(
  scope: Scope,
  actor: Actor,
  caseId: string,
  text: string,
  words: readonly string[],
): Promise<Result<{ readonly number: number }, ReportProblem>> {
  const opened = await openToWriter(scope, actor, caseId);
  if (opened === null) return fail('absent');
  const said = cap(showable(text)).trim();
  if (said === '') return fail('empty');
  if (said.length > LONGEST_STATEMENT) return fail('too-long');
  if (repeatsWords(said, words)) return fail('student-words');
  const input = { id: scope.parts.newId(), caseId, text: said, by: staffIdOf(actor) };
  const added = await scope.stores.crisisReports.supplement(input, scope.now);
  if (!added.ok) return added;
  const { number, hash } = added.value;
  await openToWriter(scope, actor, caseId, ` supplement:${number} sha256:${hash}`);
  await scope.stores.tellChange('crisis-reports');
  return ok({ number });
}
