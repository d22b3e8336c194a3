import { HAS_BUTTONS } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { type BotMessage, type Choice, type Lane, type MessageFile, say } from '../../core/message.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import type { Category } from '../../keywords/rule-file.ts';
import type { Screening } from '../../keywords/screening.ts';
import type { Address } from '../../people/address-store.ts';
import type { NewHeard } from '../ports/heard-store.ts';
import type { Agreed, InFault } from '../ports/incoming-store.ts';
import { type CentreContent, type Scope, toOutgoing, wakeAdded } from '../scope.ts';
import type { CalendarReader } from './calendar-file.ts';
import { type ConversationState, offer, stillBeside } from './conversation-state.ts';
import { pickCategory } from './pick-category.ts';

/** One turn of a student: what they said, where they stand, and what will be said and kept. */
export type StudentTurn = {
  readonly scope: Scope;
  readonly address: Address;
  readonly incomingId: string;
  readonly heardId: string;
  /** Whoever has to come for a crisis is called within the turn, not after it. */
  readonly callsAtOnce: boolean;
  /** They are one of the staff. */
  readonly isStaff: boolean;
  /** It was written, and answered, while there was no database. */
  readonly inFault?: InFault;
  /** What they said asked for a person, be it by 紧急求助 alone. */
  callsPerson: boolean;
  /** As it is shown to whoever has the case. */
  readonly text: string;
  /** Stands in place of what they typed, where it would tell who they are. */
  keptAs?: string;
  readonly screening: Screening;
  readonly before: ConversationState;
  /** The list that they see; see `readShownList`. */
  readonly shown: readonly Choice[] | null;
  /** The state at the end of the turn, changed step by step. */
  state: ConversationState;
  /** The case of this person that is not closed, if there is one. */
  activeCase: HandoffCase | null;
  /** What they agreed to; it may be changed within the turn, like the language that they read. */
  agreed: Agreed;
  language: Language;
  /** The zone of somebody abroad; changed like the language. */
  timeZone: string | null;
  /** `key` names a message that may have to be taken back before it has left. */
  readonly sayings: { message: BotMessage; lane: Lane; caseId: string | null; key?: string }[];
};

/** The words in the student's language. */
export const contentOf = (turn: StudentTurn): CentreContent => turn.scope.centre.contents[turn.language];

/** Whoever gets the calendar file of what they booked. */
export const calendarReaderOf = (turn: StudentTurn): CalendarReader => ({
  scope: turn.scope,
  addressId: turn.address.id,
  content: contentOf(turn),
});

/** What the first text to the student is about; null where nothing was found in what they wrote. */
export const categoryOf = ({ scope, screening }: StudentTurn): Category | null =>
  pickCategory(screening, scope.centre.screener.explain);

export function change(turn: StudentTurn, change: Partial<ConversationState>): void {
  turn.state = { ...turn.state, ...change };
}

/**
 * Says something in the conversation; its choices become the ones that numbers and labels now mean. Beside an open case
 * it keeps its place among the words about the crisis.
 */
export function reply(turn: StudentTurn, ...sayings: readonly FlowSaying[]): void {
  const lane = turn.activeCase === null ? 'conversation' : 'crisis';
  for (const saying of sayings) push(turn, saying, lane, null);
}

/** Says something about a crisis: in the lane that waits for nothing. */
export function replyInCrisis(turn: StudentTurn, caseId: string, ...sayings: readonly FlowSaying[]): void {
  for (const saying of sayings) push(turn, saying, 'crisis', caseId);
}

/** A question about a crisis, which is taken back where a person comes before it has left. */
export const askInCrisis = (turn: StudentTurn, caseId: string, saying: FlowSaying, key: string): void =>
  push(turn, saying, 'crisis', caseId, key);

function push(turn: StudentTurn, saying: FlowSaying, lane: Lane, caseId: string | null, key?: string): void {
  const offered = offer(saying, turn.scope.parts.newTag());
  const beside = stillBeside(turn.state.offered).filter(({ id }) => !offered.some((one) => one.id === id));
  if (offered.length > 0) change(turn, { offered: [...offered, ...beside] });
  const choices = offered.map(({ id, label }) => ({ id, label }));
  const message = withFile(say(saying.text, choices), saying.file);
  turn.sayings.push({ message, lane, caseId, ...(key === undefined ? {} : { key }) });
}

const withFile = (message: BotMessage, file: MessageFile | undefined): BotMessage =>
  file === undefined ? message : { ...message, file };

/** Where there are no buttons each message may be counted: what one turn says is one message in each lane. */
function joinSayings(sayings: StudentTurn['sayings']): StudentTurn['sayings'] {
  const joined = new Map<Lane, StudentTurn['sayings'][number]>();
  for (const one of sayings) {
    const before = joined.get(one.lane);
    const text = before === undefined ? one.message.text : `${before.message.text}\n\n${one.message.text}`;
    const choices = one.message.choices.length > 0 ? one.message.choices : (before?.message.choices ?? []);
    // What stands beside something else is not taken back.
    const alone = before === undefined && one.key !== undefined ? { key: one.key } : {};
    const { lane } = one;
    const message = withFile(say(text, choices), one.message.file ?? before?.message.file);
    joined.set(lane, { lane, ...alone, caseId: before?.caseId ?? one.caseId, message });
  }
  return [...joined.values()];
}

/** Writes what the turn heard and said, and where the conversation now stands. */
export async function finish(turn: StudentTurn, heard: NewHeard): Promise<void> {
  const { scope, address, incomingId } = turn;
  const sayings = HAS_BUTTONS[address.channel] ? turn.sayings : joinSayings(turn.sayings);
  const utterances = sayings.map((one, index) => ({
    addressId: address.id,
    lane: one.lane,
    dedupeKey: one.key ?? `turn:${incomingId}:${index}`,
    message: one.message,
    caseId: one.caseId,
  }));
  const outgoing = toOutgoing(scope, utterances);
  const added = await scope.stores.incoming.finish({
    addressId: address.id,
    incomingId,
    heard,
    ...(turn.state === turn.before ? {} : { flow: JSON.stringify(turn.state) }),
    outgoing,
    now: scope.now,
  });
  wakeAdded(scope, outgoing, added);
}
