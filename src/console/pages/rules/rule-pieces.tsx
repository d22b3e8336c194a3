import type { RuleRow, ShippedRow } from '../../../conversation/desks/rules/rule-desk.ts';
import type { RuleBody } from '../../../keywords/centre/centre-rule.ts';
import { categoryName, FIELD_NAMES, NEEDS, OCCASIONS, RULE_STATES, UNLESS } from '../../rule-words.ts';
import { Csrf, LevelBadge } from '../pieces.tsx';

export const StateBadge = ({ rule }: { rule: RuleRow }) => (
  <span class={`badge rule-${rule.broken ? 'broken' : rule.state}`}>
    {rule.broken ? '没有生效' : RULE_STATES[rule.state]}
  </span>
);

export const Examples = ({ match, not }: { match: readonly string[]; not: readonly string[] }) => (
  <dl class="examples">
    <dt>应命中</dt>
    {match.map((text) => (
      <dd>{text}</dd>
    ))}
    {not.length === 0 ? null : (
      <>
        <dt>不应命中</dt>
        {not.map((text) => (
          <dd>{text}</dd>
        ))}
      </>
    )}
  </dl>
);

export const ShippedRule = ({ rule }: { rule: ShippedRow }) => (
  <li>
    <details>
      <summary>
        <LevelBadge level={rule.level} />
        <span class="rule-why">{rule.why}</span>
        <code>{rule.id}</code>
      </summary>
      <p class="faint">依据：{rule.source}</p>
      <Examples match={rule.match} not={rule.not} />
      <details>
        <summary>词语的写法</summary>
        <ul class="rule-forms">
          {rule.forms.map((form) => (
            <li>
              <code>{form}</code>
            </li>
          ))}
        </ul>
      </details>
    </details>
  </li>
);

/** Where a text can be tried; it goes in the body of a form, never in an address. */
export const TestBox = ({ csrf, typed }: { csrf: string; typed: string }) => (
  <form method="post" action="/console/rules/test" class="stack test-box">
    <Csrf token={csrf} />
    <label for="text">试一段话</label>
    <textarea
      id="text"
      name="text"
      rows={4}
      autocomplete="off"
      spellcheck={false}
      aria-describedby="text-hint"
    >
      {typed}
    </textarea>
    <p class="faint" id="text-hint">
      看看程序会怎样判断。这段话不保存，也不写进日志；请先去掉名字、学号、宿舍号。
    </p>
    <div class="form-end">
      <button type="submit" class="primary">
        试一试
      </button>
    </div>
  </form>
);

/** What a rule says, as its form words it. */
export const RuleFacts = ({ body }: { body: RuleBody }) => (
  <dl class="rule-facts">
    <dt>{FIELD_NAMES.forms}</dt>
    <dd>
      <ul class="rule-forms">
        {body.forms.map((form) => (
          <li>
            <code>{form}</code>
          </li>
        ))}
      </ul>
    </dd>
    <dt>{FIELD_NAMES.category}</dt>
    <dd>{categoryName(body.category)}</dd>
    <dt>{FIELD_NAMES.level}</dt>
    <dd>
      <LevelBadge level={body.level} />
    </dd>
    <dt>{FIELD_NAMES.why}</dt>
    <dd>{body.why}</dd>
    <dt>例句</dt>
    <dd>
      <Examples match={body.examples.match} not={body.examples.not} />
    </dd>
    <dt>条件</dt>
    <dd>
      <ul>
        {body.needs.map((one) => (
          <li>
            {FIELD_NAMES.needs}：{NEEDS[one]}
          </li>
        ))}
        {body.unless.map((one) => (
          <li>
            {FIELD_NAMES.unless}：{UNLESS[one]}
          </li>
        ))}
        {(['media', 'quoted', 'study', 'past', 'negation', 'second'] as const).map((field) => (
          <li>
            {FIELD_NAMES[field]}：{OCCASIONS[body[field]]}
          </li>
        ))}
        <li>
          {FIELD_NAMES.gap}：{body.gap}
        </li>
      </ul>
    </dd>
  </dl>
);
