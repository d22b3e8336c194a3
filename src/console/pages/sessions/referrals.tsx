import type { ReferralView } from '../../../conversation/desks/referral-desk.ts';
import { REFERRAL_STATUSES as STATUSES } from '../../../sessions/referral.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { CONSENT_NAMES, REFERRAL_EVENTS, REFERRAL_STATUSES, STEP_PROBLEMS } from '../../session-words.ts';
import { sayMoment } from '../../times.ts';
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

async function renderReferral(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: ReferralView,
  problem: string | null,
  words: string,
) {
  const now = await parts.clock.now();
  const { body } = view;
  return renderPage(
    c,
    parts,
    { title: '转介', place: 'referrals', status: problem === null ? 200 : 422 },
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
        <dt>为什么</dt>
        <dd class="words">{body.why}</dd>
        <dt>材料</dt>
        <dd>{body.documents === '' ? '—' : body.documents}</dd>
        <dt>意见</dt>
        <dd>{CONSENT_NAMES[body.consent]}</dd>
        {body.decision === '' ? null : (
          <>
            <dt>审批</dt>
            <dd class="words">{body.decision}</dd>
          </>
        )}
        {body.answer === '' ? null : (
          <>
            <dt>回复</dt>
            <dd class="words">{body.answer}</dd>
          </>
        )}
      </dl>
      {view.steps.length === 0 ? null : (
        <form method="post" action={`/console/referrals/${view.id}`} class="stack" novalidate>
          <Csrf token={c.get('session').csrf} />
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
  return view === null ? renderAbsent(c, parts) : renderReferral(c, parts, view, null, '');
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
    : renderReferral(c, parts, view, STEP_PROBLEMS[done], words);
}
