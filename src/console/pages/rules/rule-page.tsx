import type { RuleRow, RuleView } from '../../../conversation/desks/rules/rule-desk.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { FIELD_NAMES, RULE_STATES, sayProblem } from '../../rule-words.ts';
import { sayMoment } from '../../times.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { Waiting } from './rule-list.tsx';
import { RuleFacts, StateBadge } from './rule-pieces.tsx';

const Troubles = ({ rule }: { rule: RuleRow }) => (
  <>
    {rule.broken ? (
      <Notice kind="bad">
        这一版程序用不了这条规则，它现在不起作用，其他规则不受影响。请修改后保存，或者停用它。
      </Notice>
    ) : null}
    {rule.failing.length === 0 ? null : (
      <div class="notice warn" role="status">
        <p>规则在生效，但有例句的结果和写的不一样了（可能是程序升级之后变的）：</p>
        <ul class="plain-list">
          {rule.failing.map((one) => (
            <li>{sayProblem(one)}</li>
          ))}
        </ul>
      </div>
    )}
  </>
);

function sayChange(
  { version, state, differences }: RuleView['history'][number],
  before: string | undefined,
): string {
  if (version === 1) return '写下';
  if (before !== state) return state === 'active' ? '重新启用' : RULE_STATES[state];
  return differences === null || differences.length === 0
    ? '修改'
    : `改了${[...new Set(differences.map(({ field }) => FIELD_NAMES[field]))].join('、')}`;
}

const History = ({ view }: { view: RuleView }) => (
  <ol class="events">
    {view.history.map((one, at) => (
      <li>
        <time datetime={one.changedAt.toISOString()}>{sayMoment(one.changedAt, view.now)}</time>
        <span>
          第 {one.version} 版 · {one.changedBy} {sayChange(one, view.history[at + 1]?.state)}
          {one.approvedBy === null ? '' : `，${one.approvedBy} 同意`}
        </span>
      </li>
    ))}
  </ol>
);

const Steps = ({ view, csrf }: { view: RuleView; csrf: string }) => {
  const { rule } = view;
  return (
    <div class="campaign-steps">
      <a class="button primary" href={`/console/rules/${rule.id}/edit`}>
        修改
      </a>
      {rule.state === 'active' ? (
        <a class="button" href={`/console/rules/${rule.id}/off`}>
          停用
        </a>
      ) : (
        <form method="post" action={`/console/rules/${rule.id}/on`}>
          <Csrf token={csrf} />
          <input type="hidden" name="version" value={rule.version} />
          <button type="submit">重新启用</button>
        </form>
      )}
      <a class="button danger-quiet" href={`/console/rules/${rule.id}/delete`}>
        删除
      </a>
    </div>
  );
};

export async function showRule(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const view = id === null ? null : await parts.rules.view(c.get('actor'), id);
  if (view === null) return renderAbsent(c, parts);
  const { rule } = view;
  return renderPage(
    c,
    parts,
    { title: `本校规则 ${rule.number}`, place: 'rules' },
    <div class="narrow">
      <p class="crumb">
        <a href="/console/rules">识别规则</a> / 本校规则 {rule.number}
      </p>
      <PageHead title={rule.body?.name ?? '读不出来的规则'}>
        <StateBadge rule={rule} />
      </PageHead>
      <Troubles rule={rule} />
      {rule.waiting === null ? null : (
        <ul class="texts rule-cards">
          <Waiting row={rule.waiting} now={view.now} />
        </ul>
      )}
      {rule.body === null ? null : <RuleFacts body={rule.body} />}
      {view.mayChange ? <Steps view={view} csrf={c.get('session').csrf} /> : null}
      <h2>改动</h2>
      <History view={view} />
    </div>,
  );
}
