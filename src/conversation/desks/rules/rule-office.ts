import type { Actor } from '../../../access/can.ts';
import { readBody, ruleIdOf } from '../../../keywords/centre/centre-rule.ts';
import { findRegraded } from '../../../keywords/centre/check-draft.ts';
import { toInput } from '../../../keywords/centre/rule-form.ts';
import { inScope, type Scope } from '../../scope.ts';
import { mayDo, permits, type RuleOffice } from './authorise-rules.ts';
import { changeRules } from './rule-changes.ts';
import { decideProposal } from './rule-decisions.ts';
import type { ProposalView, RuleBook, RuleDesk, TestedRule, TestOutcome } from './rule-desk.ts';
import {
  approversBeside,
  readPeople,
  toHistory,
  toProposalRow,
  toProposalView,
  toRuleRow,
  toShippedRows,
  wouldNeedSecond,
} from './rule-view.ts';

const staffIdOf = (actor: Actor): string => (actor.kind === 'staff' ? actor.staffId : '');

export function createRuleDesk(office: RuleOffice): RuleDesk {
  return {
    book: (actor) =>
      inScope(office.parts, async (scope) =>
        (await permits(scope, actor, 'rules.see')) ? readBook(scope, office, actor) : null,
      ),
    view: (actor, id) =>
      inScope(office.parts, async (scope) => {
        if (!(await permits(scope, actor, 'rules.see'))) return null;
        const rule = await scope.stores.rules.byId(id);
        if (rule === null) return null;
        const people = await readPeople(scope);
        const open = await scope.stores.rules.waiting(scope.now);
        return {
          rule: toRuleRow(rule, office.centreRules(), open, people),
          typed: toInput(rule.body),
          history: await toHistory(scope, rule, people),
          mayChange: rule.state !== 'deleted' && mayDo(actor, 'rules.change'),
          needsSecond: wouldNeedSecond(rule),
          approvers: approversBeside(people, staffIdOf(actor)).map(({ name }) => name),
          now: scope.now,
        };
      }),
    test: (actor, text) =>
      inScope(office.parts, async (scope) =>
        (await permits(scope, actor, 'rules.test')) ? testText(scope, text) : null,
      ),
    ...changeRules(office),
    async proposal(actor, id) {
      const view = await inScope(office.parts, (scope) => readProposal(scope, actor, id));
      if (view === null || view.decision !== null || view.before === null) return view;
      // Compiles, which holds up no row.
      return { ...view, regraded: findRegraded(office.shipped, view.before, view.after) };
    },
    decide: async (actor, id, decision) =>
      actor.kind === 'staff' ? decideProposal(office, actor, id, decision) : 'absent',
  };
}

async function readProposal(scope: Scope, actor: Actor, id: string): Promise<ProposalView | null> {
  if (!(await permits(scope, actor, 'rules.see'))) return null;
  const one = await scope.stores.rules.proposal(id);
  const rule = one === null ? null : await scope.stores.rules.byId(one.ruleId);
  if (one === null || rule === null) return null;
  const viewer = { staffId: staffIdOf(actor), mayApprove: mayDo(actor, 'rules.approve') };
  return toProposalView(scope, one, rule, await readPeople(scope), viewer);
}

async function readBook(scope: Scope, office: RuleOffice, actor: Actor): Promise<RuleBook> {
  const people = await readPeople(scope);
  const all = await scope.stores.rules.list();
  const open = await scope.stores.rules.waiting(scope.now);
  return {
    rules: all
      .filter(({ state }) => state !== 'deleted')
      .map((rule) => toRuleRow(rule, office.centreRules(), open, people)),
    waiting: open.flatMap((one) => {
      const rule = all.find(({ id, version }) => id === one.ruleId && version === one.version);
      return rule === undefined ? [] : [toProposalRow(one, rule, people)];
    }),
    shipped: toShippedRows(office.shipped),
    mayChange: mayDo(actor, 'rules.change'),
    now: scope.now,
  };
}

/** As a student's message is screened in this process now. The text goes nowhere. */
async function testText(scope: Scope, text: string): Promise<TestOutcome> {
  const { screener } = scope.centre;
  const screening = screener.screen(text);
  const own = await scope.stores.rules.list();
  const rules = [...new Set(screening.matches.map(({ rule }) => rule))].flatMap((id): TestedRule[] => {
    const note = screener.explain(id);
    if (note === undefined) return [];
    const rule = own.find(({ number }) => ruleIdOf(number) === id);
    const centre =
      rule === undefined ? null : { id: rule.id, number: rule.number, name: readBody(rule.body)?.name ?? '' };
    return [{ id, centre, category: note.category, level: note.level, why: note.why }];
  });
  return { screening, rules };
}
