import type { PlanForm, PlanView } from '../../../conversation/desks/sessions/session-desk.ts';
import { formatDay, formatRange, formatTime } from '../../../core/shanghai-time.ts';
import { MOST_SESSIONS } from '../../../sessions/series.ts';
import { type Form, readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { OFFER_NAMES } from '../../session-words.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';

const readPlan = (form: Form): PlanForm => {
  const count = Number(form.one('count'));
  return {
    first: form.one('first'),
    everyWeeks: form.one('every') === '2' ? 2 : 1,
    count: Number.isInteger(count) && count >= 1 ? Math.min(count, MOST_SESSIONS) : 1,
    shown: form.all('shown'),
  };
};

const Fields = ({ view, form }: { view: PlanView; form: PlanForm | null }) => (
  <>
    <label for="first">第一次</label>
    <select id="first" name="first">
      <option value="">请选</option>
      {view.free.map(({ startAt, endAt, place }) => (
        <option value={startAt.toISOString()} selected={form?.first === startAt.toISOString()}>
          {`${formatRange(startAt, endAt, 'zh')} · ${place}`}
        </option>
      ))}
    </select>
    <label for="count">{`一共几次（1 到 ${MOST_SESSIONS}）`}</label>
    <input
      id="count"
      type="number"
      name="count"
      min={1}
      max={MOST_SESSIONS}
      value={String(form?.count ?? 1)}
    />
    <fieldset>
      <legend>隔多久（只约一次的不用管）</legend>
      <label class="choice-row">
        <input type="radio" name="every" value="1" checked={form?.everyWeeks !== 2} />
        <span>每周同一时间</span>
      </label>
      <label class="choice-row">
        <input type="radio" name="every" value="2" checked={form?.everyWeeks === 2} />
        <span>隔周同一时间</span>
      </label>
    </fieldset>
  </>
);

/** What the times below were worked out from. */
const formText = ({ first, everyWeeks, count }: PlanForm): string => `${first} ${everyWeeks} ${count}`;

/** They go along when the offer is made: only what was looked over is sent. */
const Planned = ({ planned, form }: { planned: NonNullable<PlanView['planned']>; form: PlanForm }) => (
  <section>
    <h2>这几次</h2>
    <input type="hidden" name="looked" value={formText(form)} />
    {planned.map(({ startAt, free }) =>
      free ? <input type="hidden" name="shown" value={startAt.toISOString()} /> : null,
    )}
    <ul class="plain-list">
      {planned.map(({ startAt, free, why }) => (
        <li>
          {`${formatDay(startAt, 'zh')} ${formatTime(startAt)}`}{' '}
          {free ? <span class="faint">有空</span> : <span class="late">{`约不了：${why ?? ''}`}</span>}
        </li>
      ))}
    </ul>
    <p class="faint">约不了的跳过，别的照发。来访者一起接受，或者都不要。</p>
  </section>
);

const UNSEEN = '没有发出：选的和先看过的不一样了。现在的在下面，看一遍再发。';

async function renderPlan(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: PlanView,
  form: PlanForm | null,
  problem: string | null,
) {
  const { csrf } = c.get('session');
  const ready = view.planned?.some(({ free }) => free) ?? false;
  return renderPage(
    c,
    parts,
    { title: '约下一次', place: 'sessions', status: problem === null ? 200 : 422 },
    <div class="narrow">
      <PageHead title="约下一次">
        <span class="faint">{view.visitor}</span>
        <a href={`/console/sessions/${view.id}`}>回去</a>
      </PageHead>
      {problem === null ? null : <Notice kind="bad">{problem}</Notice>}
      {view.free.length === 0 ? <Notice kind="warn">四周里没有空的时段。</Notice> : null}
      <form method="post" action={`/console/sessions/${view.id}/plan`} class="stack" novalidate>
        <Csrf token={csrf} />
        <Fields view={view} form={form} />
        {form === null || view.planned === null || view.planned.length === 0 ? null : (
          <Planned planned={view.planned} form={form} />
        )}
        <div class="form-end">
          <button type="submit" name="step" value="look" class={ready ? '' : 'primary'}>
            先看一遍
          </button>
          {ready ? (
            <button type="submit" name="step" value="offer" class="primary">
              发给来访者
            </button>
          ) : null}
        </div>
      </form>
    </div>,
  );
}

export async function showPlan(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const view = id === null ? null : await parts.sessions.plan(c.get('actor'), id, null);
  return view === null ? renderAbsent(c, parts) : renderPlan(c, parts, view, null, null);
}

/** First shows which of the times are free; then offers them. */
export async function planSession(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null) return renderAbsent(c, parts);
  const read = await readForm(c);
  const form = readPlan(read);
  const actor = c.get('actor');
  const offers = read.one('step') === 'offer';
  const isSame = read.one('looked') === formText(form);
  const done = offers && isSame ? await parts.sessions.offer(actor, id, form) : null;
  if (done === 'offered') return c.redirect(`/console/sessions/${id}`, 303);
  const view = await parts.sessions.plan(actor, id, form);
  if (view === null) return renderAbsent(c, parts);
  const unchosen = view.planned?.length === 0 ? '第一次：还没有选，或者已经过了。' : null;
  const problem = unchosen ?? (offers ? UNSEEN : null);
  return renderPlan(c, parts, view, form, done === null ? problem : OFFER_NAMES[done]);
}
