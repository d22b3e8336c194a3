import type { IdentityView } from '../../../conversation/desks/cases/identity-desk.ts';
import { LONGEST_FACT } from '../../../conversation/desks/cases/identity-desk.ts';
import { showable } from '../../../core/clean-text.ts';
import { FACT_FIELDS } from '../../../handoff/identity-store.ts';
import { type AskedQuestion, isOfOther } from '../../../handoff/waiting/questions.ts';
import type { ConsoleContext } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { FACT_NAMES, SAID_TOPICS, TOLD_TOPICS, TOPIC_NAMES } from '../../waiting-words.ts';
import { CHANNEL_NAMES } from '../../words.ts';
import { Csrf } from '../pieces.tsx';
import { type Typed, typedIn } from '../typed.ts';

const AnswerName = ({
  view,
  topic,
  answer,
}: { view: IdentityView } & Pick<AskedQuestion, 'topic' | 'answer'>) => (
  <>
    {TOPIC_NAMES[topic]}
    {isOfOther(view.report ? 'report' : 'own', topic) ? (
      <span class="unproven">{view.report ? '说的是报告的同学自己' : '当时按替别人求助问的'}</span>
    ) : null}
    {SAID_TOPICS.includes(topic) && answer !== null ? <span class="unproven">自述未核实</span> : null}
    {view.report && TOLD_TOPICS.includes(topic) ? <span class="unproven">转述、未核实</span> : null}
  </>
);

/** A place that is shared live was told many times. */
const MOST_BEFORE = 5;

/** What stands, when it was said, and what was said before it: somebody may be sent to the place. */
const Answers = ({ view, now }: { view: IdentityView; now: Date }) => {
  const settled = view.answers.filter(({ settledAt }) => settledAt !== null);
  return (
    <>
      {settled.map(({ topic, answer, settledAt, askedAt }) => (
        <div>
          <dt>
            <AnswerName view={view} topic={topic} answer={answer} />
          </dt>
          <dd dir="auto">
            {answer === null ? <span class="faint">跳过了</span> : showable(answer)}{' '}
            <span class="faint">{`${sayMoment(settledAt ?? askedAt, now)} 说`}</span>
          </dd>
          {view.before
            .filter((before) => before.topic === topic && !before.lastTime)
            .slice(-MOST_BEFORE)
            .map((before) => (
              <dd
                dir="auto"
                class="faint"
              >{`${sayMoment(before.at, now)} 说的还是：${showable(before.answer)}`}</dd>
            ))}
        </div>
      ))}
      {view.before
        .filter(({ lastTime }) => lastTime)
        .map(({ topic, answer, at }) => (
          <div>
            <dt>
              <AnswerName view={view} topic={topic} answer={answer} />
              <span class="unproven">{`上次（${sayMoment(at, now)}）说的，现在不一定还是这样`}</span>
            </dt>
            <dd dir="auto">{showable(answer)}</dd>
          </div>
        ))}
    </>
  );
};

const Facts = ({ view, now }: { view: IdentityView; now: Date }) => (
  <>
    {view.facts.map(({ field, value, notedBy, at }) => (
      <div>
        <dt>
          {FACT_NAMES[field]}
          <span class="unproven">{view.report ? '转述、未核实' : '自述未核实'}</span>
        </dt>
        <dd dir="auto">
          {showable(value)} <span class="faint">{`${notedBy} ${sayMoment(at, now)} 记`}</span>
        </dd>
      </div>
    ))}
  </>
);

/** By the roster; and whom they named for an emergency, which nobody has checked. */
const Proven = ({ view, of }: { view: IdentityView; of: NonNullable<IdentityView['proven']> }) => (
  <>
    <div>
      <dt>
        {view.report ? '报告的同学' : '学号核对'}
        {of.bound ? <span class="proven">已核对</span> : null}
      </dt>
      <dd dir="auto">{sayPerson(of)}</dd>
    </div>
    {of.emergencyContact === null ? null : (
      <div>
        <dt>
          紧急联系人
          <span class="unproven">自述未核实</span>
        </dt>
        <dd dir="auto">{showable(of.emergencyContact)}</dd>
      </div>
    )}
  </>
);

function sayPerson({ bound, person }: NonNullable<IdentityView['proven']>): string {
  if (person !== null) return `${person.name}，${person.college}`;
  return bound ? '核对过学号，但现在的名册里没有' : '没有核对过学号，不知道是谁';
}

/** By what was said, and not by the roster. */
const saidCollege = ({ facts, answers, before }: IdentityView): boolean =>
  facts.some(({ field }) => field === 'college') ||
  [...before, ...answers].some(({ topic, answer }) => topic === 'college' && answer !== null);

const Cases = ({ title, cases }: { title: string; cases: IdentityView['others'] }) =>
  cases.length === 0 ? null : (
    <div>
      <dt>{title}</dt>
      <dd>
        {cases.map(({ id, number, closed }) => (
          <>
            <a href={`/console/cases/${id}`}>{`#${number}`}</a>
            {closed ? '（已结束） ' : ' '}
          </>
        ))}
      </dd>
    </div>
  );

/** At the top of a case: what is known, and how far it can be relied on. */
export const knownBox = (view: IdentityView | null, now: Date) =>
  view === null ? null : (
    <section class={view.report ? 'known third-party' : 'known'} aria-label="已知信息">
      {view.report ? (
        <p class="third-party-mark">
          <strong>第三方转述</strong> 你在和报告的同学说话，不是本人；不要对报告的人说当事人有没有求助过。
        </p>
      ) : null}
      <dl>
        {view.proven === null ? null : <Proven view={view} of={view.proven} />}
        <Answers view={view} now={now} />
        <Facts view={view} now={now} />
        <div>
          <dt>来自</dt>
          <dd>
            {CHANNEL_NAMES[view.channel]}，{view.knownContact ? '以前来过' : '第一次来'}
            {view.college === null
              ? ''
              : `；学院：${view.college}${saidCollege(view) ? '（自述未核实）' : ''}`}
          </dd>
        </div>
        <Cases title="同一个人的其他求助" cases={view.others} />
        <Cases title="关联的个案" cases={view.links} />
      </dl>
    </section>
  );

/** Beside the talk: writing down what was said of oneself, and which cases belong together. */
export function identityForms(
  c: ConsoleContext,
  caseId: string,
  view: IdentityView | null,
  typed: Typed | undefined,
) {
  if (view === null || !(view.may.note || view.may.link)) return null;
  const { csrf } = c.get('session');
  return (
    <details
      class="close identity-forms"
      open={typed?.form === 'fact' || typed?.form === 'link' ? true : undefined}
    >
      <summary>记身份、关联个案</summary>
      {view.may.note ? (
        <form method="post" action={`/console/cases/${caseId}/facts`} novalidate>
          <Csrf token={csrf} />
          <label for="fact-field">同学自己说的（不核实就一直标“自述未核实”）</label>
          <select id="fact-field" name="field">
            {FACT_FIELDS.map((field) => (
              <option value={field} selected={typedIn(typed, 'fact', 'field') === field}>
                {FACT_NAMES[field]}
              </option>
            ))}
          </select>
          <label for="fact-value">内容</label>
          <input
            id="fact-value"
            name="value"
            value={typedIn(typed, 'fact', 'value')}
            maxlength={LONGEST_FACT}
            autocomplete="off"
          />
          <p class="faint">留空是去掉。学院会用来选呼叫的规则。</p>
          <div class="form-end">
            <button type="submit">记下</button>
          </div>
        </form>
      ) : null}
      {view.may.link ? <LinkForms caseId={caseId} csrf={csrf} view={view} typed={typed} /> : null}
    </details>
  );
}

type LinkProps = { caseId: string; csrf: string; view: IdentityView; typed: Typed | undefined };

const LinkForms = ({ caseId, csrf, view, typed }: LinkProps) => (
  <>
    <form method="post" action={`/console/cases/${caseId}/link`} novalidate>
      <Csrf token={csrf} />
      <label for="link-number">说的是同一个人，关联到个案号</label>
      <input
        id="link-number"
        name="number"
        value={typedIn(typed, 'link', 'number')}
        inputmode="numeric"
        maxlength={9}
        autocomplete="off"
      />
      <div class="form-end">
        <button type="submit">关联</button>
      </div>
    </form>
    {view.links.map(({ id, number }) => (
      <form method="post" action={`/console/cases/${caseId}/unlink`}>
        <Csrf token={csrf} />
        <input type="hidden" name="other" value={id} />
        <button type="submit" class="quiet">{`取消关联 #${number}`}</button>
      </form>
    ))}
  </>
);
