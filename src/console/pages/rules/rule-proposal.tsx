import type { DecideOutcome, ProposalView } from '../../../conversation/desks/rules/rule-desk.ts';
import type { Difference } from '../../../keywords/centre/compare-rules.ts';
import type { Level } from '../../../keywords/screening.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { DECISIONS, FIELD_NAMES, STEP_NAMES, sayEffect, sayValue } from '../../rule-words.ts';
import { sayMoment } from '../../times.ts';
import { LINE_LEVELS } from '../../words.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { RuleFacts } from './rule-pieces.tsx';
import { SecondPerson } from './rule-steps.tsx';

const Change = ({ one }: { one: Difference }) => (
  <li class={one.weaker ? 'weaker' : undefined}>
    <strong>{FIELD_NAMES[one.field]}</strong>
    {one.gone.map((value) => (
      <del>{sayValue(one.field, value)}</del>
    ))}
    {one.added.map((value) => (
      <ins>{sayValue(one.field, value)}</ins>
    ))}
    {one.weaker ? <span class="effect">{sayEffect(one)}</span> : null}
  </li>
);

const sayLevel = (level: Level): string => (level === 'none' ? '不再命中' : LINE_LEVELS[level]);

const RegradedExamples = ({ view }: { view: ProposalView }) =>
  view.regraded.length === 0 ? null : (
    <>
      <h2>这样的话以后</h2>
      <ul class="rule-cards differences">
        {view.regraded.map(({ text, was, will }) => (
          <li class="weaker">
            <span>“{text}”</span>
            <span class="effect">
              现在：{sayLevel(was)}；以后：{sayLevel(will)}
              {was !== 'concern' && (will === 'none' || will === 'concern') ? '，不再呼叫值班老师' : ''}
            </span>
          </li>
        ))}
      </ul>
    </>
  );

const Changes = ({ view }: { view: ProposalView }) => {
  const { step } = view.proposal;
  if (step === 'edit') {
    return view.differences.length === 0 ? null : (
      <>
        <h2>改了什么</h2>
        <ul class="rule-cards differences">
          {view.differences.map((one) => (
            <Change one={one} />
          ))}
        </ul>
      </>
    );
  }
  return (
    <>
      <p class="notice warn">
        同意以后，这条规则{step === 'off' ? '停用' : '删除'}
        ：下面这些说法不再因为它而标出、呼叫老师。程序自带的规则照常起作用。
      </p>
      {view.before === null ? null : <RuleFacts body={view.before} />}
    </>
  );
};

const Button = ({ path, csrf, kind, label }: { path: string; csrf: string; kind: string; label: string }) => (
  <form method="post" action={path}>
    <Csrf token={csrf} />
    <button type="submit" class={kind}>
      {label}
    </button>
  </form>
);

const Decide = ({ view, csrf }: { view: ProposalView; csrf: string }) => {
  const base = `/console/rules/proposals/${view.proposal.id}`;
  if (view.own) {
    return (
      <>
        <SecondPerson approvers={view.approvers} />
        <div class="campaign-steps">
          <Button path={`${base}/withdraw`} csrf={csrf} kind="" label="收回提议" />
        </div>
      </>
    );
  }
  if (!view.mayDecide) return <SecondPerson approvers={view.approvers} />;
  return (
    <div class="campaign-steps">
      <Button path={`${base}/refuse`} csrf={csrf} kind="" label="不同意" />
      <Button
        path={`${base}/approve`}
        csrf={csrf}
        kind="danger"
        label={`同意${STEP_NAMES[view.proposal.step]}`}
      />
    </div>
  );
};

const Settled = ({ view }: { view: ProposalView }) =>
  view.decision === null ? null : (
    <Notice kind={view.decision === 'approved' ? 'good' : 'warn'}>
      {DECISIONS[view.decision]}
      {view.decidedBy === null || view.decidedAt === null
        ? '。'
        : `（${view.decidedBy} ${sayMoment(view.decidedAt, view.now)}）。`}
    </Notice>
  );

function render(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: ProposalView,
  problem: string | null,
  status: 200 | 409 | 422 = 200,
) {
  const { step, number, name, proposedBy, proposedAt, expiresAt, ruleId } = view.proposal;
  return renderPage(
    c,
    parts,
    { title: '等第二位同事决定', place: 'rules', status },
    <div class="narrow">
      <p class="crumb">
        <a href="/console/rules">识别规则</a> / <a href={`/console/rules/${ruleId}`}>本校规则 {number}</a>
      </p>
      <PageHead title={`${STEP_NAMES[step]}“${name}”`} />
      <p class="faint">
        {proposedBy} {sayMoment(proposedAt, view.now)} 提出，{sayMoment(expiresAt, view.now)} 前有效。
      </p>
      {problem === null ? null : <Notice kind="warn">{problem}</Notice>}
      <Settled view={view} />
      <Changes view={view} />
      <RegradedExamples view={view} />
      {view.decision === null ? <Decide view={view} csrf={c.get('session').csrf} /> : null}
    </div>,
  );
}

export async function showProposal(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const view = id === null ? null : await parts.rules.proposal(c.get('actor'), id);
  return view === null ? renderAbsent(c, parts) : render(c, parts, view, null);
}

const REFUSALS: Readonly<Record<Exclude<DecideOutcome, 'done' | 'absent'>, string>> = {
  expired: '没有生效：这个提议超过 7 天，已经作废。还需要的话请重新提出。',
  outdated: '没有生效：规则后来又改过，这个提议作废了。还需要的话请重新提出。',
  'not-own': '没有收回：只有提议的人能收回。',
  own: '没有生效：不能同意自己的提议，要另一位同事来决定。',
  decided: '没有改变：这个提议已经有了结果。',
  unusable: '没有生效：这一版程序用不了这个写法，请重新修改。',
};

export const decideOn =
  (decision: 'approved' | 'refused' | 'withdrawn') => async (c: ConsoleContext, parts: ConsoleParts) => {
    const id = idOf(c);
    if (id === null) return renderAbsent(c, parts);
    const outcome = await parts.rules.decide(c.get('actor'), id, decision);
    if (outcome === 'done') return c.redirect(`/console/rules/proposals/${id}`, 303);
    const view = await parts.rules.proposal(c.get('actor'), id);
    if (outcome === 'absent' || view === null) return renderAbsent(c, parts);
    return render(c, parts, view, REFUSALS[outcome], outcome.endsWith('own') ? 422 : 409);
  };
