import type { SafetyPlan } from '../../handoff/safety-plan-store.ts';
import type { Scope } from '../scope.ts';
import { sayPlan } from '../staff/tools/safety-plan.ts';
import { contentOf, reply, type StudentTurn } from './student-scope.ts';

/**
 * The plan that was given last. At an account that was joined to the person later only what was given after that.
 */
export async function readOwnPlan(
  { stores }: Pick<Scope, 'stores'>,
  address: { readonly id: string; readonly contactId: string },
): Promise<SafetyPlan | null> {
  const plan = await stores.plans.given(address.contactId);
  if (plan === null || plan.givenAt === null) return null;
  const joinedAt = await stores.continues.joinedAt(address.id);
  return joinedAt !== null && plan.givenAt < joinedAt ? null : plan;
}

/** 安全计划, at any time. */
export async function showPlan(turn: StudentTurn): Promise<void> {
  const { tools } = contentOf(turn);
  const plan = await readOwnPlan(turn.scope, turn.address);
  reply(turn, { text: plan === null ? tools('plan.none') : sayPlan(tools, plan), choices: [] });
}
