import type { Address } from '../../../people/address-store.ts';
import type { Scope } from '../../scope.ts';
import { type ConversationState, readState } from '../../student/conversation-state.ts';
import type { Tool } from './tool-words.ts';

/** What the next words of a staff member are for; it is used up by them, and never said to a student by mistake. */
export type StaffWork =
  | { readonly kind: 'note'; readonly caseId: string }
  | { readonly kind: 'heading'; readonly caseId: string; readonly heading: number }
  /** A canned reply that is shown; with `edits` the next words take its place. */
  | { readonly kind: 'canned'; readonly caseId: string; readonly id: string; readonly edits: boolean }
  /** What is said of somebody who was informed; with `asks` the next words are that, of one whom no button names or of any. */
  | {
      readonly kind: 'informed';
      readonly caseId: string;
      readonly detail: string;
      readonly asks: 'other' | 'any' | null;
    }
  /** What is left for whoever has taken over a case; `id` is that of the hand-over. */
  | { readonly kind: 'hand-note'; readonly caseId: string; readonly id: string }
  /** A tool whose case was not named. */
  | { readonly kind: 'which'; readonly tool: Tool; readonly rest: string };

/** Whether the next words are for it: some of these are only shown, or wait for a tap. */
export function awaitsWords(work: StaffWork): boolean {
  switch (work.kind) {
    case 'canned':
      return work.edits;
    case 'informed':
      return work.asks !== null;
    case 'which':
      return false;
    case 'note':
    case 'heading':
    case 'hand-note':
      return true;
  }
}

/** Words for something that was begun longer ago, in ms, may be meant for somebody else. */
const LAPSES_MS = 10 * 60_000;

/** Of a turn: where it stands is written anew with everything that is kept. */
export type Working = { readonly scope: Scope; address: Address };

/** What is under way, though its time may be over: the next words must not slip past it. */
export const readWork = ({ address }: Working): StaffWork | null => readState(address.flow).work;

export const isLapsed = ({ scope, address }: Working): boolean =>
  scope.now.getTime() - readState(address.flow).workAtMs >= LAPSES_MS;

export async function keepWork(turn: Working, work: StaffWork | null): Promise<void> {
  if (readWork(turn) === null && work === null) return;
  await keepState(turn, { work, workAtMs: work === null ? 0 : turn.scope.now.getTime() });
}

/** Beside what the same person has under way as a student. */
export async function keepState(turn: Working, change: Partial<ConversationState>): Promise<void> {
  const flow = JSON.stringify({ ...readState(turn.address.flow), ...change });
  await turn.scope.stores.addresses.saveFlow(turn.address.id, flow);
  turn.address = { ...turn.address, flow };
}
