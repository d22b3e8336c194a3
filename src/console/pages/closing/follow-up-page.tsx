import type { CheckRow, EntryView } from '../../../conversation/desks/cases/follow-up-desk.ts';
import { formatDay } from '../../../core/shanghai-time.ts';
import { REGISTER_CLASSES } from '../../../handoff/closing/closing.ts';
import { CHECK_RESULTS } from '../../../handoff/follow-up-store.ts';
import { CHANGE_NAMES, CLASS_NAMES, RESULT_NAMES } from '../../closing-words.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { LONGEST_NOTE } from '../cases/case-actions.tsx';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { sayDue } from './follow-up-list.tsx';

/** What was typed and could not be kept. */
export type Typed = Readonly<Record<string, string>>;

type Props = { view: EntryView; csrf: string; typed: Typed; now: Date };

const HINTS = {
  reached: '和本人联系上了',
  'not-reached': '打了、发了，没有回音',
  'taken-up': '你马上成为负责老师，同学会知道是真人',
} as const;

const SettleForm = ({ view, check, csrf, typed }: Props & { check: CheckRow }) => {
  const mine = typed.check === check.id;
  return (
    <form method="post" action={`/console/follow-up/${view.id}/settle`} class="stack settle" novalidate>
      <Csrf token={csrf} />
      <input type="hidden" name="check" value={check.id} />
      <fieldset>
        <legend>{`${sayDue(check.dueOn, check.lateDays, view.today)} 的回访结果`}</legend>
        {CHECK_RESULTS.map((result) => (
          <label class="choice-row">
            <input type="radio" name="result" value={result} checked={mine && typed.result === result} />
            <span>
              <strong>{RESULT_NAMES[result]}</strong>
              <small>{HINTS[result]}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <label for={`note-${check.id}`}>记录（只有负责的老师和中心主任能看到）</label>
      <textarea id={`note-${check.id}`} name="note" rows={3} maxlength={LONGEST_NOTE}>
        {mine ? (typed.note ?? '') : ''}
      </textarea>
      <label for={`next-${check.id}`}>再加一次回访（可以不填；没有下一次时必须填）</label>
      <input id={`next-${check.id}`} type="date" name="next" value={mine ? (typed.next ?? '') : ''} />
      <div class="form-end">
        <button type="submit" class="primary">
          记录
        </button>
      </div>
    </form>
  );
};

const Done = ({ check, now }: { check: CheckRow; now: Date }) => (
  <li>
    <strong>{formatDay(check.dueOn, 'zh')}</strong>{' '}
    {check.outcome === null ? '' : RESULT_NAMES[check.outcome]}
    <span class="faint">
      {check.settledAt === null ? '' : ` · ${check.settledBy ?? ''} ${sayMoment(check.settledAt, now)}`}
    </span>
    {check.note === '' ? null : <p class="words">{check.note}</p>}
  </li>
);

const Checks = (props: Props) => {
  const { view, now } = props;
  const open = view.checks.filter(({ outcome }) => outcome === null);
  const done = view.checks.filter(({ outcome }) => outcome !== null);
  const [next, ...later] = open;
  return (
    <section>
      <h2>回访</h2>
      {next === undefined ? (
        <p class="late">没有下一次回访。请加一天，或者写明理由移出名单。</p>
      ) : (
        <SettleForm {...props} check={next} />
      )}
      {later.length === 0 ? null : <p>以后：{later.map(({ dueOn }) => formatDay(dueOn, 'zh')).join('、')}</p>}
      {done.length === 0 ? null : (
        <>
          <h2>已经记录的</h2>
          <ul class="plain-list">
            {done.map((check) => (
              <Done check={check} now={now} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

const Manage = ({ view, csrf, typed }: Props) => (
  <section class="manage">
    <details class="close">
      <summary>再加一天回访</summary>
      <form method="post" action={`/console/follow-up/${view.id}/plan`} novalidate>
        <Csrf token={csrf} />
        <label for="plan-on">日期</label>
        <input id="plan-on" type="date" name="on" />
        <div class="form-end">
          <button type="submit">加上</button>
        </div>
      </form>
    </details>
    <details class="close" open={view.owner === null}>
      <summary>换负责人</summary>
      <form method="post" action={`/console/follow-up/${view.id}/assign`} novalidate>
        <Csrf token={csrf} />
        <label for="assign-to">以后由谁负责</label>
        <select id="assign-to" name="owner">
          <option value="">请选</option>
          {view.owners.map(({ id, name }) => (
            <option value={id} selected={view.owner?.id === id}>
              {name}
            </option>
          ))}
        </select>
        <div class="form-end">
          <button type="submit">换</button>
        </div>
      </form>
    </details>
    <details class="close" open={typed.form === 'reclass'}>
      <summary>改分类</summary>
      <form method="post" action={`/console/follow-up/${view.id}/reclass`} novalidate>
        <Csrf token={csrf} />
        <label for="class">分类</label>
        <select id="class" name="class">
          {REGISTER_CLASSES.map((of) => (
            <option value={of} selected={view.class === of}>
              {CLASS_NAMES[of]}
            </option>
          ))}
        </select>
        {REGISTER_CLASSES.filter((of) => view.added[of].length > 0).map((of) => (
          <p class="faint">
            {`改成“${CLASS_NAMES[of]}”会加上：${view.added[of].map((date) => formatDay(date, 'zh')).join('、')}。`}
          </p>
        ))}
        <label for="class-reason">理由</label>
        <textarea id="class-reason" name="reason" rows={2} maxlength={LONGEST_NOTE}>
          {typed.form === 'reclass' ? (typed.reason ?? '') : ''}
        </textarea>
        <div class="form-end">
          <button type="submit">改</button>
        </div>
      </form>
    </details>
    <details class="close" open={typed.form === 'leave'}>
      <summary>移出名单</summary>
      <form method="post" action={`/console/follow-up/${view.id}/leave`} novalidate>
        <Csrf token={csrf} />
        <p class="faint">移出以后，还没有做的回访一起结束。谁移出的、为什么，会一直留着。</p>
        <label for="leave-reason">理由</label>
        <textarea id="leave-reason" name="reason" rows={3} maxlength={LONGEST_NOTE}>
          {typed.form === 'leave' ? (typed.reason ?? '') : ''}
        </textarea>
        <div class="form-end">
          <button type="submit" class="danger">
            移出名单
          </button>
        </div>
      </form>
    </details>
  </section>
);

const Changes = ({ view, now }: { view: EntryView; now: Date }) => (
  <section>
    <h2>经过</h2>
    <ol class="events">
      {view.changes.map((change) => (
        <li>
          <time datetime={change.at.toISOString()}>{sayMoment(change.at, now)}</time>
          <span>
            {CHANGE_NAMES[change.kind]}
            {change.class === null ? '' : `：${CLASS_NAMES[change.class]}`}
            {change.owner === null
              ? ''
              : `（${change.kind === 'ownerless' ? '原来' : ''}负责：${change.owner}）`}
            {change.staff === null ? '' : ` · ${change.staff}`}
            {change.reason === '' ? null : <q>{change.reason}</q>}
          </span>
        </li>
      ))}
    </ol>
  </section>
);

export async function renderEntry(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: EntryView,
  problem: string | null = null,
  typed: Typed = {},
) {
  const now = await parts.clock.now();
  const props = { view, csrf: c.get('session').csrf, typed, now };
  return renderPage(
    c,
    parts,
    { title: `回访 #${view.number}`, place: 'follow-up', status: problem === null ? 200 : 422 },
    <div class="narrow">
      <PageHead title={`回访 #${view.number}`}>
        <span class={`badge class-${view.class}`}>{CLASS_NAMES[view.class]}</span>
        <span class={view.owner === null ? 'late' : 'faint'}>
          {view.owner === null ? '没有人负责，现在由中心主任负责' : `负责：${view.owner.name}`}
        </span>
        <a href="/console/follow-up">回到名单</a>
      </PageHead>
      {problem === null ? null : <Notice kind="bad">{problem}</Notice>}
      {view.inCase ? <Notice kind="warn">这位同学现在有进行中的求助。</Notice> : null}
      {view.leftAt === null ? (
        <>
          <Checks {...props} />
          <Manage {...props} />
        </>
      ) : (
        <>
          <Notice kind="good">{`已经在 ${sayMoment(view.leftAt, now)} 移出名单。`}</Notice>
          <ul class="plain-list">
            {view.checks.map((check) => (
              <Done check={check} now={now} />
            ))}
          </ul>
        </>
      )}
      <Changes view={view} now={now} />
    </div>,
  );
}

export async function viewOf(c: ConsoleContext, parts: ConsoleParts): Promise<EntryView | null> {
  const id = idOf(c);
  return id === null ? null : parts.followUps.view(c.get('actor'), id);
}

export async function showFollowUp(c: ConsoleContext, parts: ConsoleParts) {
  const view = await viewOf(c, parts);
  return view === null ? renderAbsent(c, parts) : renderEntry(c, parts, view);
}
