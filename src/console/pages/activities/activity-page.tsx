import { clashesKey } from '../../../conversation/desks/activities/activity-clashes.ts';
import type { ActivityStep, ActivityView } from '../../../conversation/desks/activities/activity-desk.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import { ACTIVITY_KIND_NAMES, ACTIVITY_STATUS_NAMES, SIGN_UP_STATUS_NAMES } from '../../activity-words.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { ClashList } from './clash-list.tsx';

export async function findActivity(c: ConsoleContext, parts: ConsoleParts): Promise<ActivityView | null> {
  const id = idOf(c);
  return id === null ? null : parts.activities.view(c.get('actor'), id);
}

const STEP_WORDS: Readonly<Record<'open' | 'close', string>> = { open: '开放报名', close: '停止报名' };

const Step = ({ view, step, csrf }: { view: ActivityView; step: 'open' | 'close'; csrf: string }) => (
  <form method="post" action={`/console/activities/${view.activity.id}/${step}`}>
    <Csrf token={csrf} />
    <button type="submit" class={step === 'open' ? 'primary' : undefined}>
      {STEP_WORDS[step]}
    </button>
  </form>
);

const Steps = ({ view, csrf }: { view: ActivityView; csrf: string }) => {
  const at = `/console/activities/${view.activity.id}`;
  return (
    <div class="campaign-steps">
      {view.may.open ? <Step view={view} step="open" csrf={csrf} /> : null}
      {view.may['sign-ups'] ? (
        <a class="button" href={`${at}/sign-ups`}>
          名单与签到
        </a>
      ) : null}
      <a class="button" href={`${at}/poster`}>
        海报
      </a>
      {view.may.edit ? (
        <>
          <a class="button" href={`${at}/edit`}>
            修改
          </a>
          <a class="button" href={`/console/activities/new?from=${view.activity.id}`}>
            照着再办一次
          </a>
        </>
      ) : null}
      {view.may.close ? <Step view={view} step="close" csrf={csrf} /> : null}
      {view.may.cancel ? (
        <a class="button danger-quiet" href={`${at}/cancel`}>
          取消活动
        </a>
      ) : null}
    </div>
  );
};

const Dates = ({ view }: { view: ActivityView }) => (
  <div class="table-scroll">
    <table class="activity-table">
      <thead>
        <tr>
          <th>时间</th>
          <th>签到</th>
          <th>现场另来</th>
        </tr>
      </thead>
      <tbody>
        {view.activity.dates.map((date) => (
          <tr>
            <td>{formatRange(date.startsAt, date.endsAt, 'zh')}</td>
            <td>{view.attended.get(date.id) ?? 0}</td>
            <td>{date.walkIns}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

/** What may be pasted into a message to everybody. */
export const invitationOf = ({ activity, link }: ActivityView): string => {
  const [first] = activity.dates;
  const time = first === undefined ? '' : formatRange(first.startsAt, first.endsAt, 'zh');
  return `【${ACTIVITY_KIND_NAMES[activity.kind]}】${activity.title}\n${time}，${activity.place}\n报名：在这里打「活动 ${activity.code}」，或打开 ${link}`;
};

const REFUSED = {
  over: '没有取消：活动已经办完了，没有告诉任何人。到场和课时都留着。',
  begun:
    '没有开放：有一次的开始时间已经过去了，开放以后会算办过。请先点「修改」，在“时间”里去掉它或写对日期，再开放。',
} as const;

/** @param refused why the step that was pressed did nothing */
export async function showActivity(
  c: ConsoleContext,
  parts: ConsoleParts,
  refused: keyof typeof REFUSED | null = null,
) {
  const view = await findActivity(c, parts);
  if (view === null) return renderAbsent(c, parts);
  const { activity, counts } = view;
  return renderPage(
    c,
    parts,
    { title: activity.title, place: 'activities', status: refused === null ? 200 : 409 },
    <div class="narrow">
      {refused === null ? null : <Notice kind="warn">{REFUSED[refused]}</Notice>}
      <p class="crumb">
        <a href="/console/activities">团体与讲座</a> / {ACTIVITY_KIND_NAMES[activity.kind]}
      </p>
      <PageHead title={activity.title} />
      <p class="campaign-state">
        <span class={`badge activity-${activity.status}`}>{ACTIVITY_STATUS_NAMES[activity.status]}</span>
        <span class="faint">{`${view.leader} 带领 · 活动码 ${activity.code} · ${activity.place}`}</span>
      </p>
      {activity.status === 'draft' ? (
        <Notice kind="warn">还是草稿，同学看不到。看好了就点「开放报名」。</Notice>
      ) : null}
      {view.clashes.length === 0 ? null : (
        <>
          <h2>同一时间</h2>
          <ClashList clashes={view.clashes} />
        </>
      )}
      <Steps view={view} csrf={c.get('session').csrf} />
      <dl class="progress">
        <dt>名额</dt>
        <dd>{`${activity.taken} / ${activity.capacity}`}</dd>
        {(['waiting', 'pending', 'declined', 'cancelled'] as const).map((status) => (
          <>
            <dt>{SIGN_UP_STATUS_NAMES[status]}</dt>
            <dd>{counts[status]}</dd>
          </>
        ))}
        <dt>报名时间</dt>
        <dd>{formatRange(activity.signUpFrom, activity.signUpUntil, 'zh')}</dd>
      </dl>
      <h2>各次</h2>
      <Dates view={view} />
      <h2>同学会看到</h2>
      <figure class="preview">
        <p>{activity.text}</p>
        {activity.question === null ? null : <p>{`报名前会问：${activity.question.text}`}</p>}
      </figure>
      <h2>发消息时可以粘贴</h2>
      <pre class="activity-paste">{invitationOf(view)}</pre>
    </div>,
  );
}

export const takeActivityStep = (step: ActivityStep) => async (c: ConsoleContext, parts: ConsoleParts) => {
  const id = idOf(c);
  const accepted = (await readForm(c)).one('accepted');
  const taken = id === null ? 'absent' : await parts.activities.step(c.get('actor'), id, step, accepted);
  switch (taken) {
    case 'done':
      return c.redirect(`/console/activities/${id}`, 303);
    case 'clash':
      return askOpenActivity(c, parts);
    case 'over':
    case 'begun':
      return showActivity(c, parts, taken);
    case 'absent':
      return renderAbsent(c, parts);
  }
};

/** Something else is at the same time: whoever opens it sees what, and says so once more. */
async function askOpenActivity(c: ConsoleContext, parts: ConsoleParts) {
  const view = await findActivity(c, parts);
  if (view === null || !view.may.open) return renderAbsent(c, parts);
  const { activity, clashes } = view;
  return renderPage(
    c,
    parts,
    { title: '开放报名', place: 'activities', status: 409 },
    <div class="narrow">
      <PageHead title={`仍然开放“${activity.title}”的报名？`} />
      <ClashList clashes={clashes} />
      <form method="post" action={`/console/activities/${activity.id}/open`} class="form-end">
        <Csrf token={c.get('session').csrf} />
        <input type="hidden" name="accepted" value={clashesKey(clashes)} />
        <a class="button" href={`/console/activities/${activity.id}`}>
          先不开放
        </a>
        <button type="submit" class="primary">
          仍然开放
        </button>
      </form>
    </div>,
  );
}

export async function askCancelActivity(c: ConsoleContext, parts: ConsoleParts) {
  const view = await findActivity(c, parts);
  if (view === null || !view.may.cancel) return renderAbsent(c, parts);
  const { activity, counts, begun } = view;
  const people = counts['signed-up'] + counts.waiting + counts.pending;
  return renderPage(
    c,
    parts,
    { title: '取消活动', place: 'activities' },
    <div class="narrow">
      <PageHead title={`取消“${activity.title}”？`} />
      <ul class="plain-list">
        <li>{people === 0 ? '还没有人报名。' : `报了名的 ${people} 人都会收到取消的消息。`}</li>
        {begun === 0 ? null : <li>{`已经开始过的 ${begun} 次算办过：到场和课时都留着。`}</li>}
        <li>取消以后不能恢复，可以照着再办一次。</li>
      </ul>
      <form method="post" action={`/console/activities/${activity.id}/cancel`} class="form-end">
        <Csrf token={c.get('session').csrf} />
        <a class="button" href={`/console/activities/${activity.id}`}>
          不取消
        </a>
        <button type="submit" class="danger">
          确认取消
        </button>
      </form>
    </div>,
  );
}
