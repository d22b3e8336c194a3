import { can } from '../../../access/can.ts';
import type { CaseView } from '../../../conversation/desks/cases/case-desk.ts';
import { LONGEST_REASON } from '../../../conversation/staff/glass/break-glass.ts';
import { GLASS_GROUNDS } from '../../../handoff/break-glass.ts';
import type { ConsoleContext } from '../../route.ts';
import { GLASS_GROUND_NAMES } from '../../waiting-words.ts';
import { FieldProblem } from '../pieces.tsx';

/** The way to look without the right to; hiding it is a courtesy, the desk decides. */
export function glassDoor(c: ConsoleContext, view: CaseView) {
  const actor = c.get('actor');
  const relation = {
    kind: 'case' as const,
    id: view.id,
    ownerId: view.owner?.id ?? null,
    // Whoever sees it without being a head was called for it.
    pagedStaffIds: actor.kind === 'staff' ? [actor.staffId] : [],
    closed: view.status === 'closed',
  };
  if (view.may.read || !can(actor, 'case.break-glass', relation, 'crisis')) return null;
  return (
    <p class="glass-door">
      <a href={`/console/cases/${view.id}/break-glass`}>破例查看…</a>
    </p>
  );
}

/** What was typed and what is wrong with it. */
export type ReasonState = {
  readonly ground: string;
  readonly reason: string;
  readonly problem: 'ground' | 'reason' | null;
};
export const FRESH_REASON: ReasonState = { ground: '', reason: '', problem: null };

export const ReasonFields = ({ id, state }: { id: string; state: ReasonState }) => (
  <>
    <label for={`${id}-ground`}>法律或伦理依据</label>
    <select
      id={`${id}-ground`}
      name="ground"
      aria-describedby={state.problem === 'ground' ? `${id}-ground-problem` : undefined}
      aria-invalid={state.problem === 'ground' ? 'true' : undefined}
    >
      <option value="">请选一条</option>
      {GLASS_GROUNDS.map((ground) => (
        <option value={ground} selected={state.ground === ground}>
          {GLASS_GROUND_NAMES[ground]}
        </option>
      ))}
    </select>
    <FieldProblem
      id={`${id}-ground-problem`}
      text={state.problem === 'ground' ? '请选一条依据。' : undefined}
    />
    <label for={`${id}-reason`}>理由（为什么现在必须看；会留在审计里，别的负责人能看到）</label>
    <textarea
      id={`${id}-reason`}
      name="reason"
      rows={3}
      maxlength={LONGEST_REASON}
      aria-describedby={state.problem === 'reason' ? `${id}-reason-problem` : undefined}
      aria-invalid={state.problem === 'reason' ? 'true' : undefined}
    >
      {state.reason}
    </textarea>
    <FieldProblem
      id={`${id}-reason-problem`}
      text={state.problem === 'reason' ? '请写下理由，至少五个字。' : undefined}
    />
  </>
);
