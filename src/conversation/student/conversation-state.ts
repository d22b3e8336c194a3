import { pickChoice, plainWord, typedNumber } from '../../core/choices.ts';
import { URGENT } from '../../core/intake.ts';
import type { Choice } from '../../core/message.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { isFlowName, type StoredFlow } from '../../flows/registry.ts';
import { WAIT } from '../../flows/waiting-list/waiting-choices.ts';
import type { StaffWork } from '../staff/tools/staff-work.ts';

/** A choice as it was offered: `id` is what a tap brings back, `local` the flow's own name for it. */
export type OfferedChoice = Choice & {
  readonly local: string;
  /** It stands in no numbered list: it is tapped, or typed by its words alone. */
  readonly unnumbered?: true;
};

/** `tag` stands in the choices under the question that asks for whom the line is. */
export type UnsentLine = {
  readonly tag: string;
  readonly text: string;
  readonly atMs: number;
  /** The id of a picture under which the text stands. */
  readonly picture?: string;
};

/** What somebody of the staff said, by the platform's name for it, and in which case: an edit of it goes there, too. */
export type SaidLine = { readonly message: string; readonly caseId: string };

/** Where a conversation stands; stored sealed with its address. It holds no words of the student. */
export type ConversationState = {
  readonly flow: StoredFlow | null;
  /** What was put aside when a crisis began, to be taken up again. */
  readonly aside: StoredFlow | null;
  /** The choices offered last, and what was said beside them; earlier ones are stale. */
  readonly offered: readonly OfferedChoice[];
  /** The id of the last choice that was carried out: the same one again is a doubled tap. */
  readonly lastTapped: string | null;
  readonly noticeShown: boolean;
  /** When a waiting student was last told that nobody has come yet, ms since the epoch. */
  readonly toldWaitingAtMs: number;
  /** What somebody of the staff typed and has not said for which case; theirs, since a counsellor may be a student too. */
  readonly unsent: readonly UnsentLine[];
  /** The last lines that they said to students. */
  readonly said: readonly SaidLine[];
  /** What their next words are for; a tool of theirs waits for them since then, ms since the epoch. */
  readonly work: StaffWork | null;
  readonly workAtMs: number;
};

export const FIRST_STATE: ConversationState = {
  flow: null,
  aside: null,
  offered: [],
  lastTapped: null,
  noticeShown: false,
  toldWaitingAtMs: 0,
  unsent: [],
  said: [],
  work: null,
  workAtMs: 0,
};

/** Ids that hold in every message, whenever it was sent. */
const GLOBAL_PREFIXES = [
  'ask.',
  URGENT,
  'case.',
  'continue.',
  'greet.',
  'menu.',
  'notice.',
  'concern.',
  'resume.',
  'optin',
  'slot.',
  'book.',
  'rebook.',
  'unbook.',
  'zone.',
  'plan.',
  'visit.',
  'series.',
  'rate.',
  'remind.',
  'change.',
  'answer.',
  WAIT,
];

export const isGlobalChoice = (id: string): boolean =>
  GLOBAL_PREFIXES.some((prefix) => id.startsWith(prefix));

export function readState(stored: string | null): ConversationState {
  if (stored === null) return FIRST_STATE;
  const state = { ...FIRST_STATE, ...(JSON.parse(stored) as Partial<ConversationState>) };
  return { ...state, flow: knownFlow(state.flow), aside: knownFlow(state.aside) };
}

/** A flow that this version of the program no longer has is forgotten. */
const knownFlow = (flow: StoredFlow | null): StoredFlow | null =>
  flow !== null && isFlowName(flow.flow) ? flow : null;

/** Gives the choices of a saying ids that belong to this message alone; global ones keep theirs. */
export function offer(saying: FlowSaying, tag: string): OfferedChoice[] {
  return saying.choices.map((choice, index) => ({
    id: isGlobalChoice(choice.id) ? choice.id : `f.${tag}.${index}`,
    label: choice.label,
    local: choice.id,
  }));
}

/** So many of them are remembered. */
const MOST_BESIDE = 12;

/** What was said beside a list goes on to be answered by its words, whatever is asked meanwhile. */
export const stillBeside = (offered: readonly OfferedChoice[]): OfferedChoice[] =>
  offered.filter(({ unnumbered }) => unnumbered === true).slice(-MOST_BESIDE);

export type Picked =
  | { readonly kind: 'global'; readonly id: string }
  | { readonly kind: 'local'; readonly id: string; readonly tapped: string }
  | { readonly kind: 'stale' }
  | { readonly kind: 'doubled' }
  /** A number that nothing was offered under. */
  | { readonly kind: 'no-such-number' }
  | { readonly kind: 'words' };

/** What was said beside a list and is answered now means words again. */
export function withoutAnswered(state: ConversationState, picked: Picked): ConversationState {
  if (picked.kind !== 'global' && picked.kind !== 'local') return state;
  const id = picked.kind === 'global' ? picked.id : picked.tapped;
  const offered = state.offered.filter((one) => one.unnumbered !== true || one.id !== id);
  return offered.length === state.offered.length ? state : { ...state, offered };
}

/** What is left when a hand-off begins: from then on words are said to a person. */
export const listedOnly = (offered: readonly OfferedChoice[]): OfferedChoice[] =>
  offered.filter(({ unnumbered }) => unnumbered !== true);

export function pickTapped(id: string, state: ConversationState): Picked {
  if (isGlobalChoice(id)) return { kind: 'global', id };
  const choice = state.offered.find((offered) => offered.id === id);
  if (choice) return { kind: 'local', id: choice.local, tapped: id };
  return { kind: id === state.lastTapped ? 'doubled' : 'stale' };
}

/** What typed words mean: one of the choices offered last, one that always holds, or just words. */
export function pickTyped(text: string, state: ConversationState, always: readonly Choice[]): Picked {
  const isNumber = typedNumber(text) !== null;
  const named = isNumber ? listedOnly(state.offered) : state.offered;
  const choice = pickChoice(text, named);
  if (choice) return pickTapped(choice.id, state);
  if (isNumber) return named.length > 0 ? { kind: 'no-such-number' } : { kind: 'words' };
  const word = plainWord(text);
  const found = always.find((one) => plainWord(one.label) === word);
  return found ? { kind: 'global', id: found.id } : { kind: 'words' };
}
