import type { RuleView } from '../../../conversation/desks/rules/rule-desk.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { sayProblem } from '../../rule-words.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';

type Step = 'on' | 'off' | 'delete';

const TITLES = { on: '重新启用', off: '停用', delete: '删除' } as const;

/** Who else is needed, or that nobody is there who could be. */
export const SecondPerson = ({ approvers }: { approvers: readonly string[] }) =>
  approvers.length === 0 ? (
    <Notice kind="warn">
      要等第二位同事同意才生效，但中心现在没有别人可以同意：需要另一位咨询师、督导或中心主任。请系统管理员在“人员”里添加；在那之前规则保持原样。
    </Notice>
  ) : (
    <p>
      要等第二位同事同意才生效，在那之前规则保持原样。可以同意的人：{approvers.join('、')}。7
      天内没有人同意就作废。
    </p>
  );

function renderAsk(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: RuleView,
  step: Step,
  key: string,
  problem: string | null,
) {
  const { rule, needsSecond, approvers } = view;
  const does = TITLES[step];
  return renderPage(
    c,
    parts,
    { title: does, place: 'rules', status: problem === null ? 200 : 409 },
    <div class="narrow">
      <PageHead title={`${does}“${rule.body?.name ?? `本校规则 ${rule.number}`}”？`} />
      {problem === null ? null : <Notice kind="warn">{problem}</Notice>}
      <ul class="plain-list">
        {step === 'on' ? (
          <li>启用后一秒内在所有地方生效。</li>
        ) : (
          <>
            <li>这条规则能认出的话，以后不再因为它而标出、呼叫老师；程序自带的规则照常起作用。</li>
            <li>以前标出的话不变。</li>
            {step === 'delete' ? <li>删除以后不再列出，也不能恢复。不确定的话，请先停用。</li> : null}
          </>
        )}
      </ul>
      {needsSecond && step !== 'on' ? <SecondPerson approvers={approvers} /> : null}
      <form method="post" action={`/console/rules/${rule.id}/${step}`} class="form-end">
        <Csrf token={c.get('session').csrf} />
        <input type="hidden" name="version" value={rule.version} />
        <input type="hidden" name="key" value={key} />
        <a class="button" href={`/console/rules/${rule.id}`}>
          返回
        </a>
        <button type="submit" class={step === 'on' ? 'primary' : 'danger'}>
          {needsSecond && step !== 'on' ? `提出${does}` : `确认${does}`}
        </button>
      </form>
    </div>,
  );
}

export const askRuleStep = (step: 'off' | 'delete') => async (c: ConsoleContext, parts: ConsoleParts) => {
  const id = idOf(c);
  const view = id === null ? null : await parts.rules.view(c.get('actor'), id);
  if (view === null || !view.mayChange) return renderAbsent(c, parts);
  return renderAsk(c, parts, view, step, parts.newId(), null);
};

export const takeRuleStep = (step: Step) => async (c: ConsoleContext, parts: ConsoleParts) => {
  const id = idOf(c);
  if (id === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const key = isUuid(form.one('key')) ? form.one('key') : parts.newId();
  const taken = await parts.rules.step(c.get('actor'), id, Number(form.one('version')), step, key);
  if (taken.ok && taken.kind === 'proposed') return c.redirect(`/console/rules/proposals/${taken.id}`, 303);
  if (taken.ok) return c.redirect(step === 'delete' ? '/console/rules' : `/console/rules/${id}`, 303);
  const view = await parts.rules.view(c.get('actor'), id);
  if (taken.code === 'absent' || view === null || !view.mayChange) return renderAbsent(c, parts);
  return renderAsk(c, parts, view, step, parts.newId(), sayRefusal(taken));
};

function sayRefusal(
  taken: Extract<Awaited<ReturnType<ConsoleParts['rules']['step']>>, { ok: false }>,
): string {
  switch (taken.code) {
    case 'problems':
      return `没有启用：${taken.problems.map(sayProblem).join('') || '这一版程序用不了这条规则，请先修改。'}`;
    case 'waiting':
      return '没有提出：这条规则已经有一个修改在等第二位同事。请等它有了结果，或请提议的人先收回。';
    default:
      return '没有做成：刚才有人改过这条规则。请看过现在的样子，再决定。';
  }
}
