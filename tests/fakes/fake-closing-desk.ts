import { type Actor, can } from '../../src/access/can.ts';
import type { ClosingDesk, ClosingForm } from '../../src/conversation/desks/cases/closing-desk.ts';
import type { CloseOutcome } from '../../src/conversation/staff/closing/close-case.ts';
import type { Closing } from '../../src/handoff/closing/closing.ts';
import type { FakeCase, FakeCaseDesk } from './fake-case-desk.ts';

type Options = { nameOf: (staffId: string) => string; now: () => Date; onChange: () => void };

/** Ends hand-offs in memory, authorised by the real rules; whoever ends one follows up. */
export class FakeClosingDesk implements ClosingDesk {
  readonly #cases: FakeCaseDesk;
  readonly #options: Options;

  constructor(cases: FakeCaseDesk, options: Options) {
    this.#cases = cases;
    this.#options = options;
  }

  async form(actor: Actor, caseId: string): Promise<ClosingForm | null> {
    const item = this.#find(actor, caseId);
    if (item === null || actor.kind !== 'staff') return null;
    const { number, level, status } = item;
    const me = [{ id: actor.staffId, name: this.#options.nameOf(actor.staffId) }];
    const dates = { ordinary: ['2099-01-08'], serious: ['2099-01-04'], 'major-crisis': ['2099-01-02'] };
    const sight = { dangers: 1, wordOwed: false };
    const people = { staff: me, informed: [], owners: me, followed: null };
    return { number, level, closed: status === 'closed', sight, ...people, dates };
  }

  async close(actor: Actor, caseId: string, { outcome, note }: Closing): Promise<CloseOutcome> {
    const item = this.#find(actor, caseId);
    if (item === null) return { outcome: 'absent' };
    if (item.status === 'closed') return { outcome: 'already' };
    Object.assign(item, { status: 'closed', outcome, note, closedAt: this.#options.now() });
    this.#options.onChange();
    return { outcome: 'closed' };
  }

  #find(actor: Actor, caseId: string): FakeCase | null {
    const item = this.#cases.cases.find(({ id }) => id === caseId);
    if (item === undefined) return null;
    const { id, ownerId, pagedStaffIds, status } = item;
    const relation = { kind: 'case', id, ownerId, pagedStaffIds, closed: status === 'closed' } as const;
    return can(actor, 'case.close', relation, 'crisis') ? item : null;
  }
}
