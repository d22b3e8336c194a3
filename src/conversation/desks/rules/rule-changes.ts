import { isNotifierKind } from '../../../core/channel.ts';
import { addMs, daysMs } from '../../../core/clock.ts';
import { say } from '../../../core/message.ts';
import { fail } from '../../../core/result.ts';
import {
  type CentreRule,
  type RuleBody,
  type RuleState,
  readBody,
} from '../../../keywords/centre/centre-rule.ts';
import type { ProposedStep } from '../../../keywords/centre/centre-rule-store.ts';
import { checkBody, checkDraft } from '../../../keywords/centre/check-draft.ts';
import { compareRules, needsSecondPerson } from '../../../keywords/centre/compare-rules.ts';
import type { RuleInput } from '../../../keywords/centre/rule-input.ts';
import { inScope, type Scope, type Utterance, utter } from '../../scope.ts';
import { auditRule, permits, type RuleOffice } from './authorise-rules.ts';
import type { RuleDesk, SaveOutcome, Sent } from './rule-desk.ts';
import { approversBeside, readPeople } from './rule-view.ts';

const PROPOSAL_DAYS = 7;
/** Far more than a centre's own words; every message is looked at with all of them. */
const MOST_RULES = 200;

const saved = (id: string): SaveOutcome => ({ ok: true, kind: 'saved', id });
const isSame = (a: unknown, b: RuleBody): boolean => {
  const read = readBody(a);
  return read !== null && compareRules(read, b).length === 0;
};

type Checked =
  | { readonly ok: true; readonly body: RuleBody }
  | Extract<SaveOutcome, { code: 'problems' | 'floods' }>;

/** Compiles, which is why it is done before any row is locked. `known`: sentences that it finds already. */
function check({ shipped }: RuleOffice, input: RuleInput, sent: Sent, before: RuleBody | null): Checked {
  const checked = checkDraft(shipped, input);
  if (!checked.ok) return { ok: false, code: 'problems', problems: checked.problems };
  const known = before === null || checked.floods.length === 0 ? null : checkBody(shipped, before);
  const old = known?.ok ? known.floods : [];
  const sentences = checked.floods.filter((text) => !old.includes(text));
  const confirmation = sentences.join('\n');
  if (sentences.length > 0 && sent.confirmation !== confirmation) {
    return { ok: false, code: 'floods', sentences, confirmation };
  }
  return { ok: true, body: checked.body };
}

type Change = {
  readonly rule: CentreRule;
  readonly state: RuleState;
  readonly step: ProposedStep | 'on';
  /** Null where what it says stays. */
  readonly body: RuleBody | null;
  readonly key: string;
};

const EVENTS = {
  edit: 'rule.change',
  on: 'rule.switch-on',
  off: 'rule.switch-off',
  delete: 'rule.delete',
} as const;

async function apply(scope: Scope, staffId: string, change: Change): Promise<SaveOutcome> {
  const { rule, state, step, body } = change;
  const { id, version } = rule;
  const next = { id, version, state, body: body ?? rule.body, staffId, approvedBy: null, now: scope.now };
  if (!(await scope.stores.rules.change(next))) return fail('changed');
  await auditRule(scope, staffId, EVENTS[step], id, version + 1);
  await scope.stores.tellChange('rule');
  return saved(id);
}

async function propose(scope: Scope, staffId: string, change: Change): Promise<SaveOutcome> {
  const { rule, step, body, key } = change;
  if (step === 'on') return fail('changed');
  const outcome = await scope.stores.rules.propose({
    id: key,
    ruleId: rule.id,
    version: rule.version,
    step,
    body,
    proposedBy: staffId,
    expiresAt: addMs(scope.now, daysMs(PROPOSAL_DAYS)),
    now: scope.now,
  });
  if (outcome === 'taken') return fail('waiting');
  await auditRule(scope, staffId, 'rule.propose', rule.id, rule.version);
  await askApprovers(scope, staffId, rule, key);
  await scope.stores.tellChange('rule');
  return { ok: true, kind: 'proposed', id: key };
}

/** Whoever could agree is told that something waits, and never what the rule says. */
async function askApprovers(scope: Scope, staffId: string, rule: CentreRule, key: string): Promise<void> {
  const approvers = approversBeside(await readPeople(scope), staffId);
  const addresses = await scope.stores.staff.addresses(approvers.map(({ id }) => id));
  const link = `${scope.parts.publicUrl}/console/rules/proposals/${key}`;
  const utterances = addresses.flatMap(({ id, addressId, activeAt, channel, language }): Utterance[] => {
    if (addressId === null || activeAt === null || isNotifierKind(channel)) return [];
    const { staff } = scope.centre.contents[language];
    const message = say(staff('rule.waiting', { number: rule.number, link }));
    return [{ addressId, lane: 'conversation', dedupeKey: `rule-waiting:${key}:${id}`, message }];
  });
  await utter(scope, utterances);
}

/** At once, or as a proposal where it takes something away from a rule that pages somebody. */
function settle(scope: Scope, staffId: string, change: Change): Promise<SaveOutcome> {
  const { rule, state, body } = change;
  const after = state === 'active' ? (body ?? readBody(rule.body)) : null;
  const second = needsSecondPerson(rule.state, readBody(rule.body), after);
  return second ? propose(scope, staffId, change) : apply(scope, staffId, change);
}

const STATES = { on: 'active', off: 'off', delete: 'deleted' } as const;

export function changeRules(office: RuleOffice): Pick<RuleDesk, 'create' | 'edit' | 'step'> {
  /** The rule as it stands, where the actor may change it. */
  const find = (actor: Parameters<RuleDesk['edit']>[0], id: string): Promise<CentreRule | null> =>
    inScope(office.parts, async (scope) => {
      if (!(await permits(scope, actor, 'rules.change'))) return null;
      const rule = await scope.stores.rules.byId(id);
      return rule?.state === 'deleted' ? null : rule;
    });

  return {
    async create(actor, input, sent) {
      const may = await inScope(office.parts, (scope) => permits(scope, actor, 'rules.change'));
      if (!may || actor.kind !== 'staff') return fail('absent');
      const { staffId } = actor;
      const checked = check(office, input, sent, null);
      if (!checked.ok) return checked;
      return inScope(office.parts, async (scope) => {
        const { rules } = scope.stores;
        const there = await rules.list();
        // A form that came twice is no mistake; the id of somebody else's rule is.
        const twin = there.find(({ id }) => id === sent.key);
        if (twin !== undefined) return twin.createdBy === staffId ? saved(twin.id) : fail('changed');
        if (there.filter(({ state }) => state !== 'deleted').length >= MOST_RULES) return fail('too-many');
        const added = await rules.add({ id: sent.key, body: checked.body, staffId, now: scope.now });
        if (!added) return saved(sent.key);
        await auditRule(scope, staffId, 'rule.add', sent.key, 1);
        await scope.stores.tellChange('rule');
        return saved(sent.key);
      });
    },
    async edit(actor, id, version, input, sent) {
      const before = await find(actor, id);
      if (before === null || actor.kind !== 'staff') return fail('absent');
      const { staffId } = actor;
      const checked = check(office, input, sent, readBody(before.body));
      if (!checked.ok) return checked;
      const { body } = checked;
      return inScope(office.parts, async (scope) => {
        const rule = await scope.stores.rules.byId(id);
        // The second press of the same button finds it done.
        if (rule === null) return fail('absent');
        if (isSame(rule.body, body)) return saved(id);
        if (rule.version !== version || rule.state === 'deleted') return fail('changed');
        return settle(scope, staffId, { rule, state: rule.state, step: 'edit', body, key: sent.key });
      });
    },
    async step(actor, id, version, step, key) {
      const before = await find(actor, id);
      if (before === null || actor.kind !== 'staff') return fail('absent');
      const { staffId } = actor;
      const state = STATES[step];
      if (before.state === state) return saved(id);
      const body = readBody(before.body);
      if (step === 'on') {
        const usable = body === null ? null : checkBody(office.shipped, body);
        if (!usable?.ok) return { ok: false, code: 'problems', problems: usable?.problems ?? [] };
      }
      return inScope(office.parts, async (scope) => {
        const rule = await scope.stores.rules.byId(id);
        if (rule?.version !== version) return fail('changed');
        return settle(scope, staffId, { rule, state, step, body: null, key });
      });
    },
  };
}
