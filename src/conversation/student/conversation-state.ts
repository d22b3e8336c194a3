import { pickChoice, plainWord, typedNumber } from '../../core/choices.ts';
import { URGENT } from '../../core/intake.ts';
import type { Choice } from '../../core/message.ts';
import { CANCEL, CANCEL_YES } from '../../flows/appointments.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import { isFlowName, type StoredFlow } from '../../flows/registry.ts';
import { WAIT } from '../../flows/waiting-list/waiting-choices.ts';
import type { StaffWork } from '../staff/tools/staff-work.ts';

/** A choice as it was offered: `id` is what a tap brings back, `local` the flow's own name for it. */
export type OfferedChoice = Choice & {
  readonly local: string;
  /** It stands in no numbered list: it is tapped, or typed by its words alone. */
  readonly unnumbered?: true;
  /** Another answer was given under the same reminder. */
  readonly answered?: true;
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
  /** They were asked who they are and have not proved it: number and name, or a code, are understood wherever they come. */
  readonly identityOpen: boolean;
  /** When a waiting student was last told that nobody has come yet, ms since the epoch. */
  readonly toldWaitingAtMs: number;
  /** When they were asked to which of two ended cases they come back, ms since the epoch; 0 where nothing is asked. */
  readonly askedWhoseAtMs: number;
  /** What somebody of the staff typed and has not said for which case; theirs, since a counsellor may be a student too. */
  readonly unsent: readonly UnsentLine[];
  /** The last lines that they said to students. */
  readonly said: readonly SaidLine[];
  /** Their last message that was a note, by the platform's name for it: an edit of it is about the student, too. */
  readonly noted: string | null;
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
  identityOpen: false,
  toldWaitingAtMs: 0,
  askedWhoseAtMs: 0,
  unsent: [],
  said: [],
  noted: null,
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
  'wish.',
  'zone.',
  'plan.',
  'visit.',
  'series.',
  'rate.',
  'remind.',
  'change.',
  'answer.',
  'desk.',
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

/**
 * What was said beside a list and is answered now means words again. But whoever said 会来 may have to call it off all the same:
 * 来不了（取消）, in its very words, goes on to mean that.
 */
export function withoutAnswered(state: ConversationState, picked: Picked): ConversationState {
  if (picked.kind !== 'global' && picked.kind !== 'local') return state;
  const id = picked.kind === 'global' ? picked.id : picked.tapped;
  const row = rowOf(id);
  const isOfRow = (one: OfferedChoice): boolean => row !== null && rowOf(one.id) === row;
  const isOver = (one: OfferedChoice): boolean =>
    one.unnumbered === true && (one.id === id || (isOfRow(one) && !callsOff(one.id)));
  const left = state.offered.filter((one) => !isOver(one));
  const offered = left.map((one) =>
    one.unnumbered === true && isOfRow(one) ? { ...one, answered: true as const } : one,
  );
  const isSame = offered.every((one, index) => one === state.offered[index]);
  return isSame && left.length === state.offered.length ? state : { ...state, offered };
}

/** The reminder, or the offer of another time, of which a choice is. */
const rowOf = (id: string): string | null => /^(?:remind|change)\.[a-z]+\.([^.]+)/u.exec(id)?.[1] ?? null;

const callsOff = (id: string): boolean => id.startsWith('remind.no.');

/** What is left when a hand-off begins: from then on words are said to a person. */
export const listedOnly = (offered: readonly OfferedChoice[]): OfferedChoice[] =>
  offered.filter(({ unnumbered }) => unnumbered !== true);

export function pickTapped(id: string, state: ConversationState): Picked {
  if (isGlobalChoice(id)) return { kind: 'global', id };
  const choice = state.offered.find((offered) => offered.id === id);
  if (choice) return { kind: 'local', id: choice.local, tapped: id };
  return { kind: id === state.lastTapped ? 'doubled' : 'stale' };
}

/** What people type to call something off, whatever its button is called. */
const CANCEL_WORDS: readonly string[] = ['取消', '来不了', 'cancel', 'i cannot', 'i can’t', "i can't"];
/** Of these, what means nothing but an appointment also where it was answered that one comes. */
const CANNOT_COME = '来不了';
const CANCELS = ['remind.no.', 'remind.sure.', 'change.cancel.', 'change.sure.'];

/** Leads to what can be cancelled: where several are meant nobody guesses. */
const OWN_APPOINTMENTS: Picked = { kind: 'global', id: 'menu.appointments' };

/**
 * What is cancelled by a word for it: the one thing that can be cancelled in front of them. Null where nothing can. In a
 * hand-off what stands beside the list is not meant: "I can't" is said to a person.
 */
function pickCancel(
  text: string,
  state: ConversationState,
  listed: readonly Choice[],
  inCase: boolean,
): Picked | null {
  const word = plainWord(text);
  if (!CANCEL_WORDS.includes(word)) return null;
  const localOf = (id: string): string | undefined => state.offered.find((one) => one.id === id)?.local;
  const cancels = ({ id }: Choice): boolean =>
    CANCELS.some((prefix) => id.startsWith(prefix)) ||
    localOf(id) === CANCEL_YES ||
    localOf(id)?.startsWith(CANCEL) === true;
  const inList = listed.filter(cancels);
  const beside = inCase ? [] : state.offered.filter(cancels);
  const open = beside.filter(({ answered }) => answered !== true);
  const answered = word === CANNOT_COME ? beside : [];
  const found = [inList, open, answered].find((some) => some.length > 0) ?? [];
  const [one] = found;
  if (one === undefined) return null;
  return found.length === 1 ? pickTapped(one.id, state) : OWN_APPOINTMENTS;
}

/**
 * What typed words mean: one of the choices offered last, one that always holds, or just words.
 * @param shown the list that they see, where that is known; see `readShownList`
 * @param inCase they are in a hand-off
 */
export function pickTyped(
  text: string,
  state: ConversationState,
  always: readonly Choice[],
  shown: readonly Choice[] | null = null,
  inCase = false,
): Picked {
  const listed = shown ?? listedOnly(state.offered);
  const seen = pickChoice(text, listed);
  if (typedNumber(text) !== null) {
    if (seen !== null) return pickTapped(seen.id, state);
    return { kind: listed.length > 0 ? 'no-such-number' : 'words' };
  }
  const picked = seen === null ? null : pickTapped(seen.id, state);
  if (picked?.kind === 'global' || picked?.kind === 'local') return picked;
  const choice = pickChoice(text, state.offered);
  if (choice !== null) return pickTapped(choice.id, state);
  const cancelled = pickCancel(text, state, listed, inCase);
  if (cancelled !== null) return cancelled;
  const word = plainWord(text);
  const found = always.find((one) => plainWord(one.label) === word);
  return found ? { kind: 'global', id: found.id } : { kind: 'words' };
}
