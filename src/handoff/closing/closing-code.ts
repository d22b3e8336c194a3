import { OUTCOMES, type Outcome } from '../case.ts';
import { GROUNDS, type Ground, PARTIES, type Party } from './closing.ts';

/** Somebody was informed about so many minutes ago, as a button can say it. */
export const AGO_MINUTES = [0, 30, 60, 180] as const;

/** As many as fit a button; more of them, and details, go into the form of the console. */
export const MOST_BY_BUTTON = 3;

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
type CodedParty = { readonly party: Party; readonly ground: Ground; readonly minute: number };

/**
 * How far somebody has come who ends a case by buttons. Each button carries all of it, so that nothing is lost by a
 * restart, and an old button means what it said.
 */
export type ClosingStep = {
  readonly outcome: Outcome;
  readonly informed: readonly CodedParty[];
  /** The one that is being asked about; null between two. */
  readonly partial: { readonly party: Party; readonly ground: Ground | null } | null;
  /** Nobody else was informed. */
  readonly toldAll: boolean;
  /** The beginning of the id of who follows up; empty where that is not chosen, or nobody has to. */
  readonly owner: string;
  readonly confirmed: boolean;
};

/** Enough of an id to tell colleagues apart; a whole one does not fit a button. */
export const SHORT_ID = 7;

/** The first letter says the class and the stage: who was informed, nobody else was, confirmed. */
const HEADS = 'ABCDEFGHIJKL';
const PARTY_LETTERS = 'chfyex';
const GROUND_LETTERS = 'aldmpr';

const letterOf = <T>(list: readonly T[], letters: string, value: T): string =>
  letters[list.indexOf(value)] ?? '?';
const byLetter = <T>(list: readonly T[], letters: string, letter: string): T | undefined =>
  letter === '' ? undefined : list[letters.indexOf(letter)];

export const firstStep = (outcome: Outcome): ClosingStep => ({
  outcome,
  informed: [],
  partial: null,
  toldAll: false,
  owner: '',
  confirmed: false,
});

const encodeRow = ({ party, ground, minute }: CodedParty): string =>
  (PARTIES.indexOf(party) * GROUNDS.length + GROUNDS.indexOf(ground)).toString(36) +
  minute.toString(36).padStart(3, '0');

function readRow(row: string): CodedParty[] {
  const pair = Number.parseInt(row[0] ?? '', 36);
  const party = PARTIES[Math.floor(pair / GROUNDS.length)];
  const ground = GROUNDS[pair % GROUNDS.length];
  return party && ground ? [{ party, ground, minute: Number.parseInt(row.slice(1), 36) }] : [];
}

/** At most 20 characters. */
export function encodeStep(step: ClosingStep): string {
  const stage = step.confirmed ? 2 : step.toldAll ? 1 : 0;
  const head = HEADS[stage * OUTCOMES.length + OUTCOMES.indexOf(step.outcome)] ?? '?';
  const rows = step.informed.map(encodeRow).join('');
  const { partial } = step;
  if (partial === null) return head + rows + (stage === 0 ? '' : step.owner);
  const ground = partial.ground === null ? '' : letterOf(GROUNDS, GROUND_LETTERS, partial.ground);
  return head + rows + letterOf(PARTIES, PARTY_LETTERS, partial.party) + ground;
}

/** Null for what no button of ours says. */
export function readStep(code: string): ClosingStep | null {
  const at = code === '' ? -1 : HEADS.indexOf(code[0] ?? '');
  const outcome = OUTCOMES[at % OUTCOMES.length];
  if (at < 0 || outcome === undefined) return null;
  const stage = Math.floor(at / OUTCOMES.length);
  const tail =
    stage === 0 ? /^((?:[0-9a-z]{4}){0,3})([chfyex]?)([aldmpr]?)$/ : /^((?:[0-9a-z]{4}){0,3})([0-9a-f]{7})?$/;
  const found = tail.exec(code.slice(1));
  if (found === null) return null;
  const [, rows = '', second = '', ground = ''] = found;
  const party = stage === 0 ? byLetter(PARTIES, PARTY_LETTERS, second) : undefined;
  if (party === undefined && ground !== '') return null;
  return {
    outcome,
    informed: (rows.match(/.{4}/g) ?? []).flatMap(readRow),
    partial:
      party === undefined
        ? null
        : { party, ground: ground === '' ? null : (byLetter(GROUNDS, GROUND_LETTERS, ground) ?? null) },
    toldAll: stage > 0,
    owner: stage === 0 ? '' : second,
    confirmed: stage === 2,
  };
}
