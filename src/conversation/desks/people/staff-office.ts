import type { Actor } from '../../../access/can.ts';
import { isStaffRole, type StaffRole } from '../../../access/roles.ts';
import { addMs, minutesMs } from '../../../core/clock.ts';
import { fail, ok } from '../../../core/result.ts';
import type { Responder } from '../../../handoff/responders.ts';
import { namedStaff } from '../../../handoff/rota/coverage.ts';
import type { StaffPresence } from '../../../people/duty-store.ts';
import { needsSecondWay } from '../../../people/staff.ts';
import type { DutyView, StaffDesk } from '../../../people/staff-desk.ts';
import type { SignInStore } from '../../../people/staff-store.ts';
import { leaveAppointments } from '../../changes/leave-appointments.ts';
import { isAnybodyCalled, readDutyBoard } from '../../escalation/duty-board.ts';
import { callForWaiting } from '../../escalation/escalation.ts';
import { releaseFollowUps } from '../../escalation/follow-up-round.ts';
import { planRotaTask } from '../../escalation/rota-wake.ts';
import { waitAnew } from '../../escalation/wait-anew.ts';
import { type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { tellOffCall } from '../../staff/hand-over-shift.ts';
import { tellStaff } from '../../staff/relay.ts';
import { tellRotaChanges } from '../../staff/tell-rota-changes.ts';
import { leaveEveryTeam } from '../../staff/tools/leave-team.ts';
import { inScopeOrRollBack, permits } from './authorise-staff.ts';
import { prepareAccounts, readAccounts } from './prepare-accounts.ts';
import { createAccountDesk, readWays } from './staff-accounts.ts';

/** How long a one-time sign-in link can be used, in minutes. */
export const LINK_MINUTES = 5;
const LONGEST_NAME = 40;

export type OfficeParts = ConversationParts & {
  readonly signIn: SignInStore;
  /** A code like XQ-7K2M9PQA. */
  readonly newCode: () => string;
};

/** The system itself, where the command line acts: whoever can run it on the server is trusted with it. */
export const OPERATOR: Actor = { kind: 'staff', staffId: 'operator', roles: ['administrator'] };

export function createStaffDesk(parts: OfficeParts): StaffDesk {
  return {
    list: (actor) => inScope(parts, (scope) => listStaff(scope, actor)),
    duty: () => inScope(parts, viewDuty),
    add: (actor, input) => addStaff(parts, actor, input),
    ...createAccountDesk(parts),
    async link(actor, name) {
      const member = await inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'staff.link'))) return fail('forbidden');
        const found = await scope.stores.staff.byName(name.trim());
        if (found === null) return fail('unknown');
        return found.disabledAt === null ? ok(found) : fail('disabled');
      });
      if (!member.ok) return member;
      return ok({ name: member.value.name, link: await issueLink(parts, member.value.id) });
    },
    setOnCall: (actor, staffId, onCall) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'rota.change'))) return fail('forbidden');
        const member = await scope.stores.staff.byId(staffId);
        if (member === null || member.disabledAt !== null) return fail('unknown');
        await scope.stores.duty.setOnCall({ id: parts.newId(), staffId, onCall, now: scope.now });
        if (onCall) await callForWaiting(scope, staffId);
        else await tellOffCall(scope, staffId);
        await scope.stores.tellChange('part', 'staff', `staff:${staffId}`);
        return ok(null);
      }),
    revoke: (actor, staffId) =>
      inScope(parts, async (scope) => {
        if (!(await permits(scope, actor, 'staff.revoke'))) return fail('forbidden');
        if (actor.kind === 'staff' && actor.staffId === staffId) return fail('yourself');
        if ((await scope.stores.staff.byId(staffId)) === null) return fail('unknown');
        await tellStaff(scope, staffId, (texts) => texts('revoked'), `revoked:${scope.now.getTime()}`, null);
        await tellRotaChanges(scope, actor, () => scope.stores.staff.revoke(staffId, scope.now));
        // Whoever they stood in for may be on now.
        await planRotaTask(scope, 'starts');
        await leaveEveryTeam(scope, staffId);
        for (const caseId of await scope.stores.cases.reopenOf(staffId, scope.now)) {
          await waitAnew(scope, caseId);
        }
        await releaseFollowUps(scope, staffId);
        await leaveAppointments(scope, staffId);
        await scope.stores.tellChange('part', 'staff', 'case', `staff:${staffId}`);
        return ok(null);
      }),
  };
}

async function listStaff(scope: Scope, actor: Actor): ReturnType<StaffDesk['list']> {
  if (!(await permits(scope, actor, 'staff.list'))) return null;
  const members = await scope.stores.staff.list();
  const ways = await readWays(
    scope,
    members.map((member) => member.id),
  );
  const board = await readDutyBoard(scope.stores, scope.now);
  const presence = await scope.stores.duty.presence(scope.now);
  const beside = new Set(presence.filter((one) => one.besideRota).map((one) => one.staffId));
  const onDuty = new Set(board.duty.map((responder) => responder.staffId));
  return members.map((member) => ({
    id: member.id,
    name: member.name,
    roles: member.roles,
    sample: member.sample,
    disabled: member.disabledAt !== null,
    addresses: ways.get(member.id) ?? [],
    onCall: beside.has(member.id) ? 'beside-rota' : onDuty.has(member.id) ? 'rota' : 'no',
  }));
}

async function viewDuty(scope: Scope): Promise<DutyView> {
  const board = await readDutyBoard(scope.stores, scope.now);
  const named = namedStaff(await scope.stores.rota.read(scope.now));
  const presence = await scope.stores.duty.presence(scope.now);
  const nameOf = (staffId: string): string => presence.find((one) => one.staffId === staffId)?.name ?? '';
  const names = (responders: readonly Responder[]): string[] => responders.map((one) => nameOf(one.staffId));
  return {
    duty: names(board.duty),
    backup: names(board.backup),
    besideRota: presence.filter((one) => one.besideRota).map(({ staffId, name }) => ({ staffId, name })),
    realResponder: isAnybodyCalled(board, scope.centre.escalation, scope.now),
    wechatOnly: await namesOfWechatOnly(scope, presence, named),
  };
}

/** Of those who are, or will be, on call: whom one ban would make unreachable. */
async function namesOfWechatOnly(
  { stores }: Scope,
  presence: readonly StaffPresence[],
  named: readonly string[],
): Promise<string[]> {
  const called = presence.filter(
    ({ staffId, besideRota, sample }) => !sample && (besideRota || named.includes(staffId)),
  );
  const addresses = await stores.staff.addresses(called.map(({ staffId }) => staffId));
  const active = addresses.filter(({ activeAt }) => activeAt !== null);
  return called
    .filter(({ staffId }) => needsSecondWay(active.filter((one) => one.staffId === staffId)))
    .map(({ name }) => name);
}

async function addStaff(
  parts: OfficeParts,
  actor: Actor,
  input: Parameters<StaffDesk['add']>[1],
): ReturnType<StaffDesk['add']> {
  if (!(await inScope(parts, (scope) => permits(scope, actor, 'staff.add')))) return fail('forbidden');
  const name = input.name.normalize('NFC').trim();
  if (name === '' || name.length > LONGEST_NAME) return fail('empty-name');
  if (input.roles.length === 0) return fail('no-role');
  const roles: StaffRole[] = input.roles.filter(isStaffRole);
  if (roles.length !== input.roles.length) return fail('unknown-role');
  const accounts = readAccounts(parts.notifiers, input.accounts);
  if (!accounts.ok) return accounts;
  const added = await inScopeOrRollBack(parts, async (scope) => {
    const member = await scope.stores.staff.add({
      id: parts.newId(),
      name,
      roles,
      sample: false,
      now: scope.now,
    });
    if (!member.ok) return member;
    const prepared = await prepareAccounts(parts, scope, member.value.id, accounts.value, input.onCall);
    if (!prepared.ok) return prepared;
    if (input.onCall && accounts.value.length === 0) {
      await scope.stores.duty.setOnCall({
        id: parts.newId(),
        staffId: member.value.id,
        onCall: true,
        now: scope.now,
      });
    }
    await scope.stores.tellChange('part', 'staff');
    return ok({ id: member.value.id, ...prepared.value });
  });
  if (!added.ok) return added;
  const { id, ...handed } = added.value;
  return ok({ name, link: await issueLink(parts, id), ...handed });
}

/** A one-time link; its owner is told in every messenger that is theirs. */
export async function issueLink(parts: OfficeParts, staffId: string): Promise<string> {
  const token = parts.newSecret();
  const now = await parts.transactions.run((stores) => stores.now());
  await parts.signIn.issueLink({ staffId, token, now, expiresAt: addMs(now, minutesMs(LINK_MINUTES)) });
  await inScope(parts, async (scope) => {
    const minutes = LINK_MINUTES;
    await tellStaff(
      scope,
      staffId,
      (texts) => texts('link.issued', { minutes }),
      `link:${now.getTime()}`,
      null,
    );
  });
  return `${parts.publicUrl}/console/sign-in/${token}`;
}
