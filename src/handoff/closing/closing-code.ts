import { OUTCOMES, type Outcome } from '../case.ts';
import { GROUNDS, type Ground, PARTIES, type Party } from './closing.ts';
import { DANGERS_CYCLE, type Sight } from './sight.ts';

/** Somebody was informed about so many minutes ago, as a button can say it. */
export const AGO_MINUTES = [0, 30, 60, 180] as const;

/** As many as fit a button; more of them, and details, go into the form of the console. */
export const MOST_BY_BUTTON = 3;

/** What a button cannot say goes into the form of the console. */
export const BUTTON_PARTIES = PARTIES.filter((party) => party !== 'other');
export type ButtonParty = Exclude<Party, 'other'>;

const MINUTE_MS = 60_000;
/** Three characters hold the minutes of a month; see `momentOf`. */
const CYCLE_MINUTES = 36 ** 3;

/** The minute of a moment, as a button carries it. Pure. */
export const minuteOf = (at: Date): number => Math.floor(at.getTime() / MINUTE_MS) % CYCLE_MINUTES;

/** The last moment of that minute that is not after `now`: right for as long as a button is younger than a month. Pure. */
export function momentOf(minute: number, now: Date): Date {
  const present = Math.floor(now.getTime() / MINUTE_MS);
  const back = (((present - minute) % CYCLE_MINUTES) + CYCLE_MINUTES) % CYCLE_MINUTES;
  return new Date((present - back) * MINUTE_MS);
}

/** When they were informed is a time of the clock: a button that waits does not change it. */
type CodedParty = { readonly party: ButtonParty; readonly ground: Ground; readonly minute: number };

/**
 * How far somebody has come who ends a case by buttons. Each button carries all of it, so that nothing is lost by a
 * restart, and an old button means what it said.
 */
export type ClosingStep = {
  readonly outcome: Outcome;
  readonly informed: readonly CodedParty[];
  /** The one that is being asked about; null between two. */
  readonly partial: { readonly party: ButtonParty; readonly ground: Ground | null } | null;
  /** Nobody else was informed. */
  readonly toldAll: boolean;
  /** The beginning of the id of who follows up; empty where that is not chosen, or nobody has to. */
  readonly owner: string;
  /** Null before the last button, which says how the case stood when it was shown. */
  readonly confirmed: Pick<Sight, 'dangers' | 'wordOwed'> | null;
};

/** Enough of an id to tell colleagues apart; a whole one does not fit a button. */
export const SHORT_ID = 7;

/**
 * The first letter says the class and the stage: who was informed, nobody else was, confirmed as an earlier version did,
 * confirmed, confirmed although a word is owed.
 */
const HEADS = 'ABCDEFGHIJKLMNOPQRST';
const [TOLD_ALL, CONFIRMED, CONFIRMED_OWING] = [1, 3, 4] as const;
const PARTY_LETTERS = 'chfyes';
export const GROUND_LETTERS = 'aldmpr';

export const letterOf = <T>(list: readonly T[], letters: string, value: T): string =>
  letters[list.indexOf(value)] ?? '?';
export const byLetter = <T>(list: readonly T[], letters: string, letter: string): T | undefined =>
  letter === '' ? undefined : list[letters.indexOf(letter)];

export const firstStep = (outcome: Outcome): ClosingStep => ({
  outcome,
  informed: [],
  partial: null,
  toldAll: false,
  owner: '',
  confirmed: null,
});

const encodeRow = ({ party, ground, minute }: CodedParty): string =>
  (BUTTON_PARTIES.indexOf(party) * GROUNDS.length + GROUNDS.indexOf(ground)).toString(36) +
  minute.toString(36).padStart(3, '0');

function readRow(row: string): CodedParty[] {
  const pair = Number.parseInt(row[0] ?? '', 36);
  const party = BUTTON_PARTIES[Math.floor(pair / GROUNDS.length)];
  const ground = GROUNDS[pair % GROUNDS.length];
  return party && ground ? [{ party, ground, minute: Number.parseInt(row.slice(1), 36) }] : [];
}

/** At most 21 characters. */
export function encodeStep(step: ClosingStep): string {
  const { confirmed, partial } = step;
  const stage = stageOf(step);
  const head = HEADS[stage * OUTCOMES.length + OUTCOMES.indexOf(step.outcome)] ?? '?';
  const dangers = confirmed === null ? '' : (confirmed.dangers % DANGERS_CYCLE).toString(36);
  const rows = step.informed.map(encodeRow).join('');
  if (partial === null) return head + dangers + rows + (stage === 0 ? '' : step.owner);
  const ground = partial.ground === null ? '' : letterOf(GROUNDS, GROUND_LETTERS, partial.ground);
  return head + rows + letterOf(BUTTON_PARTIES, PARTY_LETTERS, partial.party) + ground;
}

function stageOf({ toldAll, confirmed }: ClosingStep): number {
  if (confirmed !== null) return confirmed.wordOwed ? CONFIRMED_OWING : CONFIRMED;
  return toldAll ? TOLD_ALL : 0;
}

/** Null for what no button of ours says. */
export function readStep(code: string): ClosingStep | null {
  const at = code === '' ? -1 : HEADS.indexOf(code[0] ?? '');
  const outcome = OUTCOMES[at % OUTCOMES.length];
  if (at < 0 || outcome === undefined) return null;
  const stage = Math.floor(at / OUTCOMES.length);
  return stage === 0 ? readInforming(outcome, code.slice(1)) : readLast(outcome, stage, code.slice(1));
}

function readInforming(outcome: Outcome, code: string): ClosingStep | null {
  const found = /^((?:[0-9a-z]{4}){0,3})([chfyes]?)([aldmpr]?)$/.exec(code);
  if (found === null) return null;
  const [, rows = '', letter = '', groundLetter = ''] = found;
  const party = byLetter(BUTTON_PARTIES, PARTY_LETTERS, letter);
  if (party === undefined && groundLetter !== '') return null;
  const ground = byLetter(GROUNDS, GROUND_LETTERS, groundLetter) ?? null;
  return {
    ...firstStep(outcome),
    informed: readRows(rows),
    partial: party === undefined ? null : { party, ground },
  };
}

/** A button of an earlier version does not say how the case stood: it is shown once more. */
function readLast(outcome: Outcome, stage: number, code: string): ClosingStep | null {
  const confirms = stage >= CONFIRMED;
  const rest = confirms ? code.slice(1) : code;
  const dangers = confirms ? Number.parseInt(code[0] ?? '', 36) : 0;
  const found = /^((?:[0-9a-z]{4}){0,3})([0-9a-f]{7})?$/.exec(rest);
  if (found === null || Number.isNaN(dangers)) return null;
  const [, rows = '', owner = ''] = found;
  return {
    ...firstStep(outcome),
    informed: readRows(rows),
    toldAll: true,
    owner,
    confirmed: confirms ? { dangers, wordOwed: stage === CONFIRMED_OWING } : null,
  };
}

const readRows = (rows: string): CodedParty[] => (rows.match(/.{4}/g) ?? []).flatMap(readRow);
