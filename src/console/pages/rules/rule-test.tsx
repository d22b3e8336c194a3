import { can } from '../../../access/can.ts';
import type { TestedRule, TestOutcome } from '../../../conversation/desks/rules/rule-desk.ts';
import { readForm } from '../../form.ts';
import { splitByMatches } from '../../highlight.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { CATEGORY_NAMES, categoryName, LEVEL_EFFECTS } from '../../rule-words.ts';
import { LevelBadge, PageHead } from '../pieces.tsx';
import { TestBox } from './rule-pieces.tsx';

const Marked = ({ text, outcome }: { text: string; outcome: TestOutcome }) => {
  const whyOf = (rule: string): string => outcome.rules.find(({ id }) => id === rule)?.why ?? '';
  return (
    <p class="words file-text" dir="auto">
      {splitByMatches(text, outcome.screening.matches).map(({ text: part, rules }) =>
        rules.length === 0 ? part : <mark title={rules.map(whyOf).join('；')}>{part}</mark>,
      )}
    </p>
  );
};

const RuleLine = ({ rule }: { rule: TestedRule }) => (
  <li>
    <span class="rule-head">
      <LevelBadge level={rule.level} />
      <strong>{rule.why}</strong>
    </span>
    <span class="faint">
      {CATEGORY_NAMES[rule.category]} ·{' '}
      {rule.centre === null ? (
        <>
          程序自带 <code>{rule.id}</code>
        </>
      ) : (
        <a href={`/console/rules/${rule.centre.id}`}>
          本校规则 {rule.centre.number}“{rule.centre.name}”
        </a>
      )}
    </span>
  </li>
);

const Outcome = ({ text, outcome }: { text: string; outcome: TestOutcome }) => {
  const { level, categories } = outcome.screening;
  return (
    <section class="test-outcome" aria-live="polite">
      <h2>结果</h2>
      {level === 'none' ? (
        <p>
          <strong>没有命中任何规则。</strong>
          程序会照常接着聊，不呼叫老师。
        </p>
      ) : (
        <>
          <p class="rule-head">
            <LevelBadge level={level} />
            <strong>{LEVEL_EFFECTS[level]}</strong>
          </p>
          <p>类别：{categories.map(categoryName).join('、')}</p>
          <Marked text={text} outcome={outcome} />
          <h2>命中的规则</h2>
          <ul class="rule-cards rule-hits">
            {outcome.rules.map((rule) => (
              <RuleLine rule={rule} />
            ))}
          </ul>
        </>
      )}
      <p class="faint">每条规则的级别是它最高能到的级别；有“不、没”、说以前、说给别人听时会降为“关注”。</p>
    </section>
  );
};

const mayTest = (c: ConsoleContext): boolean =>
  can(c.get('actor'), 'rules.test', { kind: 'rules' }, 'administration');

function render(c: ConsoleContext, parts: ConsoleParts, text: string, outcome: TestOutcome | null) {
  return renderPage(
    c,
    parts,
    { title: '试一段话', place: 'rules' },
    <div class="narrow">
      <p class="crumb">
        <a href="/console/rules">识别规则</a>
      </p>
      <PageHead title="试一段话" />
      {outcome === null ? null : <Outcome text={text} outcome={outcome} />}
      <TestBox csrf={c.get('session').csrf} typed={text} />
    </div>,
  );
}

export function showRuleTest(c: ConsoleContext, parts: ConsoleParts) {
  return mayTest(c) ? render(c, parts, '', null) : renderAbsent(c, parts);
}

/** The text stays in this answer alone: it is neither stored nor logged, and no address holds it. */
export async function testRules(c: ConsoleContext, parts: ConsoleParts) {
  if (!mayTest(c)) return renderAbsent(c, parts);
  const text = (await readForm(c)).one('text');
  if (text.trim() === '') return render(c, parts, '', null);
  const outcome = await parts.rules.test(c.get('actor'), text);
  return outcome === null ? renderAbsent(c, parts) : render(c, parts, text, outcome);
}
