import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import { fail, type Result } from '../../../core/result.ts';
import type { Informed, InformedProblem } from '../../../handoff/closing/closing.ts';
import { repeatsWords } from '../../../handoff/closing/crisis-report.ts';
import type { TimelineStore } from '../../ports/timeline.ts';
import { audit, type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { relationOf } from '../../staff/case-actions.ts';
import { noteInformed, readInformed } from '../../staff/closing/note-informed.ts';
import { isLastReported } from '../../staff/closing/times-of-case.ts';
import type { PersonName } from './closing-desk.ts';

/** `by` is the name of whoever did it. */
export type ShownInformed = Omit<Informed, 'staffId'> & { readonly by: string };

export type InformingView = {
  readonly number: number;
  /** Who may have informed somebody. */
  readonly staff: readonly PersonName[];
  readonly informed: readonly ShownInformed[];
  /** What is noted from now on is no part of the report that was issued. */
  readonly reportIssued: boolean;
};

/** Who was informed about a case; authorised and audited here. */
export interface InformingDesk {
  /** Null looks like absent. */
  view(actor: Actor, caseId: string): Promise<InformingView | null>;
  /** The same id twice is noted once. */
  note(
    actor: Actor,
    caseId: string,
    informed: Informed,
    id: string,
  ): Promise<Result<null, 'absent' | InformedProblem>>;
}

const LINES_READ = 2_000;

export function createInformingDesk(parts: ConversationParts, timeline: TimelineStore): InformingDesk {
  /** Whoever may not read the student's words does not find them repeated in a note either. */
  async function withoutWords(informed: readonly ShownInformed[], caseId: string): Promise<ShownInformed[]> {
    const lines = await timeline.ofCase(caseId, LINES_READ);
    const words = lines.flatMap((line) => (line.from === 'student' ? [line.text] : []));
    return informed.map((one) => (repeatsWords(one.detail, words) ? { ...one, detail: '' } : one));
  }

  return {
    async view(actor, caseId) {
      const seen = await inScope(parts, (scope) => viewInformed(scope, actor, caseId));
      if (seen === null) return null;
      const { view, readsWords } = seen;
      return readsWords ? view : { ...view, informed: await withoutWords(view.informed, caseId) };
    },
    note: (actor, caseId, informed, id) =>
      inScope(parts, async (scope) =>
        actor.kind === 'staff' ? noteInformed(scope, actor, caseId, informed, id) : fail('absent'),
      ),
  };
}

async function viewInformed(
  scope: Scope,
  actor: Actor,
  caseId: string,
): Promise<{ readonly view: InformingView; readonly readsWords: boolean } | null> {
  const { stores } = scope;
  const one = await stores.cases.byId(caseId);
  if (one === null || actor.kind !== 'staff') return null;
  const relation = await relationOf(scope, one);
  const allowed = can(actor, 'case.inform', relation, 'crisis');
  const entry = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
  await audit(scope, { ...entry, action: 'case.inform', allowed });
  if (!allowed) return null;
  const members = await stores.staff.list();
  const names = new Map(members.map(({ id, name }) => [id, name]));
  const present = members.filter(
    ({ id, sample, disabledAt }) => disabledAt === null && (!sample || id === actor.staffId),
  );
  const view = {
    number: one.number,
    staff: present.map(({ id, name }) => ({ id, name })),
    informed: (await readInformed(stores, caseId)).map(({ staffId, ...rest }) => ({
      ...rest,
      by: names.get(staffId) ?? '',
    })),
    reportIssued: await isLastReported(scope, one),
  };
  return { view, readsWords: can(actor, 'case.read', relation, 'crisis') };
}
