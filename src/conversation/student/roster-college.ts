import { SINK } from '../../core/channel.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { collegeIn } from '../../handoff/college.ts';
import type { Scope } from '../scope.ts';

/** Whoever is bound to a student number need not be asked for their college, and its policy calls from the first. */
export async function withRosterCollege(scope: Scope, one: HandoffCase): Promise<HandoffCase> {
  if (one.college !== null || one.channel === SINK) return one;
  const person = await scope.stores.bindings.personOf(one.contactId);
  if (person === null || person.college.trim() === '') return one;
  const college = collegeIn(scope.centre.escalation, person.college);
  await scope.stores.identity.setCollege(one.id, college);
  return { ...one, college };
}
