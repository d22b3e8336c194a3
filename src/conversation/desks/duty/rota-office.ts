import type { Actor } from '../../../access/can.ts';
import { fail, ok } from '../../../core/result.ts';
import { coverOf, type NewOverride } from '../../../handoff/rota/override-cover.ts';
import { type RuleFields, readRule } from '../../../handoff/rota/read-rule.ts';
import type { NewRule } from '../../../handoff/rota/rota.ts';
import { type ConversationParts, inScope, type Scope } from '../../scope.ts';
import { byOf, permitsRota } from '../../staff/change-rota.ts';
import { sayOnCall } from '../../staff/say-on-call.ts';
import { offerSwap, settleSwap } from '../../staff/swap-shifts.ts';
import { changeRotaAndTell } from '../../staff/tell-rota-changes.ts';
import { voiceOf } from '../../staff/tell-voiced.ts';
import type { ChangeRule, RotaDesk } from './rota-desk.ts';
import { exportRota, importRota } from './rota-files.ts';
import { viewRota } from './view-rota.ts';

export const createRotaDesk = (parts: ConversationParts): RotaDesk => ({
  view: (actor) =>
    inScope(parts, async (scope) =>
      (await permitsRota(scope, actor, 'rota.see')) ? viewRota(scope, actor) : null,
    ),
  add: (actor, id, fields, agreed = '') =>
    inScope(parts, (scope) =>
      withRule(scope, { actor, id, oldId: null, fields, agreed }, async (rule) => {
        const { rota } = scope.stores;
        await changeRotaAndTell(scope, actor, () => rota.add(rule, byOf(actor), scope.now));
        return { ok: true };
      }),
    ),
  change: (actor, oldId, newId, fields, agreed = '') =>
    inScope(parts, (scope) =>
      withRule(scope, { actor, id: newId, oldId, fields, agreed }, async (rule) => {
        const { rota } = scope.stores;
        const changed = await changeRotaAndTell(scope, actor, () =>
          rota.replace(oldId, rule, byOf(actor), scope.now),
        );
        return changed.ok ? { ok: true } : changed;
      }),
    ),
  end: (actor, id) =>
    inScope(parts, async (scope) => {
      if (!(await permitsRota(scope, actor, 'rota.change', id))) return fail('forbidden');
      const { rota } = scope.stores;
      const ended = await changeRotaAndTell(scope, actor, () => rota.end(id, byOf(actor), scope.now));
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

type Asked = {
  readonly actor: Actor;
  readonly id: string;
  /** What it takes the place of; null for nothing. */
  readonly oldId: string | null;
  readonly fields: RuleFields;
  readonly agreed: string;
};

async function withRule(
  scope: Scope,
  { actor, id, oldId, fields, agreed }: Asked,
  work: (rule: NewRule) => Promise<ChangeRule>,
): Promise<ChangeRule> {
  if (!(await permitsRota(scope, actor, 'rota.change', id))) return fail('forbidden');
  const presence = await scope.stores.duty.presence(scope.now);
  const staffIds = new Set(presence.map(({ staffId }) => staffId));
  const read = readRule(fields, { id, staffIds, now: scope.now });
  if (!read.ok) return { ok: false, code: 'wrong', problems: read.problems };
  const refused = read.value.kind === 'override' ? await look(scope, read.value, oldId, agreed) : null;
  return refused ?? work(read.value);
}

/** An override that changes nothing is refused, and one that covers a part is saved once that was seen. */
async function look(
  { stores, now }: Scope,
  rule: NewOverride,
  oldId: string | null,
  agreed: string,
): Promise<ChangeRule | null> {
  const rota = await stores.rota.read(now);
  // Sent a second time: it is there already.
  if (rota.rules.some(({ id }) => id === rule.id)) return null;
  const cover = coverOf({ ...rota, rules: rota.rules.filter(({ id }) => id !== oldId) }, rule, now);
  switch (cover.kind) {
    case 'whole':
      return null;
    case 'nothing':
      return { ok: false, code: 'wrong', problems: [{ field: 'insteadOf', code: 'not-on-then' }] };
    case 'other-duty':
      return { ok: false, code: 'wrong', problems: [{ field: 'duty', code: 'other-duty' }] };
    case 'part': {
      const seen = sealCover(rule, cover.covered);
      return seen === agreed ? null : { ok: false, code: 'part', covered: cover.covered, agreed: seen };
    }
  }
}

/** By their ends: where one runs already, it begins later with every look. */
const sealCover = ({ staffId, insteadOf, duty }: NewOverride, covered: readonly { endsAt: Date }[]): string =>
  [staffId, insteadOf, duty, ...covered.map(({ endsAt }) => endsAt.getTime().toString(36))].join('.');
