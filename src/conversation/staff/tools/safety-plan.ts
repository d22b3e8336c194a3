import { HAS_BUTTONS } from '../../../core/channel.ts';
import { cap, showable } from '../../../core/clean-text.ts';
import { say } from '../../../core/message.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import {
  changedSince,
  isEmptyPlan,
  LONGEST_HEADING,
  PLAN_HEADINGS,
  type PlanBody,
} from '../../../handoff/safety-plan.ts';
import type { SafetyPlan } from '../../../handoff/safety-plan-store.ts';
import { contentAt, type Scope, utter } from '../../scope.ts';
import { noteWork, openWork, type StaffActor, type ToolTexts } from './case-work.ts';

export type PlanStep = { readonly one: HandoffCase; readonly plan: SafetyPlan | null };

export const SHOW_PLAN = 'plan.show';

/** The newest version, whether it was given or not. */
export async function readPlan(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
): Promise<Result<PlanStep, 'absent'>> {
  const one = await openWork(scope, actor, 'case.plan', caseId);
  if (one === null) return fail('absent');
  return ok({ one, plan: await scope.stores.plans.latest(one.contactId) });
}

/** Headings that are named are written anew; the others stay. Unchanged, a given version stays what it is. */
export async function writePlan(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  typed: PlanBody,
): Promise<Result<PlanStep, 'absent'>> {
  const one = await openWork(scope, actor, 'case.plan', caseId);
  return one === null ? fail('absent') : ok(await write(scope, actor, one, clean(typed)));
}

/**
 * From a page that shows all headings: what somebody else wrote meanwhile is never undone.
 * @param seen how they stood on the page
 * @param gives it is given next, so that nothing may have changed unseen
 */
export async function rewritePlan(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
  typed: PlanBody,
  { seen, gives }: { readonly seen: PlanBody; readonly gives: boolean },
): Promise<Result<PlanStep, 'absent' | 'changed'>> {
  const one = await openWork(scope, actor, 'case.plan', caseId);
  if (one === null) return fail('absent');
  // Two who save at once come one after the other.
  await scope.stores.addresses.lock(one.addressId);
  const latest = await scope.stores.plans.latest(one.contactId);
  const { changes, clash } = changedSince(clean(typed), clean(seen), latest?.body ?? {}, gives);
  return clash.length > 0 ? fail('changed') : ok(await write(scope, actor, one, changes));
}

const clean = (typed: PlanBody): PlanBody =>
  Object.fromEntries(
    Object.entries(typed).map(([heading, text]) => [heading, cap(showable(text), LONGEST_HEADING).trim()]),
  );

async function write(scope: Scope, actor: StaffActor, one: HandoffCase, body: PlanBody): Promise<PlanStep> {
  const { stores, now, parts } = scope;
  const { contactId } = one;
  const latest = await stores.plans.latest(contactId);
  if (
    PLAN_HEADINGS.every(
      (heading) => (body[heading] ?? latest?.body[heading] ?? '') === (latest?.body[heading] ?? ''),
    )
  )
    return { one, plan: latest };
  const id = parts.newId();
  const plan = await stores.plans.write({ id, caseId: one.id, contactId, staffId: actor.staffId, body, now });
  await noteWork(scope, one, 'plan-changed', actor.staffId);
  return { one, plan };
}

/** Theirs from now on; a version that was given is given once. */
export async function givePlan(
  scope: Scope,
  actor: StaffActor,
  caseId: string,
): Promise<Result<{ readonly one: HandoffCase; readonly plan: SafetyPlan }, 'absent' | 'empty' | 'given'>> {
  const { stores, now } = scope;
  const one = await openWork(scope, actor, 'case.plan', caseId);
  if (one === null) return fail('absent');
  const latest = await stores.plans.latest(one.contactId);
  if (latest === null || isEmptyPlan(latest.body)) return fail('empty');
  const plan = latest.status === 'draft' ? await stores.plans.give(latest.id, now) : null;
  if (plan === null) return fail('given');
  await noteWork(scope, one, 'plan-given', actor.staffId);
  const { tools } = await contentAt(scope, one.addressId);
  await utter(scope, [
    {
      addressId: one.addressId,
      lane: 'crisis',
      dedupeKey: `plan:${plan.id}`,
      caseId,
      authorStaffId: actor.staffId,
      message: giveMessage(tools, one, plan),
    },
  ]);
  return ok({ one, plan });
}

/**
 * Over Telegram nothing about health goes abroad unasked: there the student fetches it by a tap or a word, or reads it on
 * the web page.
 */
function giveMessage(tools: ToolTexts, one: HandoffCase, plan: SafetyPlan) {
  if (one.channel !== 'telegram') return say(sayPlan(tools, plan));
  const choices = HAS_BUTTONS[one.channel] ? [{ id: SHOW_PLAN, label: tools('plan.show') }] : [];
  return say(tools('plan.ready'), choices);
}

/** As the student reads it. */
export const sayPlan = (tools: ToolTexts, { body }: Pick<SafetyPlan, 'body'>): string =>
  tools('plan.card', { lines: sayHeadings(tools, body) });

export const sayHeadings = (tools: ToolTexts, body: PlanBody): string =>
  PLAN_HEADINGS.map((heading, index) => {
    const text = (body[heading] ?? '').trim();
    const title = tools(`plan.heading.${heading}`);
    return tools('plan.line', { number: index + 1, title, text: text === '' ? tools('plan.blank') : text });
  }).join('\n');
