import type { Language } from '../../core/language.ts';
import { type BotMessage, type Lane, say } from '../../core/message.ts';
import type { FlowSaying } from '../../flows/flow.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import type { Screening } from '../../keywords/screening.ts';
import type { Address } from '../../people/address-store.ts';
import { type CentreContent, type Scope, utter } from '../scope.ts';
import { type ConversationState, offer } from './conversation-state.ts';

/** One turn of a student: what they said, where they stand, and what will be said and kept. */
export type StudentTurn = {
  readonly scope: Scope;
  readonly address: Address;
  readonly incomingId: string;
  readonly heardId: string;
  /** As it is shown to whoever has the case. */
  readonly text: string;
  readonly screening: Screening;
  readonly before: ConversationState;
  /** The state at the end of the turn, changed step by step. */
  state: ConversationState;
  /** The case of this person that is not closed, if there is one. */
  activeCase: HandoffCase | null;
  /** What they read; it may be changed within the turn. */
  language: Language;
  readonly sayings: { message: BotMessage; lane: Lane; caseId: string | null }[];
};

/** The words in the student's language. */
export const contentOf = (turn: StudentTurn): CentreContent => turn.scope.centre.contents[turn.language];

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

function push(turn: StudentTurn, saying: FlowSaying, lane: Lane, caseId: string | null): void {
  const offered = offer(saying, turn.scope.parts.newTag());
  if (offered.length > 0) change(turn, { offered });
  const choices = offered.map(({ id, label }) => ({ id, label }));
  turn.sayings.push({ message: say(saying.text, choices), lane, caseId });
}

/** Writes what the turn said and where the conversation now stands. */
export async function finish(turn: StudentTurn): Promise<void> {
  const { scope, address } = turn;
  await utter(
    scope,
    turn.sayings.map((one, index) => ({
      addressId: address.id,
      lane: one.lane,
      dedupeKey: `turn:${turn.incomingId}:${index}`,
      message: one.message,
      caseId: one.caseId,
    })),
  );
  if (turn.state !== turn.before)
    await scope.stores.addresses.saveFlow(address.id, JSON.stringify(turn.state));
}
