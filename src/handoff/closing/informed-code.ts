import { GROUNDS, type Ground, PARTIES, type Party } from './closing.ts';
import { byLetter, GROUND_LETTERS, letterOf } from './closing-code.ts';

/** How far somebody has come who notes by buttons who was informed; each button carries all of it but the words. */
export type InformedStep = {
  readonly party: Party;
  /** Words of theirs stand beside it, and are kept with whoever types them. */
  readonly detailed: boolean;
  readonly ground: Ground | null;
  /** A minute as `minuteOf` says it; null while that is asked. */
  readonly minute: number | null;
};

const LETTERS = 'chfyesx';

/** At most six characters. */
export const encodeInformed = ({ party, detailed, ground, minute }: InformedStep): string =>
  letterOf(PARTIES, LETTERS, party) +
  (detailed ? '+' : '') +
  (ground === null ? '' : letterOf(GROUNDS, GROUND_LETTERS, ground)) +
  (minute === null ? '' : minute.toString(36).padStart(3, '0'));

/** Null for what no button of ours says. */
export function readInformedStep(code: string): InformedStep | null {
  const found = /^([chfyesx])(\+?)(?:([aldmpr])([0-9a-z]{3})?)?$/.exec(code);
  const party = byLetter(PARTIES, LETTERS, found?.[1] ?? '');
  if (found === null || party === undefined) return null;
  const minute = found[4] === undefined ? null : Number.parseInt(found[4], 36);
  const ground = byLetter(GROUNDS, GROUND_LETTERS, found[3] ?? '') ?? null;
  return { party, detailed: found[2] === '+', ground, minute };
}

/** `says`: the word itself tells more than whom it stands for, and stays with what is said of it. */
type PartyWord = { readonly word: RegExp; readonly party: Party; readonly says: boolean };

const PARTY_WORDS: readonly PartyWord[] = [
  {
    word: /^学院(?:学工负责人|负责人|领导|书记|老师)?|^学工负责人|^college\b/iu,
    party: 'college-head',
    says: false,
  },
  { word: /^(?:中心)?主任|^中心负责人|^(?:centre )?head\b/iu, party: 'centre-head', says: false },
  { word: /^家长|^家人|^family\b|^parents?\b/iu, party: 'family', says: false },
  {
    word: /^父母|^爸爸?|^妈妈?|^父亲|^母亲|^监护人|^(?:mother|father|mum|mom|dad)\b/iu,
    party: 'family',
    says: true,
  },
  { word: /^医院|^hospital\b/iu, party: 'hospital', says: false },
  { word: /^校医院/u, party: 'hospital', says: true },
  {
    word: /^1[12]0(?![0-9])|^报警|^警察|^派出所|^急救|^police\b|^ambulance\b/iu,
    party: 'emergency',
    says: true,
  },
  { word: /^(?:校)?保卫(?:处|科|部)|^security\b/iu, party: 'security', says: false },
  { word: /^保安|^campus police\b/iu, party: 'security', says: true },
  { word: /^其他|^other\b/iu, party: 'other', says: false },
  { word: /^辅导员|^班主任|^导师|^宿管|^学工[处部办]/u, party: 'other', says: true },
];

/** Whom typed words name first, and what is said of it; without a name all of it is that. Pure. */
export function readParty(typed: string): { readonly party: Party | null; readonly detail: string } {
  const text = typed.trim();
  for (const { word, party, says } of PARTY_WORDS) {
    const named = word.exec(text.normalize('NFKC'))?.[0];
    if (named === undefined) continue;
    return { party, detail: says ? text : text.slice(named.length).replace(GAP, '') };
  }
  return { party: null, detail: text };
}

const GAP = /^[\s,，:：、。]+/u;
