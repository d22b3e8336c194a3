import { SINK } from '../../core/channel.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { collegeIn } from '../../handoff/college.ts';
import type { Scope } from '../scope.ts';

/** Whoever is bound to a student number need not be asked for their college, and its policy calls from the first. */
export async function withRosterCollege(scope: Scope, one: HandoffCase): Promise<HandoffCase> {
  if (one.college !== null || one.channel === SINK) return one;
  const named = await scope.stores.bindings.collegeOf(one.contactId);
  if (named === null || named.trim() === '') return one;
  const college = collegeIn(scope.centre.escalation, named);
  await scope.stores.identity.setCollege(one.id, college);
  return { ...one, college };
}
