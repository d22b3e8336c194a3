import type { Address } from '../../../people/address-store.ts';
import type { Scope } from '../../scope.ts';
import { readState } from '../../student/conversation-state.ts';
import type { Tool } from './tool-words.ts';

/** What the next words of a staff member are for; it is used up by them, and never said to a student by mistake. */
export type StaffWork =
  | { readonly kind: 'note'; readonly caseId: string }
  | { readonly kind: 'heading'; readonly caseId: string; readonly heading: number }
  /** A canned reply that is shown; with `edits` the next words take its place. */
  | { readonly kind: 'canned'; readonly caseId: string; readonly id: string; readonly edits: boolean }
  /** A tool whose case was not named. */
  | { readonly kind: 'which'; readonly tool: Tool; readonly rest: string };

export const readWork = (address: Address): StaffWork | null => readState(address.flow).work;

export async function keepWork(scope: Scope, address: Address, work: StaffWork | null): Promise<void> {
  const state = readState(address.flow);
  if (state.work === null && work === null) return;
  await scope.stores.addresses.saveFlow(address.id, JSON.stringify({ ...state, work }));
}
