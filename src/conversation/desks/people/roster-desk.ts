import { nameActor } from '../../../access/audit.ts';
import { type Actor, can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import { addMs, minutesMs } from '../../../core/clock.ts';
import type { IgnoredColumn } from '../../../core/ignored-columns.ts';
import { say } from '../../../core/message.ts';
import {
  IDENTITY_CODE_MINUTES,
  makeIdentityCode,
  readPersonName,
  readStudentNumber,
} from '../../../core/read-identity.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { RebindRequest } from '../../../people/identity-store.ts';
import { planRoster, type RosterFault } from '../../../people/roster-file.ts';
import { planLeavers } from '../../../people/roster-leavers.ts';
import type { RosterColumnChange } from '../../../people/roster-store.ts';
import { audit, type ConversationParts, contentAt, inScope, type Scope, utter } from '../../scope.ts';

export type RosterAnswer =
  | {
      readonly ok: true;
      readonly added: number;
      /** Those who were there already. */
      readonly updated: number;
      /** What changes of these, column by column. */
      readonly columns: readonly RosterColumnChange[];
      readonly ignored: readonly IgnoredColumn[];
    }
  | { readonly ok: false; readonly code: 'forbidden' }
  | {
      readonly ok: false;
      readonly code: 'faults';
      readonly faults: readonly RosterFault[];
      readonly ignored: readonly IgnoredColumn[];
    };

export type RosterRefusal =
  | { readonly ok: false; readonly code: 'forbidden' }
  | { readonly ok: false; readonly code: 'faults'; readonly faults: readonly RosterFault[] };

export type LeaversAnswer =
  | {
      readonly ok: true;
      readonly left: number;
      /** Numbers that nobody of the roster has. */
      readonly unknown: number;
    }
  | RosterRefusal;

export type RosterSummary = { readonly people: number; readonly importedAt: Date | null };

export type HandedCode = { readonly code: string; readonly until: Date };

/** 名册 and 身份核对: authorised and audited here. Null and absent look alike. */
export interface RosterDesk {
  summary(actor: Actor): Promise<RosterSummary | null>;
  /** All of it or nothing; a dry run changes nothing. Who is left out stays, and so does what has no column. */
  import(actor: Actor, text: string, dryRun: boolean): Promise<RosterAnswer>;
  /** 已毕业或离校: a year later they are forgotten, unless an import names them again. All of the table or nothing. */
  leave(actor: Actor, text: string, dryRun: boolean): Promise<LeaversAnswer>;
  requests(actor: Actor): Promise<RebindRequest[] | null>;
  /** A code for somebody who stands there with their student card. */
  code(
    actor: Actor,
    typed: { readonly number: string; readonly name: string },
  ): Promise<Result<HandedCode, 'forbidden' | 'number' | 'name' | 'unknown'>>;
  /** Binds a number anew, or leaves it where it is; the old place is told of the former. */
  decide(actor: Actor, requestId: string, outcome: 'approved' | 'refused'): Promise<'done' | 'absent'>;
}

type OfRoster = Extract<Action, 'roster.import' | 'identity.check' | 'identity.rebind'>;

async function permits(scope: Scope, actor: Actor, action: OfRoster, resource = 'roster'): Promise<boolean> {
  const allowed = can(actor, action, { kind: 'roster' }, 'administration');
  await audit(scope, { actor: nameActor(actor), action, resource, purpose: 'administration', allowed });
  return allowed;
}

export const createRosterDesk = (parts: ConversationParts): RosterDesk => ({
  summary: (actor) =>
    inScope(parts, async (scope) =>
      (await permits(scope, actor, 'roster.import')) ? scope.stores.roster.summary() : null,
    ),
  import: (actor, text, dryRun) => inScope(parts, (scope) => importRoster(scope, actor, text, dryRun)),
  leave: (actor, text, dryRun) => inScope(parts, (scope) => leaveRoster(scope, actor, text, dryRun)),
  requests: (actor) =>
    inScope(parts, async (scope) =>
      (await permits(scope, actor, 'identity.check')) ? scope.stores.bindings.openRequests() : null,
    ),
  code: (actor, typed) =>
    inScope(parts, async (scope) => {
      if (!(await permits(scope, actor, 'identity.check')) || actor.kind !== 'staff')
        return fail('forbidden');
      const number = readStudentNumber(typed.number);
      const name = readPersonName(typed.name);
      if (number === null) return fail('number');
      if (name === null) return fail('name');
      const { stores, now } = scope;
      const code = makeIdentityCode(parts.newSecret);
      const until = addMs(now, minutesMs(IDENTITY_CODE_MINUTES));
      const order = { id: parts.newId(), claimed: { number, name }, code, expiresAt: until, now };
      const made = await stores.bindings.deskCode({ ...order, staffId: actor.staffId });
      return made.ok ? ok({ code, until }) : made;
    }),
  decide: (actor, requestId, outcome) =>
    inScope(parts, async (scope) => {
      const allowed = await permits(scope, actor, 'identity.rebind', `identity-request:${requestId}`);
      if (!allowed || actor.kind !== 'staff') return 'absent';
      const { staffId } = actor;
      const done = outcome === 'approved' ? approve : refuse;
      if (!(await done(scope, requestId, staffId))) return 'absent';
      await scope.stores.tellChange('identity');
      return 'done';
    }),
});

async function importRoster(
  scope: Scope,
  actor: Actor,
  text: string,
  dryRun: boolean,
): Promise<RosterAnswer> {
  if (!(await permits(scope, actor, 'roster.import'))) return { ok: false, code: 'forbidden' };
  const { people, details, faults, ignored } = planRoster(text);
  if (faults.length > 0) return { ok: false, code: 'faults', faults, ignored };
  const { roster } = scope.stores;
  const { known, columns } = await roster.compare(people, details);
  if (!dryRun) await roster.save(people, scope.now, details);
  return { ok: true, added: people.length - known, updated: known, columns, ignored };
}

async function leaveRoster(
  scope: Scope,
  actor: Actor,
  text: string,
  dryRun: boolean,
): Promise<LeaversAnswer> {
  if (!(await permits(scope, actor, 'roster.import'))) return { ok: false, code: 'forbidden' };
  const { numbers, faults } = planLeavers(text);
  if (faults.length > 0) return { ok: false, code: 'faults', faults };
  const { roster } = scope.stores;
  const counts = dryRun ? await roster.wouldLeave(numbers) : await roster.leave(numbers, scope.now);
  return { ok: true, ...counts };
}

async function approve(scope: Scope, id: string, staffId: string): Promise<boolean> {
  const { stores, now, parts } = scope;
  const rebound = await stores.bindings.approve({ id, bindingId: parts.newId(), staffId, now });
  if (rebound === null) return false;
  await tell(scope, rebound.newAddressId, id, 'identity.approved');
  if (rebound.oldAddressId !== null) await tell(scope, rebound.oldAddressId, id, 'identity.moved');
  return true;
}

async function refuse(scope: Scope, id: string, staffId: string): Promise<boolean> {
  const refused = await scope.stores.bindings.refuse({ id, staffId, now: scope.now });
  if (refused !== null) await tell(scope, refused.addressId, id, 'identity.refused');
  return refused !== null;
}

async function tell(
  scope: Scope,
  addressId: string,
  requestId: string,
  key: 'identity.approved' | 'identity.refused' | 'identity.moved',
): Promise<void> {
  const { conversation } = await contentAt(scope, addressId);
  const dedupeKey = `${key}:${requestId}`;
  await utter(scope, [{ addressId, lane: 'conversation', dedupeKey, message: say(conversation(key)) }]);
}
