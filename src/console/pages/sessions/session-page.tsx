import type { SessionView } from '../../../conversation/desks/sessions/session-desk.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import type { RecordBody } from '../../../sessions/record.ts';
import { CONSENTS } from '../../../sessions/referral.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { CONSENT_NAMES, REFERRAL_STATUSES, RISK_NAMES, SESSION_STATUSES } from '../../session-words.ts';
import { inShanghai, sayMoment } from '../../times.ts';
import { CLOSED_WORD } from '../../words.ts';
import { Cause, Line } from '../appointments/cause-fields.tsx';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { RecordBox } from './record-box.tsx';
import { Line as SessionLine } from './session-list.tsx';

/** What was typed and could not be kept. */
export type TypedSession = {
  readonly body?: RecordBody;
  /** The draft that `body` was written over, null for none; the present one where it is left out. */
  readonly seen?: Date | null;
  /** The present draft is shown beside `body`. */
  readonly besideDraft?: boolean;
  readonly correction?: string;
  readonly ending?: Readonly<Record<'series' | 'cause' | 'line', string>>;
  readonly referral?: Readonly<Record<'place' | 'other' | 'why' | 'documents' | 'consent', string>>;
};

type Props = { view: SessionView; csrf: string; now: Date };

const Attendance = ({ view, csrf, now }: Props) => (
  <section>
    <h2>到没到</h2>
    <p>
      {view.row.closed ? CLOSED_WORD : SESSION_STATUSES[view.row.status]}
      {view.row.checkedInAt === null ? '' : `（${sayMoment(view.row.checkedInAt, now)} 签到）`}
    </p>
    {view.may.attend ? (
      <form method="post" action={`/console/sessions/${view.row.id}/attendance`} class="form-row">
        <Csrf token={csrf} />
        <button
          type="submit"
          name="attendance"
          value="attended"
          class={view.row.status === 'booked' ? 'primary' : ''}
        >
          到了
        </button>
        <button type="submit" name="attendance" value="no-show">
          没来
        </button>
      </form>
    ) : null}
    {view.may.checkIn ? (
      <form method="post" action={`/console/sessions/${view.row.id}/check-in`}>
        <Csrf token={csrf} />
        <button type="submit">签到</button>
      </form>
    ) : null}
    {view.changes.length === 0 ? null : (
      <ol class="events">
        {view.changes.map(({ attendance, staff, at }) => (
          <li>
            <time datetime={at.toISOString()}>{sayMoment(at, now)}</time>
            <span>{`${SESSION_STATUSES[attendance]} · ${staff}`}</span>
          </li>
        ))}
      </ol>
    )}
  </section>
);

const Danger = ({ view, csrf }: Props) =>
  view.inCase ? (
    <Notice kind="warn">这位来访者现在有进行中的求助。</Notice>
  ) : view.asksForCase === null ? null : (
    <section class="notice warn">
      <p>{`记录里的风险等级是「${RISK_NAMES[view.asksForCase]}」。要不要现在叫值班的人一起处理？程序不会自己叫。`}</p>
      <form method="post" action={`/console/sessions/${view.row.id}/raise`}>
        <Csrf token={csrf} />
        <button type="submit" class="danger">
          转为危机个案
        </button>
      </form>
    </section>
  );

/** The way back to what was written of them before. */
const Earlier = ({ view, csrf, now }: Props) =>
  view.earlier.length === 0 ? null : (
    <section>
      <h2>这位来访者以前的</h2>
      <ul class="session-lines">
        {view.earlier.map((row) => (
          <SessionLine row={row} csrf={csrf} ofYear={inShanghai(row.startAt).year !== inShanghai(now).year} />
        ))}
      </ul>
      <p class="faint">只列和这位老师的，最近的在前。更早的，在「咨询」里按月看。</p>
    </section>
  );

const Next = ({ view, csrf, now, ending }: Props & { ending: TypedSession['ending'] }) =>
  !view.may.plan ? null : (
    <section>
      <h2>下一次</h2>
      {view.series.map(({ id, status, times, elsewhere, expiresAt }) => (
        <div class="session-series">
          <p>
            {status === 'offered' ? `等来访者接受（留到 ${sayMoment(expiresAt, now)}）：` : '约好的：'}
            {times.map(({ startAt, endAt }) => formatRange(startAt, endAt, 'zh')).join('；')}
          </p>
          {elsewhere.length === 0 ? null : (
            <p class="faint">
              来访者改到别的老师那里的，不会一起取消：
              {elsewhere
                .map(({ startAt, endAt, counsellor }) => `${formatRange(startAt, endAt, 'zh')} ${counsellor}`)
                .join('；')}
              。
            </p>
          )}
          <form method="post" action={`/console/sessions/${view.row.id}/series`} class="stack">
            <Csrf token={csrf} />
            <input type="hidden" name="series" value={id} />
            {status === 'offered' ? (
              <button type="submit">撤回</button>
            ) : (
              <details class="close" open={ending?.series === id}>
                <summary>取消后面的</summary>
                <p class="faint">
                  马上取消上面约好的每一次，并告诉来访者原因和最近有空的时间。记为中心取消，不算来访者的；没有送到的，列在“改期与请假”里。
                </p>
                <Cause value={ending?.cause ?? 'schedule'} id={`cause-${id}`} />
                <Line value={ending?.line ?? ''} id={`line-${id}`} />
                <button type="submit" class="danger">
                  取消后面的，通知来访者
                </button>
              </details>
            )}
          </form>
        </div>
      ))}
      <a class="button" href={`/console/sessions/${view.row.id}/plan`}>
        约下一次或固定时间
      </a>
    </section>
  );

const Refer = ({ view, csrf, typed, places, referralKey }: Props & ReferProps) =>
  !view.may.refer && view.referrals.length === 0 ? null : (
    <section>
      <h2>转介</h2>
      {view.referrals.length === 0 ? null : (
        <ul class="plain-list">
          {view.referrals.map(({ id, to, status }) => (
            <li>
              <a href={`/console/referrals/${id}`}>{to}</a>{' '}
              <span class="faint">{REFERRAL_STATUSES[status as keyof typeof REFERRAL_STATUSES]}</span>
            </li>
          ))}
        </ul>
      )}
      {view.may.refer ? (
        <details class="close" open={typed !== undefined}>
          <summary>写一份转介</summary>
          {places.sample ? (
            <Notice kind="warn">
              名单还是示例，请中心主任在“转介机构”里换成学校自己的；下面也可以直接写。
            </Notice>
          ) : null}
          <form method="post" action={`/console/sessions/${view.row.id}/referral`} class="stack" novalidate>
            <Csrf token={csrf} />
            <input type="hidden" name="key" value={referralKey} />
            <label for="place">转到哪里</label>
            <select id="place" name="place">
              <option value="">不在名单里，写在下面</option>
              {places.places.map(({ name, department, outside }) => (
                <option value={name} selected={typed?.place === name}>
                  {`${name}${department === '' ? '' : `（${department}）`}${outside ? '，校外' : ''}`}
                </option>
              ))}
            </select>
            <label for="other">名单以外的（算校外，要审批）</label>
            <input id="other" name="other" value={typed?.other ?? ''} maxlength={80} />
            <label for="why">为什么转介</label>
            <textarea id="why" name="why" rows={4} maxlength={2000}>
              {typed?.why ?? ''}
            </textarea>
            <label for="documents">交了哪些材料（可以不填）</label>
            <input id="documents" name="documents" value={typed?.documents ?? ''} maxlength={400} />
            <fieldset>
              <legend>来访者的意见</legend>
              {CONSENTS.map((consent) => (
                <label class="choice-row">
                  <input type="radio" name="consent" value={consent} checked={typed?.consent === consent} />
                  <span>{CONSENT_NAMES[consent]}</span>
                </label>
              ))}
            </fieldset>
            <div class="form-end">
              <button type="submit" class="primary">
                提交
              </button>
            </div>
            <p class="faint">转到校外的，中心主任批准以后才能转。</p>
          </form>
        </details>
      ) : null}
    </section>
  );

type ReferProps = {
  typed: TypedSession['referral'];
  places: ReturnType<ConsoleParts['referrals']['places']>;
  referralKey: string;
};

export async function renderSession(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: SessionView,
  said: {
    readonly kind: 'good' | 'bad';
    readonly text: string;
    readonly status?: 409 | 422;
  } | null = null,
  typed: TypedSession = {},
) {
  const now = await parts.clock.now();
  const props = { view, csrf: c.get('session').csrf, now };
  const { row } = view;
  return renderPage(
    c,
    parts,
    { title: '咨询', place: 'sessions', status: said?.kind === 'bad' ? (said.status ?? 422) : 200 },
    <div class="narrow">
      <PageHead title={row.visitor ?? '咨询'}>
        <span class="faint">{`${formatRange(row.startAt, row.endAt, 'zh')} · ${row.counsellor} · ${row.room ?? '线上'}`}</span>
        <a href="/console/sessions">回到列表</a>
      </PageHead>
      {said === null ? null : <Notice kind={said.kind}>{said.text}</Notice>}
      <Danger {...props} />
      <Attendance {...props} />
      <RecordBox {...props} correctionKey={parts.newId()} typed={typed} />
      <Next {...props} ending={typed.ending} />
      <Refer
        {...props}
        typed={typed.referral}
        places={parts.referrals.places()}
        referralKey={parts.newId()}
      />
      <Earlier {...props} />
    </div>,
  );
}

export async function sessionOf(c: ConsoleContext, parts: ConsoleParts): Promise<SessionView | null> {
  const id = idOf(c);
  return id === null ? null : parts.sessions.view(c.get('actor'), id);
}

export async function showSession(c: ConsoleContext, parts: ConsoleParts) {
  const view = await sessionOf(c, parts);
  return view === null ? renderAbsent(c, parts) : renderSession(c, parts, view);
}
