import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import { isNotifierKind } from '../../../core/channel.ts';
import { addMs, minutesMs } from '../../../core/clock.ts';
import { fail, ok } from '../../../core/result.ts';
import type { StaffMember } from '../../../people/staff.ts';
import type { StaffDesk, StaffRow } from '../../../people/staff-desk.ts';
import { callForWaiting } from '../../escalation/escalation.ts';
import { audit, inScope, type Scope } from '../../scope.ts';
import { tellStaff } from '../../staff/relay.ts';
import { readCode } from '../../staff/staff-commands.ts';
import { inScopeOrRollBack, permits } from './authorise-staff.ts';
import { codeExpiry, prepareAccounts, readAccounts, sendCode } from './prepare-accounts.ts';
import type { OfficeParts } from './staff-office.ts';

/** A message costs money and a phone rings: another code is sent only so often, in minutes. */
const CODE_EVERY_MINUTES = 1;

type AccountDesk = Pick<StaffDesk, 'own' | 'addAddress' | 'confirm' | 'renewCode' | 'removeAddress'>;

/** How staff are reached: by which accounts, and that each is really theirs. */
export const createAccountDesk = (parts: OfficeParts): AccountDesk => ({
  own: (actor) => inScope(parts, (scope) => listOwn(scope, actor)),
  addAddress: (actor, input) => addAddress(parts, actor, input),
  confirm: (actor, staffId, code) => inScope(parts, (scope) => confirm(scope, actor, staffId, code)),
  async renewCode(actor, staffId, addressId) {
    const code = parts.newCode();
    return inScope(parts, async (scope) => {
      if (!(await mayMend(scope, actor, staffId))) return fail('forbidden');
      const expiresAt = codeExpiry(scope);
      const unlessBeyond = addMs(expiresAt, -minutesMs(CODE_EVERY_MINUTES));
      const known = await knownAddress(scope, staffId, addressId);
      if (known === null) return fail('unknown');
      const renewed = await scope.stores.staff.renewCode({
        id: addressId,
        staffId,
        code,
        expiresAt,
        unlessBeyond,
      });
      if (!renewed.ok) return fail(renewed.code === 'absent' ? 'unknown' : renewed.code);
      await scope.stores.tellChange('staff');
      const { channel, addressId: place } = renewed.value;
      if (!isNotifierKind(channel) || place === null) return ok({ code });
      await sendCode(scope, addressId, place, code);
      return ok({ code: null });
    });
  },
  removeAddress: (actor, staffId, addressId) =>
    inScope(parts, async (scope) => {
      if (!(await permits(scope, actor, 'staff.revoke'))) return fail('forbidden');
      const known = await knownAddress(scope, staffId, addressId);
      if (known === null) return fail('unknown');
      const { channel } = known;
      await tellStaff(
        scope,
        staffId,
        (texts) => texts('address.removed', { what: texts(`channel.${channel}`) }),
        `removed:${addressId}`,
        null,
      );
      await scope.stores.staff.revokeAddress({ id: addressId, staffId, now: scope.now });
      await scope.stores.tellChange('part', 'staff', `staff:${staffId}`);
      return ok(null);
    }),
});

async function addAddress(
  parts: OfficeParts,
  actor: Actor,
  input: Parameters<StaffDesk['addAddress']>[1],
): ReturnType<StaffDesk['addAddress']> {
  if (!(await inScope(parts, (scope) => permits(scope, actor, 'staff.add')))) return fail('forbidden');
  if (input.accounts.length === 0) return fail('no-account');
  const accounts = readAccounts(parts.notifiers, input.accounts);
  if (!accounts.ok) return accounts;
  return inScopeOrRollBack(parts, async (scope) => {
    const member = await scope.stores.staff.byName(input.name.normalize('NFC').trim());
    if (member === null) return fail('unknown');
    if (member.disabledAt !== null) return fail('disabled');
    // Nobody stands behind an invented name.
    if (member.sample) return fail('sample');
    const prepared = await prepareAccounts(parts, scope, member.id, accounts.value, input.onCall);
    if (!prepared.ok) return prepared;
    await scope.stores.tellChange('staff');
    return ok({ name: member.name, ...prepared.value });
  });
}

/** People mend what is theirs; administrators what is anybody's. */
async function mayMend(scope: Scope, actor: Actor, staffId: string): Promise<boolean> {
  if (actor.kind !== 'staff' || actor.staffId !== staffId) return permits(scope, actor, 'staff.add');
  return can(actor, 'session.use', { kind: 'staff' }, 'administration');
}

async function confirm(
  scope: Scope,
  actor: Actor,
  staffId: string,
  typed: string,
): ReturnType<StaffDesk['confirm']> {
  if (!(await mayMend(scope, actor, staffId))) return fail('forbidden');
  const member = await scope.stores.staff.byId(staffId);
  if (member === null) return fail('unknown');
  const { newId } = scope.parts;
  // What cannot be a code at all is a wrong one too: it costs a try.
  const code = readCode(typed) ?? '';
  const outcome = await scope.stores.staff.confirm({ staffId, code, onCallId: newId(), now: scope.now });
  const done = outcome.kind === 'confirmed' || outcome.kind === 'already';
  await audit(scope, {
    actor: nameActor(actor),
    action: 'address.activate',
    resource: `staff:${staffId}`,
    purpose: 'administration',
    allowed: done,
  });
  if (outcome.kind === 'no-code') return fail('no-code');
  if (outcome.kind === 'wrong') return { ok: false, code: 'wrong', triesLeft: outcome.triesLeft };
  if (outcome.kind === 'confirmed') await begin(scope, member, outcome.onCall);
  return ok({ name: member.name });
}

async function begin(scope: Scope, member: StaffMember, onCall: boolean): Promise<void> {
  await scope.stores.tellChange('part', 'staff', `staff:${member.id}`);
  if (onCall) await callForWaiting(scope, member.id);
}

async function knownAddress(scope: Scope, staffId: string, addressId: string) {
  const addresses = await scope.stores.staff.addresses([staffId]);
  const known = addresses.find(({ id }) => id === addressId);
  if (known === undefined) return null;
  const { channel } = known;
  // A group is no address of a person.
  if (channel === 'wecom' || channel === 'dingtalk' || channel === 'feishu' || channel === 'webhook')
    return null;
  return { channel };
}

async function listOwn(scope: Scope, actor: Actor): ReturnType<StaffDesk['own']> {
  if (actor.kind !== 'staff') return [];
  return (await readWays(scope, [actor.staffId])).get(actor.staffId) ?? [];
}

/** The addresses of these people as they are shown: of an account no more than the end. */
export async function readWays(
  scope: Scope,
  staffIds: readonly string[],
): Promise<ReadonlyMap<string, StaffRow['addresses']>> {
  const ways = new Map<string, StaffRow['addresses'][number][]>();
  for (const address of await scope.stores.staff.addresses(staffIds)) {
    const { id, channel, notifier, addressId, activeAt, reachable, codeExpiresAt, triesLeft } = address;
    const sent = isNotifierKind(channel) && addressId !== null;
    const tail = sent ? mask(await scope.stores.addresses.account(addressId)) : null;
    const awaitsCode =
      activeAt === null && triesLeft > 0 && codeExpiresAt !== null && codeExpiresAt > scope.now;
    const way = { id, channel, notifier, tail, active: activeAt !== null, reachable, awaitsCode };
    ways.set(address.staffId, [...(ways.get(address.staffId) ?? []), way]);
  }
  return ways;
}

/** 尾号: enough to tell one's own numbers apart, too little to call. */
function mask(account: string): string {
  const at = account.lastIndexOf('@');
  return at > 0 ? `${account.slice(0, 1)}…${account.slice(at)}` : `…${account.slice(-4)}`;
}
