import { cap, showable } from '../../../core/clean-text.ts';
import type { Scope } from '../../scope.ts';
import { noteWork, openWork, type StaffActor } from './case-work.ts';

/** Kept with the case for those who read it; never said to anybody. The same id twice is one note. */
export async function addNote(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  text: string,
  id: string,
): Promise<{ readonly outcome: 'kept'; readonly number: number } | { readonly outcome: 'empty' | 'absent' }> {
  const one = await openWork(scope, actor, 'case.note', caseId);
  if (one === null) return { outcome: 'absent' };
  const words = cap(showable(text)).trim();
  if (words === '') return { outcome: 'empty' };
  const note = { id, caseId, staffId: actor.staffId, text: words, at: scope.now };
  if (await scope.stores.notes.add(note)) await noteWork(scope, one, 'noted', actor.staffId);
  return { outcome: 'kept', number: one.number };
}
