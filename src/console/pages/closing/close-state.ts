import { isOutcome } from '../../../handoff/case.ts';
import {
  type Closing,
  type ClosingProblem,
  entersRegister,
  type Informed,
  isGround,
  isParty,
  LONGEST_DETAIL,
  REGISTER_CLASSES,
} from '../../../handoff/closing/closing.ts';
import type { Sight } from '../../../handoff/closing/sight.ts';
import { readLocalMoment } from '../../../handoff/rota/read-rule.ts';
import { CLOSING_PROBLEMS } from '../../closing-words.ts';
import type { Form } from '../../form.ts';
import { LONGEST_NOTE } from '../cases/case-actions.tsx';

/** How many rows the form has for those who were informed. */
export const INFORMED_ROWS = 4;

export type InformedRow = Readonly<Record<'party' | 'at' | 'by' | 'ground' | 'detail', string>>;

/** What stands in the form: kept as it was typed when something is missing. */
export type CloseState = {
  readonly outcome: string;
  readonly note: string;
  readonly told: string;
  readonly rows: readonly InformedRow[];
  readonly owner: string;
  readonly dates: Readonly<Record<string, readonly string[]>>;
  /** How the case stood when the form was shown. */
  readonly sight: Sight;
  /** By the name of the field. */
  readonly problems: Readonly<Record<string, string>>;
};

export const EMPTY_ROW: InformedRow = { party: '', at: '', by: '', ground: '', detail: '' };

export function readCloseForm(form: Form): CloseState {
  const rows = Array.from({ length: INFORMED_ROWS }, (_, index) => ({
    party: form.one(`party-${index}`),
    at: form.one(`at-${index}`),
    by: form.one(`by-${index}`),
    ground: form.one(`ground-${index}`),
    detail: form.one(`detail-${index}`),
  }));
  return {
    outcome: form.one('outcome'),
    note: form.one('note'),
    told: form.one('told'),
    rows,
    owner: form.one('owner'),
    dates: Object.fromEntries(REGISTER_CLASSES.map((of) => [of, form.all(`date-${of}`)])),
    sight: readSight(form),
    problems: {},
  };
}

/** A form that does not say how the case stood has seen nothing of it. */
function readSight(form: Form): Sight {
  const typed = form.one('dangers');
  return { dangers: /^\d{1,6}$/.test(typed) ? Number(typed) : -1, wordOwed: form.one('owing') === 'yes' };
}

/** As `<input type="datetime-local">` writes it, on the clock of the centre; seconds do not count. */
const readMoment = (text: string): Date | null => readLocalMoment(text.slice(0, 16));

const isBlank = ({ party, at, ground, detail }: InformedRow): boolean =>
  `${party}${at}${ground}${detail}` === '';

/** One who was informed, or what is wrong with the row by the name of each field. */
export function readInformedRow(
  row: InformedRow,
  index: number,
  problems: Record<string, string>,
): Informed[] {
  const { party, ground, by, detail } = row;
  const at = readMoment(row.at);
  if (!isParty(party)) problems[`party-${index}`] = '告知了谁：还没有选。';
  if (at === null) problems[`at-${index}`] = '什么时候：还没有写，或者写得不对。';
  if (!isGround(ground)) problems[`ground-${index}`] = '依据：还没有选。';
  if (detail.length > LONGEST_DETAIL) problems[`detail-${index}`] = `说明：最多 ${LONGEST_DETAIL} 个字。`;
  if (party === 'other' && detail.trim() === '') problems[`detail-${index}`] = CLOSING_PROBLEMS['no-detail'];
  return isParty(party) && at !== null && isGround(ground)
    ? [{ party, at, staffId: by, ground, detail }]
    : [];
}

/** The ending that was filled in, or the form with what is wrong by the name of each field. */
export function toClosing(state: CloseState): Closing | CloseState {
  const problems: Record<string, string> = {};
  const { outcome, note, told, owner } = state;
  if (!isOutcome(outcome)) problems.outcome = '分类：还没有选。';
  if (note.length > LONGEST_NOTE) problems.note = `备注：最多 ${LONGEST_NOTE} 个字。`;
  if (told !== 'none' && told !== 'some') problems.told = '有没有告知：还没有选。';
  const informed =
    told === 'some'
      ? state.rows.flatMap((row, index) => (isBlank(row) ? [] : readInformedRow(row, index, problems)))
      : [];
  if (told === 'none' && !state.rows.every(isBlank))
    problems.told = '有没有告知：选了“没有告知任何人”，下面却填了。请改选“告知了”，或者清空下面。';
  if (told === 'some' && state.rows.every(isBlank)) problems['party-0'] = '告知了谁：还没有填。';
  const registers = isOutcome(outcome) && entersRegister(outcome);
  const dates = registers ? (state.dates[outcome] ?? []).filter((date) => date !== '') : [];
  if (registers && owner === '') problems.owner = '谁负责回访：还没有选。';
  if (registers && dates.length === 0) problems[`date-${outcome}`] = CLOSING_PROBLEMS['no-date'];
  if (!isOutcome(outcome) || Object.keys(problems).length > 0) return { ...state, problems };
  return { outcome, note, informed, plan: registers ? { ownerId: owner, dates } : null };
}

const FIELD_OF: Readonly<Record<ClosingProblem, (outcome: string) => string>> = {
  'no-plan': () => 'owner',
  'unknown-owner': () => 'owner',
  'no-date': (outcome) => `date-${outcome}`,
  'wrong-date': (outcome) => `date-${outcome}`,
  'too-many-dates': (outcome) => `date-${outcome}`,
  'informed-later': () => 'informed',
  'unknown-informer': () => 'informed',
  'no-detail': () => 'informed',
  'new-danger': () => 'sight',
  'word-owed': () => 'sight',
};

/** What only the centre's own rows could tell. */
export const withProblems = (state: CloseState, found: readonly ClosingProblem[]): CloseState => ({
  ...state,
  problems: Object.fromEntries(found.map((one) => [FIELD_OF[one](state.outcome), CLOSING_PROBLEMS[one]])),
});
