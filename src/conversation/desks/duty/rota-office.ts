import type { Actor } from '../../../access/can.ts';
import { fail, ok } from '../../../core/result.ts';
import { type RuleFields, readRule } from '../../../handoff/rota/read-rule.ts';
import type { NewRule } from '../../../handoff/rota/rota.ts';
import { type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { byOf, changingRota, permitsRota } from '../../staff/change-rota.ts';
import { sayOnCall } from '../../staff/say-on-call.ts';
import { offerSwap, settleSwap } from '../../staff/swap-shifts.ts';
import { sayDuty, sayPeriod, tellVoiced, voiceOf } from '../../staff/tell-voiced.ts';
import type { ChangeRule, RotaDesk } from './rota-desk.ts';
import { exportRota, importRota } from './rota-files.ts';
import { viewRota } from './view-rota.ts';

export const createRotaDesk = (parts: ConversationParts): RotaDesk => ({
  view: (actor) =>
    inScope(parts, async (scope) =>
      (await permitsRota(scope, actor, 'rota.see')) ? viewRota(scope, actor) : null,
    ),
  add: (actor, id, fields) =>
    inScope(parts, (scope) =>
      withRule(scope, actor, id, fields, async (rule) => {
        const added = await changingRota(scope, () => scope.stores.rota.add(rule, byOf(actor), scope.now));
        if (added) await tellAssigned(scope, actor, rule);
        return { ok: true };
      }),
    ),
  change: (actor, oldId, newId, fields) =>
    inScope(parts, (scope) =>
      withRule(scope, actor, newId, fields, async (rule) => {
        const { rota } = scope.stores;
        const changed = await changingRota(scope, () => rota.replace(oldId, rule, byOf(actor), scope.now));
        if (!changed.ok) return changed;
        await tellAssigned(scope, actor, rule);
        return { ok: true };
      }),
    ),
  end: (actor, id) =>
    inScope(parts, async (scope) => {
      if (!(await permitsRota(scope, actor, 'rota.change', id))) return fail('forbidden');
      const ended = await changingRota(scope, () => scope.stores.rota.end(id, byOf(actor), scope.now));
      return ended ? ok(null) : fail('unknown');
    }),
  offer: (actor, offer) => inScope(parts, (scope) => offerSwap(scope, actor, offer)),
  settle: (actor, id, to) => inScope(parts, (scope) => settleSwap(scope, actor, id, to)),
  export: (actor, input) => inScope(parts, (scope) => exportRota(scope, actor, input)),
  import: (actor, file, dryRun) => inScope(parts, (scope) => importRota(scope, actor, file, dryRun)),
  sayOnCall: (actor) =>
    inScope(parts, async (scope) =>
      (await permitsRota(scope, actor, 'rota.see')) ? sayOnCall(scope, voiceOf(scope, 'zh')) : null,
    ),
});

async function withRule(
  scope: Scope,
  actor: Actor,
  id: string,
  fields: RuleFields,
  work: (rule: NewRule) => Promise<ChangeRule>,
): Promise<ChangeRule> {
  if (!(await permitsRota(scope, actor, 'rota.change', id))) return fail('forbidden');
  const presence = await scope.stores.duty.presence(scope.now);
  const staffIds = new Set(presence.map(({ staffId }) => staffId));
  const read = readRule(fields, { id, staffIds, now: scope.now });
  return read.ok ? work(read.value) : { ok: false, code: 'wrong', problems: read.problems };
}

/** Whoever is put on call for certain hours by somebody else learns it. */
async function tellAssigned(scope: Scope, actor: Actor, rule: NewRule): Promise<void> {
  if (rule.kind !== 'single' && rule.kind !== 'override') return;
  if (byOf(actor) === rule.staffId) return;
  const insteadOf = rule.kind === 'override' ? rule.insteadOf : null;
  const name = insteadOf === null ? '' : ((await scope.stores.staff.byId(insteadOf))?.name ?? '');
  await tellVoiced(scope, rule.staffId, `rota-assigned:${rule.id}`, (voice) => {
    const figures = { period: sayPeriod(voice, rule), duty: sayDuty(voice, rule.duty) };
    return {
      text:
        name === ''
          ? voice.texts('rota.assigned', figures)
          : voice.texts('rota.assignedFor', { ...figures, name }),
    };
  });
}
