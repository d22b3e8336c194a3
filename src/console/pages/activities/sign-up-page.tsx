import type { Child } from 'hono/jsx';
import type { SignUpList, TypedAttendance } from '../../../conversation/desks/activities/activity-desk.ts';
import type { ListedSignUp } from '../../../groups/activity-store.ts';
import { SIGN_UP_STATUS_NAMES } from '../../activity-words.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { Csrf, Empty, Notice, PageHead } from '../pieces.tsx';
import { called, DateEntry, readTyped, TAKE_BACK } from './attendance-form.tsx';

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

function render(
  c: ConsoleContext,
  parts: ConsoleParts,
  list: SignUpList,
  notice: Child = null,
  status: 200 | 409 | 422 = 200,
  typed: TypedAttendance | null = null,
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
            <DateEntry list={list} date={date} csrf={csrf} typed={typed?.dateId === date.id ? typed : null} />
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
  return render(c, parts, list, <Notice kind="warn">{SETTLED}</Notice>, 409);
}

const SETTLED = '没有改：刚才已经定过了，TA 已经退出，或者活动取消了、办完了。';

export async function noteAttendance(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const typed = readTyped(form);
  const actor = c.get('actor');
  const done =
    form.one('word') === TAKE_BACK
      ? await parts.activities.takeBack(actor, id, typed.dateId)
      : await parts.activities.attend(actor, id, typed);
  if (done === 'done') return c.redirect(`/console/activities/${id}/sign-ups`, 303);
  const list = done === 'absent' ? null : await listOf(c, parts);
  if (list === null || done === 'absent') return renderAbsent(c, parts);
  const notice = <Notice kind="bad">{NOT_NOTED[done]}</Notice>;
  return render(c, parts, list, notice, done === 'changed' ? 409 : 422, typed);
}

const NOT_NOTED = {
  changed:
    '没有保存：打开这一页以后，有人退出了报名，或别人改了现场人数。下面是现在的情况，你改的还留着；看过再保存一次。',
  'no-number': '没有保存：现场人数请写 0 到 10000 的整数。',
  'too-early': '没有保存：这一次还没到时间，开始前 1 小时起可以记到场。',
  'no-date': '没有保存：这一次刚才被改掉了。下面是现在的各次，请再勾一遍。',
} as const;
