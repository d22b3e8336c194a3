import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import { cap, showable } from '../../../core/clean-text.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import {
  type CrisisReport,
  EMPTY_DRAFT,
  identityRepeatsWords,
  LONGEST_IDENTITY,
  LONGEST_STATEMENT,
  type ReportDraft,
  repeatsWords,
} from '../../../handoff/closing/crisis-report.ts';
import type { IssuedRow, Supplement } from '../../../handoff/crisis-report-store.ts';
import type { TimelineStore } from '../../ports/timeline.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { relationOf, supervisedBy, supervisorsAmong } from '../../staff/case-actions.ts';
import { composeReport } from '../../staff/closing/compose-report.ts';
import { openToWriter, readIssued, timeOf, type Wanted } from './open-report.ts';

/** Enough to find a sentence that was copied. */
const LINES_READ = 2_000;

export type IssuedReport = {
  readonly report: CrisisReport;
  readonly hash: string;
  /** Whether it, and each supplement, still is what was written. */
  readonly whole: boolean;
  readonly supplements: readonly (Omit<Supplement, 'staffId'> & { readonly staff: string })[];
};

/** One time of the case, and the number of its report; null where that is not issued. */
export type ReportedTime = { readonly ordinal: number; readonly from: Date; readonly number: number | null };

export type ReportView = {
  readonly caseNumber: number;
  /** Of which time it tells; 1 is the first. */
  readonly time: number;
  /** Those whose report they may open. */
  readonly times: readonly ReportedTime[];
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

/**
 * 危机随时报表, one for each time of a case; authorised and audited here. Null looks like absent. `time` counts from 1; null
 * is the last of which they may open the report.
 */
export interface CrisisReportDesk {
  view(actor: Actor, caseId: string, time: number | null): Promise<ReportView | null>;
  save(
    actor: Actor,
    caseId: string,
    time: number,
    version: number,
    draft: ReportDraft,
  ): Promise<Result<null, ReportProblem>>;
  issue(
    actor: Actor,
    caseId: string,
    time: number,
    version: number,
    draft: ReportDraft,
  ): Promise<Result<{ readonly number: number }, ReportProblem>>;
  supplement(
    actor: Actor,
    caseId: string,
    time: number,
    text: string,
  ): Promise<Result<{ readonly number: number }, ReportProblem>>;
  /** Whether there is an issued one for them to open; nothing of it is read, so that it is not audited. */
  mayRead(actor: Actor, caseId: string): Promise<boolean>;
  /** What a file is made of; null also where nothing was issued. */
  download(actor: Actor, caseId: string, time: number | null): Promise<IssuedReport | null>;
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
    async view(actor, caseId, time) {
      const words = await wordsOf(actor, caseId);
      return inScope(parts, (scope) => viewReport(scope, actor, { caseId, time }, words));
    },
    async save(actor, caseId, time, version, draft) {
      const words = await wordsOf(actor, caseId);
      const saving = { caseId, time, version, draft };
      return inScope(parts, (scope) => saveDraft(scope, actor, saving, words));
    },
    async issue(actor, caseId, time, version, draft) {
      const words = await wordsOf(actor, caseId);
      const saving = { caseId, time, version, draft };
      return inScope(parts, (scope) => issueReport(scope, actor, saving, words));
    },
    async supplement(actor, caseId, time, text) {
      const words = await wordsOf(actor, caseId);
      return inScope(parts, (scope) => addSupplement(scope, actor, { caseId, time, text }, words));
    },
    mayRead: (actor, caseId) =>
      inScope(parts, async (scope) => {
        const one = await scope.stores.cases.byId(caseId);
        if (one === null || (await scope.stores.crisisReports.issuedOf(caseId)).length === 0) return false;
        return can(actor, 'case.read-crisis-report', await relationOf(scope, one), 'crisis');
      }),
    download: (actor, caseId, time) =>
      inScope(parts, async (scope) => (await readIssued(scope, actor, { caseId, time }))?.issued ?? null),
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

type Saving = {
  readonly caseId: string;
  readonly time: number;
  readonly version: number;
  readonly draft: ReportDraft;
};

async function viewReport(
  scope: Scope,
  actor: Actor,
  wanted: Wanted,
  words: readonly string[],
): Promise<ReportView | null> {
  const read = await readIssued(scope, actor, wanted);
  const { caseId } = wanted;
  const one = await scope.stores.cases.byId(caseId);
  const found = one === null ? null : await timeOf(scope, actor, one, wanted.time);
  if (one === null || found === null) return null;
  const { time, times, writes } = found;
  const view = { caseNumber: one.number, time: time.ordinal, times, writes };
  if (read !== null) return { ...view, state: { kind: 'issued', ...read.issued } };
  if (!writes) return null;
  const kept = await scope.stores.crisisReports.ofTime({ caseId, resumptionId: time.resumptionId });
  const draft = kept?.status === 'draft' ? kept.draft : EMPTY_DRAFT;
  const by = { id: kept?.id ?? '', number: 0, staffId: staffIdOf(actor) };
  const preview = await composeReport(scope, one, time, draft, by, words);
  const version = kept?.status === 'draft' ? kept.version : 0;
  return { ...view, state: { kind: 'draft', version, draft, preview } };
}

const staffIdOf = (actor: Actor): string => (actor.kind === 'staff' ? actor.staffId : '');

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
  { caseId, time, version, draft }: Saving,
  words: readonly string[],
): Promise<Result<null, ReportProblem>> {
  const { stores, now, parts } = scope;
  const opened = await openToWriter(scope, actor, caseId);
  const found = opened === null ? null : await timeOf(scope, actor, opened, time);
  if (opened === null || found === null) return fail('absent');
  const person = await stores.bindings.personOf(opened.contactId);
  const proven = person === null ? [] : [person.name, person.college];
  const facts = [...(await stores.identity.facts(caseId)).map(({ value }) => value), ...proven];
  const read = readDraft(draft, words, facts);
  if (!read.ok) return read;
  const by = staffIdOf(actor);
  const { resumptionId } = found.time;
  const saving = { id: parts.newId(), time: { caseId, resumptionId }, version, draft: read.value, by };
  return stores.crisisReports.saveDraft(saving, now);
}

async function issueReport(
  scope: Scope,
  actor: Actor,
  saving: Saving,
  words: readonly string[],
): Promise<Result<{ readonly number: number }, ReportProblem>> {
  const { crisisReports } = scope.stores;
  const { caseId, draft } = saving;
  if (draft.measures.length === 0) {
    return fail((await openToWriter(scope, actor, caseId)) === null ? 'absent' : 'no-measure');
  }
  const saved = await saveDraft(scope, actor, saving, words);
  if (!saved.ok) return saved;
  const one = await scope.stores.cases.byId(caseId);
  const found = one === null ? null : await timeOf(scope, actor, one, saving.time);
  if (one === null || found === null) return fail('stale');
  const { time } = found;
  const kept = await crisisReports.ofTime({ caseId, resumptionId: time.resumptionId });
  if (kept?.status !== 'draft') return fail('stale');
  const by = staffIdOf(actor);
  const number = await crisisReports.nextNumber();
  const report = await composeReport(
    scope,
    one,
    time,
    kept.draft,
    { id: kept.id, number, staffId: by },
    words,
  );
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
  { caseId, time, text }: { readonly caseId: string; readonly time: number; readonly text: string },
  words: readonly string[],
): Promise<Result<{ readonly number: number }, ReportProblem>> {
  const opened = await openToWriter(scope, actor, caseId);
  const found = opened === null ? null : await timeOf(scope, actor, opened, time);
  if (found === null) return fail('absent');
  const said = cap(showable(text)).trim();
  if (said === '') return fail('empty');
  if (said.length > LONGEST_STATEMENT) return fail('too-long');
  if (repeatsWords(said, words)) return fail('student-words');
  const { resumptionId } = found.time;
  const input = { id: scope.parts.newId(), time: { caseId, resumptionId }, text: said, by: staffIdOf(actor) };
  const added = await scope.stores.crisisReports.supplement(input, scope.now);
  if (!added.ok) return added;
  const { number, hash } = added.value;
  await openToWriter(scope, actor, caseId, ` supplement:${number} sha256:${hash}`);
  await scope.stores.tellChange('crisis-reports');
  return ok({ number });
}
