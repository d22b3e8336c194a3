import { OUTCOMES, type Outcome } from '../case.ts';
import { GROUNDS, type Ground, PARTIES, type Party } from './closing.ts';

/** Somebody was informed about so many minutes ago, as a button can say it. */
export const AGO_MINUTES = [0, 30, 60, 180] as const;

/** As many as fit a button; more of them, and details, go into the form of the console. */
export const MOST_BY_BUTTON = 3;

type CodedParty = { readonly party: Party; readonly ground: Ground; readonly agoMinutes: number };

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

const OUTCOME_LETTERS = 'osmf';
const PARTY_LETTERS = 'chfyex';
const GROUND_LETTERS = 'aldmpr';

const letterOf = <T>(list: readonly T[], letters: string, value: T): string =>
  letters[list.indexOf(value)] ?? '?';
const byLetter = <T>(list: readonly T[], letters: string, letter: string): T | undefined =>
  list[letters.indexOf(letter)];

export const firstStep = (outcome: Outcome): ClosingStep => ({
  outcome,
  informed: [],
  partial: null,
  toldAll: false,
  owner: '',
  confirmed: false,
});

/** At most 20 characters. */
export function encodeStep(step: ClosingStep): string {
  const rows = step.informed.map(
    ({ party, ground, agoMinutes }) =>
      letterOf(PARTIES, PARTY_LETTERS, party) +
      letterOf(GROUNDS, GROUND_LETTERS, ground) +
      (AGO_MINUTES as readonly number[]).indexOf(agoMinutes),
  );
  const { partial } = step;
  const half =
    partial === null
      ? ''
      : letterOf(PARTIES, PARTY_LETTERS, partial.party) +
        (partial.ground === null ? '' : letterOf(GROUNDS, GROUND_LETTERS, partial.ground));
  const end = step.toldAll ? `-${step.owner}${step.confirmed ? '!' : ''}` : '';
  return letterOf(OUTCOMES, OUTCOME_LETTERS, step.outcome) + rows.join('') + half + end;
}

const SHAPE = /^([osmf])((?:[chfyex][aldmpr][0-3]){0,3})([chfyex]?)([aldmpr]?)(?:(-)([0-9a-f]{0,8})(!?))?$/;

/** Null for what no button of ours says. */
export function readStep(code: string): ClosingStep | null {
  const found = SHAPE.exec(code);
  if (found === null) return null;
  const [, first = '', rows = '', party = '', ground = '', end, owner = '', bang = ''] = found;
  const outcome = byLetter(OUTCOMES, OUTCOME_LETTERS, first);
  if (outcome === undefined || (party === '' && ground !== '') || (party !== '' && end !== undefined)) {
    return null;
  }
  const informed = (rows.match(/.../g) ?? []).flatMap((row) => {
    const one = byLetter(PARTIES, PARTY_LETTERS, row[0] ?? '');
    const why = byLetter(GROUNDS, GROUND_LETTERS, row[1] ?? '');
    const agoMinutes = AGO_MINUTES[Number(row[2])];
    return one && why && agoMinutes !== undefined ? [{ party: one, ground: why, agoMinutes }] : [];
  });
  const half = byLetter(PARTIES, PARTY_LETTERS, party);
  return {
    outcome,
    informed,
    partial:
      party === '' || half === undefined
        ? null
        : { party: half, ground: ground === '' ? null : (byLetter(GROUNDS, GROUND_LETTERS, ground) ?? null) },
    toldAll: end !== undefined,
    owner,
    confirmed: bang === '!',
  };
}
