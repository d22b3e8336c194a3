import { type Actor, type CaseRelation, can } from '../../src/access/can.ts';
import type {
  AcknowledgeOutcome,
  CaseDesk,
  CaseRow,
  CaseView,
  ReviewDesk,
  ReviewRow,
} from '../../src/conversation/desks/cases/case-desk.ts';
import type { Line } from '../../src/conversation/ports/timeline.ts';
import type { CaseLevel, CaseStatus, Outcome } from '../../src/handoff/case.ts';

export type FakeCase = {
  id: string;
  number: number;
  level: CaseLevel;
  status: CaseStatus;
  openedAt: Date;
  acknowledgedAt: Date | null;
  contactedAt: Date | null;
  closedAt: Date | null;
  outcome: Outcome | null;
  note: string;
  ownerId: string | null;
  pagedStaffIds: string[];
  channel: 'web' | 'telegram' | 'wechat';
  knownContact: boolean;
  lines: Line[];
  events: CaseView['events'][number][];
};

type Options = { nameOf: (staffId: string) => string; now: () => Date; onChange: () => void };

/** Hand-offs in memory, authorised by the real rules. */
export class FakeCaseDesk implements CaseDesk {
  readonly cases: FakeCase[] = [];
  readonly said = new Set<string>();
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async list(actor: Actor): Promise<CaseRow[]> {
    const seen = this.cases.filter((item) => can(actor, 'case.see', relation(item), 'crisis'));
    const rank = ({ status }: FakeCase) => (status === 'open' ? 0 : status === 'closed' ? 2 : 1);
    const urgency = ({ level }: FakeCase) => (level === 'imminent' ? 0 : 1);
    return seen
      .sort(
        (a, b) => rank(a) - rank(b) || urgency(a) - urgency(b) || a.openedAt.getTime() - b.openedAt.getTime(),
      )
      .map((item) => this.#row(actor, item));
  }

  async view(actor: Actor, caseId: string): Promise<CaseView | null> {
    const item = this.#find(actor, caseId);
    if (item === null) return null;
    const row = this.#row(actor, item);
    return { ...row, lines: row.may.read ? [...item.lines] : [], events: [...item.events] };
  }

  async acknowledge(actor: Actor, caseId: string): Promise<AcknowledgeOutcome> {
    const item = this.#find(actor, caseId);
    if (item === null || actor.kind !== 'staff') return { outcome: 'absent' };
    const { number } = item;
    if (item.status === 'closed') return { outcome: 'closed', number };
    if (item.ownerId === actor.staffId) return { outcome: 'yours-already', number };
    if (item.ownerId !== null) {
      return { outcome: 'taken-by-other', number, owner: this.#options.nameOf(item.ownerId) };
    }
    if (!can(actor, 'case.acknowledge', relation(item), 'crisis')) return { outcome: 'absent' };
    item.ownerId = actor.staffId;
    item.status = 'acknowledged';
    item.acknowledgedAt = this.#options.now();
    this.#options.onChange();
    return { outcome: 'taken', number };
  }

  async answer(actor: Actor, caseId: string, text: string, key: string) {
    const item = this.#find(actor, caseId);
    if (item === null || !can(actor, 'case.answer', relation(item), 'crisis')) return 'absent';
    if (item.status === 'closed') return 'closed';
    if (text.trim() === '') return 'empty';
    if (this.said.has(key)) return 'sent';
    this.said.add(key);
    const at = this.#options.now();
    const author = item.ownerId === null ? null : this.#options.nameOf(item.ownerId);
    item.lines.push({ from: 'counsellor', id: key, at, text, choices: [], delivery: 'due', author });
    item.contactedAt ??= at;
    this.#options.onChange();
    return 'sent';
  }

  #find(actor: Actor, caseId: string): FakeCase | null {
    // As PostgreSQL does with what is no uuid.
    if (!/^[0-9a-f-]{36}$/i.test(caseId)) throw new Error('invalid input syntax for type uuid');
    const item = this.cases.find(({ id }) => id === caseId);
    return item !== undefined && can(actor, 'case.see', relation(item), 'crisis') ? item : null;
  }

  #row(actor: Actor, item: FakeCase): CaseRow {
    const subject = relation(item);
    const { ownerId, pagedStaffIds, lines: _lines, events: _events, note: _note, ...facts } = item;
    const called = actor.kind === 'staff' && pagedStaffIds.includes(actor.staffId);
    const open = item.status === 'open';
    return {
      ...facts,
      resumedAt: null,
      owner: ownerId === null ? null : { id: ownerId, name: this.#options.nameOf(ownerId) },
      callsYou: called && open,
      may: {
        read: can(actor, 'case.read', subject, 'crisis'),
        acknowledge: open && can(actor, 'case.acknowledge', subject, 'crisis'),
        answer: item.status !== 'closed' && can(actor, 'case.answer', subject, 'crisis'),
        close: item.status !== 'closed' && can(actor, 'case.close', subject, 'crisis'),
      },
    };
  }
}

const relation = (item: FakeCase): CaseRelation => ({
  kind: 'case',
  id: item.id,
  ownerId: item.ownerId,
  pagedStaffIds: item.pagedStaffIds,
  closed: item.status === 'closed',
});

export class FakeReviewDesk implements ReviewDesk {
  readonly rows: ReviewRow[] = [];

  async list(actor: Actor): Promise<ReviewRow[] | null> {
    return can(actor, 'review.read', { kind: 'review' }, 'care') ? [...this.rows] : null;
  }

  async mark(actor: Actor, itemId: string): Promise<'marked' | 'absent'> {
    const index = this.rows.findIndex(({ id }) => id === itemId);
    if (index < 0 || !can(actor, 'review.mark', { kind: 'review' }, 'care')) return 'absent';
    this.rows.splice(index, 1);
    return 'marked';
  }
}
