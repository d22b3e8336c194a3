import type { RotaView } from '../../../conversation/desks/duty/rota-desk.ts';
import { RULE_KINDS, type RuleKind } from '../../../handoff/rota/read-rule.ts';
import type { RotaRule } from '../../../handoff/rota/rota.ts';
import { DUTY_NAMES, RULE_NAMES, sayRule } from '../../rota-words.ts';
import { Csrf } from '../pieces.tsx';

type Props = { view: RotaView; csrf: string };

export const namesIn = (view: RotaView) => {
  const names = new Map(view.staff.map(({ id, name }) => [id, name]));
  return (staffId: string): string => names.get(staffId) ?? '（已停用）';
};

const RuleLine = ({ view, csrf, rule }: Props & { rule: RotaRule }) => {
  const nameOf = namesIn(view);
  const who = rule.kind === 'rotation' ? rule.members.map(nameOf).join(' → ') : nameOf(rule.staffId);
  return (
    <li class="rota-rule">
      <div>
        <strong>{rule.kind === 'rotation' ? `${rule.name}：${who}` : who}</strong>
        <span class="faint">
          {`${DUTY_NAMES[rule.duty]} · ${sayRule(rule, nameOf)}`}
          {rule.kind === 'weekly' && rule.sample ? ' · 样例' : ''}
        </span>
      </div>
      <div class="staff-actions">
        <a class="button" href={`/console/duty/rules/${rule.id}/edit`}>
          改
        </a>
        <form method="post" action={`/console/duty/rules/${rule.id}/end`}>
          <Csrf token={csrf} />
          <button type="submit" class="danger-quiet">
            停止
          </button>
        </form>
      </div>
    </li>
  );
};

const RulesOfKind = ({ view, csrf, kind }: Props & { kind: RuleKind }) => {
  const rules = view.rules.filter((rule) => rule.kind === kind);
  return (
    <details class="rota-kind">
      <summary>{`${RULE_NAMES[kind]}（${rules.length}）`}</summary>
      <ul class="rows">
        {rules.map((rule) => (
          <RuleLine view={view} csrf={csrf} rule={rule} />
        ))}
      </ul>
      <a class="button" href={`/console/duty/rules/new?kind=${kind}`}>
        {`添加${RULE_NAMES[kind]}`}
      </a>
    </details>
  );
};

/** What the fourteen days are made of, for those who run the rota. */
export const DutyRules = ({ view, csrf }: Props) =>
  view.may.change ? (
    <section class="rota-rules">
      <h2>排班</h2>
      <p class="faint">“停止”从现在起生效，以前谁值过班的记录不变。改一条，就是停掉旧的、换上新的。</p>
      {RULE_KINDS.map((kind) => (
        <RulesOfKind view={view} csrf={csrf} kind={kind} />
      ))}
      <p>
        <a class="button" href="/console/duty/import">
          从文件导入
        </a>{' '}
        <a class="button" href="/console/duty/file">
          和 config/centre.yaml 比一比
        </a>
      </p>
    </section>
  ) : null;
