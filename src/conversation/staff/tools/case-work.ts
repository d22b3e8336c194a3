import { nameActor, nameResource } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import { isNotifierKind } from '../../../core/channel.ts';
import type { Language } from '../../../core/language.ts';
import { type Choice, say } from '../../../core/message.ts';
import type { HandoffCase } from '../../../handoff/case.ts';
import type { CaseWork } from '../../../handoff/case-work.ts';
import { audit, type CentreContent, type Scope, utter } from '../../scope.ts';
import { isReport } from '../../student/speaker.ts';
import { relationOf } from '../case-actions.ts';

export type StaffActor = Extract<Actor, { kind: 'staff' }>;
export type ToolTexts = CentreContent['tools'];

/** These are made with and for the one whom the case is about, who is not in the talk of a report. */
export const WITH_SUBJECT: readonly Action[] = ['case.plan', 'case.offer-slot'];

/** Authorised and audited; null looks like absent, and a closed case is one in which nothing is done any more. */
export async function openWork(
  scope: Scope,
  actor: StaffActor,
  action: Action,
  caseId: string,
): Promise<HandoffCase | null> {
  const one = await scope.stores.cases.byId(caseId);
  if (one === null) return null;
  const relation = await relationOf(scope, one);
  const allowed = can(actor, action, relation, 'crisis');
  const entry = { actor: nameActor(actor), resource: nameResource(relation), purpose: 'crisis' as const };
  await audit(scope, { ...entry, action, allowed });
  if (!allowed || one.status === 'closed') return null;
  const report = WITH_SUBJECT.includes(action) && (await isReport(scope.stores, caseId));
  return report ? null : one;
}

/** What was done stands in the case, and open pages show it. */
export async function noteWork(
  scope: Scope,
  one: Pick<HandoffCase, 'id' | 'level'>,
  kind: CaseWork,
  staffId: string | null,
  toStaffId: string | null = null,
): Promise<void> {
  await scope.stores.cases.addEvent(one.id, {
    kind,
    staffId,
    ...(toStaffId === null ? {} : { toStaffId }),
    level: null,
    at: scope.now,
  });
  if (staffId !== null) await scope.stores.watches.sign(one.id, staffId, scope.now);
  await scope.stores.tellChange('case');
}

/** To every messenger of a colleague, in their language. One-way notifiers get pages only. */
export async function tellColleague(
  scope: Scope,
  staffId: string,
  key: string,
  caseId: string | null,
  compose: (texts: ToolTexts, language: Language) => { text: string; choices?: readonly Choice[] },
): Promise<void> {
  const addresses = await scope.stores.staff.addresses([staffId]);
  await utter(
    scope,
    addresses.flatMap(({ id, addressId, activeAt, channel, language }) => {
      if (activeAt === null || addressId === null || isNotifierKind(channel)) return [];
      const { text, choices = [] } = compose(scope.centre.contents[language].tools, language);
      const dedupeKey = `${key}:${id}`;
      return [{ addressId, lane: 'crisis' as const, dedupeKey, message: say(text, choices), caseId }];
    }),
  );
}

export const nameOfStaff = async ({ stores }: Scope, staffId: string): Promise<string> =>
  (await stores.staff.byId(staffId))?.name ?? '';
