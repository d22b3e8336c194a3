import type { ReferralView } from '../../../conversation/desks/sessions/referral-desk.ts';
import { LOOK_MINUTES } from '../../../handoff/break-glass.ts';
import { type ReferralWords, REFERRAL_STATUSES as STATUSES } from '../../../sessions/referral.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { CONSENT_NAMES, REFERRAL_EVENTS, REFERRAL_STATUSES, STEP_PROBLEMS } from '../../session-words.ts';
import { sayMoment } from '../../times.ts';
import { FRESH_REASON, ReasonFields, type ReasonState } from '../cases/glass-pieces.tsx';
import { Csrf, Empty, Notice, PageHead } from '../pieces.tsx';

export async function showReferrals(c: ConsoleContext, parts: ConsoleParts) {
  const rows = await parts.referrals.list(c.get('actor'));
  if (rows === null) return renderAbsent(c, parts);
  const now = await parts.clock.now();
  return renderPage(
    c,
    parts,
    { title: '转介', place: 'referrals' },
    <>
      <PageHead title="转介">
        <p class="faint">从咨询页面里写。转到校外的，中心主任批准以后才能转。</p>
      </PageHead>
      {rows.length === 0 ? (
        <Empty>还没有转介。</Empty>
      ) : (
        <ul class="session-lines">
          {rows.map((row) => (
            <li class="session-line">
              <a href={`/console/referrals/${row.id}`}>{row.to}</a>
              <span>{row.visitor}</span>
              <span class="faint">{`${row.counsellor} · ${sayMoment(row.madeAt, now)}`}</span>
              <span class={row.status === 'proposed' ? 'late' : 'faint'}>
                {REFERRAL_STATUSES[row.status]}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>,
  );
}

const STEP_NOTES = [
  ['sent', '转出时的说明'],
  ['withdrawn', '撤回时的说明'],
  ['answer', '回复'],
] as const;

const Words = ({ words }: { words: ReferralWords }) => (
  <>
    <dt>为什么</dt>
    <dd class="words">{words.why}</dd>
    <dt>材料</dt>
    <dd>{words.documents === '' ? '—' : words.documents}</dd>
    {STEP_NOTES.map(([field, name]) =>
      words[field] === '' ? null : (
        <>
          <dt>{name}</dt>
          <dd class="words">{words[field]}</dd>
        </>
      ),
    )}
  </>
);

/** The way to what it says without the right to. */
const GlassForm = ({ view, csrf, state }: { view: ReferralView; csrf: string; state: ReasonState }) => (
  <details class="card" open={state.problem !== null}>
    <summary>破例查看里面写的内容…</summary>
    <p class="faint">
      {`批准与否看去处、意见和经手老师就够了。确有必要才看，一次 ${LOOK_MINUTES} 分钟；会记下理由，并告诉中心的其他负责人。`}
    </p>
    <form method="post" action={`/console/referrals/${view.id}/break-glass`} class="stack" novalidate>
      <Csrf token={csrf} />
      <ReasonFields id="glass" state={state} />
      <div class="form-end">
        <button type="submit" class="danger">{`打开 ${LOOK_MINUTES} 分钟`}</button>
      </div>
    </form>
  </details>
);

type Refused = { readonly problem: string | null; readonly words: string; readonly look: ReasonState };
const NOTHING: Refused = { problem: null, words: '', look: FRESH_REASON };

async function renderReferral(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: ReferralView,
  { problem, words, look }: Refused = NOTHING,
) {
  const now = await parts.clock.now();
  const { csrf } = c.get('session');
  return renderPage(
    c,
    parts,
    { title: '转介', place: 'referrals', status: problem === null && look.problem === null ? 200 : 422 },
    <div class="narrow">
      <PageHead title={`转介：${view.to}`}>
        <span class="faint">{`${view.visitor} · ${view.counsellor}`}</span>
        <a href="/console/referrals">回到列表</a>
      </PageHead>
      {problem === null ? null : <Notice kind="bad">{problem}</Notice>}
      <dl class="record-fields">
        <dt>状态</dt>
        <dd>{REFERRAL_STATUSES[view.status]}</dd>
        <dt>去处</dt>
        <dd>{`${view.to}${view.outside ? '（校外）' : ''}`}</dd>
        <dt>意见</dt>
        <dd>{CONSENT_NAMES[view.consent]}</dd>
        {view.decision === '' ? null : (
          <>
            <dt>审批</dt>
            <dd class="words">{view.decision}</dd>
          </>
        )}
        {view.words === null ? null : <Words words={view.words} />}
      </dl>
      {view.lookUntil === null || view.words === null ? null : (
        <Notice kind="warn">{`破例查看，到 ${sayMoment(view.lookUntil, now)} 为止。`}</Notice>
      )}
      {view.mayLook ? <GlassForm view={view} csrf={csrf} state={look} /> : null}
      {view.steps.length === 0 ? null : (
        <form method="post" action={`/console/referrals/${view.id}`} class="stack" novalidate>
          <Csrf token={csrf} />
          <label for="words">说明（不批准的理由、对方的回复要写）</label>
          <textarea id="words" name="words" rows={3} maxlength={2000}>
            {words}
          </textarea>
          <div class="form-end">
            {view.steps.map((step) => (
              <button type="submit" name="step" value={step}>
                {REFERRAL_EVENTS[step]}
              </button>
            ))}
          </div>
        </form>
      )}
      <h2>经过</h2>
      <ol class="events">
        {view.events.map(({ kind, staff, at }) => (
          <li>
            <time datetime={at.toISOString()}>{sayMoment(at, now)}</time>
            <span>{`${REFERRAL_EVENTS[kind]} · ${staff}`}</span>
          </li>
        ))}
      </ol>
    </div>,
  );
}

export async function showReferral(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const view = id === null ? null : await parts.referrals.view(c.get('actor'), id);
  return view === null ? renderAbsent(c, parts) : renderReferral(c, parts, view);
}

export async function stepReferral(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const form = await readForm(c);
  const words = form.one('words');
  const step = STATUSES.find((one) => one === form.one('step'));
  if (id === null || step === undefined) return renderAbsent(c, parts, [words]);
  const done = await parts.referrals.step(c.get('actor'), id, step, words);
  if (done === 'done') return c.redirect(`/console/referrals/${id}`, 303);
  const view = done === 'absent' ? null : await parts.referrals.view(c.get('actor'), id);
  return view === null || done === 'absent'
    ? renderAbsent(c, parts, [words])
    : renderReferral(c, parts, view, { ...NOTHING, problem: STEP_PROBLEMS[done], words });
}

export async function lookAtReferral(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const form = await readForm(c);
  const [ground, reason] = [form.one('ground'), form.one('reason')];
  const actor = c.get('actor');
  const opened = id === null ? 'absent' : await parts.referrals.look(actor, id, ground, reason);
  if (opened === 'opened') return c.redirect(`/console/referrals/${id}`, 303);
  const view = id === null || opened === 'absent' ? null : await parts.referrals.view(actor, id);
  if (view === null || opened === 'absent') return renderAbsent(c, parts);
  return renderReferral(c, parts, view, { ...NOTHING, look: { ground, reason, problem: opened } });
}
