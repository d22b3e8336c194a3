import type { Child } from 'hono/jsx';
import type { SignUpList } from '../../../conversation/desks/activities/activity-desk.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import type { ActivityDate } from '../../../groups/activity.ts';
import type { ListedSignUp } from '../../../groups/activity-store.ts';
import { SIGN_UP_STATUS_NAMES } from '../../activity-words.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { Csrf, Empty, Notice, PageHead } from '../pieces.tsx';

const called = ({ number, name }: ListedSignUp): string =>
  name === null ? `${number} 号` : `${number} 号 ${name}`;

const sayAnswer = (answer: string): string => ({ yes: '是', no: '否' })[answer] ?? answer;

const Decision = ({ list, row, csrf }: { list: SignUpList; row: ListedSignUp; csrf: string }) => (
  <form method="post" action={`/console/activities/${list.activity.id}/decide`} class="campaign-steps">
    <Csrf token={csrf} />
    <input type="hidden" name="signUp" value={row.id} />
    <button type="submit" name="word" value="take" class="primary">
      同意
    </button>
    {row.talkAskedAt === null ? (
      <button type="submit" name="word" value="talk">
        先谈一谈
      </button>
    ) : null}
    <button type="submit" name="word" value="decline">
      这次不接收
    </button>
  </form>
);

const Row = ({ list, row, csrf }: { list: SignUpList; row: ListedSignUp; csrf: string }) => (
  <li class="sign-up">
    <p>
      <strong>{called(row)}</strong>
      <span class="faint">
        {SIGN_UP_STATUS_NAMES[row.status]}
        {row.status === 'pending' && row.talkAskedAt !== null ? '，已请 TA 先谈一谈' : ''}
      </span>
    </p>
    {list.seesAnswers && row.answer !== null ? <p class="words">{sayAnswer(row.answer)}</p> : null}
    {list.seesAnswers && row.answer === null && row.answered ? (
      <p class="faint">回答是给之前的带领老师的；已经问过 TA，TA 同意了你才看得到。</p>
    ) : null}
    {list.decides && row.status === 'pending' ? <Decision list={list} row={row} csrf={csrf} /> : null}
  </li>
);

const DateForm = ({ list, date, csrf }: { list: SignUpList; date: ActivityDate; csrf: string }) => {
  const coming = list.rows.filter(({ status }) => status === 'signed-up');
  return (
    <form method="post" action={`/console/activities/${list.activity.id}/attend`} class="stack sign-up-date">
      <Csrf token={csrf} />
      <input type="hidden" name="date" value={date.id} />
      <h3>{formatRange(date.startsAt, date.endsAt, 'zh')}</h3>
      <p>
        当天签到码 <strong class="check-in">{date.checkIn}</strong>
        <span class="faint">开始前 1 小时到结束后 30 分钟有效；同学打「签到 {date.checkIn}」。</span>{' '}
        <a href={`/console/activities/${list.activity.id}/check-in?date=${date.id}`}>现场签到二维码</a>
      </p>
      {coming.length === 0 ? <p class="faint">还没有报上的人。</p> : null}
      <div class="ticks">
        {coming.map((row) => (
          <label class="choice-row">
            <input
              type="checkbox"
              name="came"
              value={row.id}
              checked={row.attendance.get(date.id) === true}
            />
            <span>{called(row)}</span>
          </label>
        ))}
      </div>
      <label for={`walk-${date.id}`}>没报名、现场来的人数</label>
      <input id={`walk-${date.id}`} name="walkIns" inputmode="numeric" value={String(date.walkIns)} />
      <div class="form-end">
        <button type="submit" class="primary">
          保存到场
        </button>
      </div>
    </form>
  );
};

function render(
  c: ConsoleContext,
  parts: ConsoleParts,
  list: SignUpList,
  notice: Child = null,
  status: 200 | 409 | 422 = 200,
) {
  const { csrf } = c.get('session');
  const { activity, rows } = list;
  return renderPage(
    c,
    parts,
    { title: '名单与签到', place: 'activities', status },
    <div class="narrow">
      <p class="crumb">
        <a href={`/console/activities/${activity.id}`}>{activity.title}</a> / 名单与签到
      </p>
      <PageHead title="名单与签到">
        <a class="button" href={`/console/activities/${activity.id}/attendance.xlsx`}>
          下载到场表（只有号码）
        </a>
      </PageHead>
      {notice}
      {activity.question === null || list.seesAnswers ? null : (
        <p class="faint">报名时的回答只有带领老师看得到。</p>
      )}
      <h2>{`名单（${rows.length}）`}</h2>
      {rows.length === 0 ? (
        <Empty>还没有人报名。</Empty>
      ) : (
        <ul class="plain-list sign-ups">
          {rows.map((row) => (
            <Row list={list} row={row} csrf={csrf} />
          ))}
        </ul>
      )}
      {list.attends ? (
        <>
          <h2>到场</h2>
          {activity.dates.map((date) => (
            <DateForm list={list} date={date} csrf={csrf} />
          ))}
        </>
      ) : null}
    </div>,
  );
}

async function listOf(c: ConsoleContext, parts: ConsoleParts): Promise<SignUpList | null> {
  const id = idOf(c);
  return id === null ? null : parts.activities.signUps(c.get('actor'), id);
}

export async function showSignUps(c: ConsoleContext, parts: ConsoleParts) {
  const list = await listOf(c, parts);
  return list === null ? renderAbsent(c, parts) : render(c, parts, list);
}

const WORDS = ['take', 'talk', 'decline'] as const;

export async function decideSignUp(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const form = await readForm(c);
  const word = WORDS.find((one) => one === form.one('word'));
  if (id === null || word === undefined) return renderAbsent(c, parts);
  const done = await parts.activities.decide(c.get('actor'), id, form.one('signUp'), word);
  if (done === 'done') return c.redirect(`/console/activities/${id}/sign-ups`, 303);
  const list = done === 'absent' ? null : await listOf(c, parts);
  if (list === null) return renderAbsent(c, parts);
  return render(c, parts, list, <Notice kind="warn">刚才已经定过了，或 TA 已经退出。</Notice>, 409);
}

export async function noteAttendance(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const done = await parts.activities.attend(
    c.get('actor'),
    id,
    form.one('date'),
    form.all('came'),
    form.one('walkIns'),
  );
  if (done === 'done') return c.redirect(`/console/activities/${id}/sign-ups`, 303);
  const list = done === 'absent' ? null : await listOf(c, parts);
  if (list === null || done === 'absent') return renderAbsent(c, parts);
  return render(c, parts, list, <Notice kind="bad">{NOT_NOTED[done]}</Notice>, 422);
}

const NOT_NOTED = {
  'no-number': '没有保存：现场人数请写 0 到 10000 的整数。',
  'no-date': '没有保存：这一次刚才被改掉了。下面是现在的各次，请再勾一遍。',
} as const;
