import type { SignUpList, TypedAttendance } from '../../../conversation/desks/activities/activity-desk.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import type { ActivityDate } from '../../../groups/activity.ts';
import { CHECK_IN_CODE_MINUTES } from '../../../groups/activity-code.ts';
import type { ListedSignUp } from '../../../groups/activity-store.ts';
import { isTicked } from '../../../groups/attendance.ts';
import type { Form } from '../../form.ts';
import { Csrf } from '../pieces.tsx';

/** Says that the form takes back what was noted. */
export const TAKE_BACK = 'take-back';

export const called = ({ number, name }: ListedSignUp): string =>
  name === null ? `${number} 号` : `${number} 号 ${name}`;

/** Compact: a lecture has thousands of them. */
const numbersOf = (rows: readonly ListedSignUp[]): string => rows.map(({ number }) => number).join(' ');

const readNumbers = (text: string): ReadonlySet<number> =>
  new Set(
    text
      .split(' ')
      .filter((one) => /^[0-9]{1,9}$/.test(one))
      .map(Number),
  );

export const readTyped = (form: Form): TypedAttendance => ({
  dateId: form.one('date'),
  listed: readNumbers(form.one('listed')),
  shown: readNumbers(form.one('shown')),
  came: new Set(form.all('came')),
  walkInsShown: form.one('walkInsShown'),
  walkIns: form.one('walkIns'),
});

type DateFormProps = {
  readonly list: SignUpList;
  readonly date: ActivityDate;
  readonly csrf: string;
  /** What was typed and is not saved yet. */
  readonly typed: TypedAttendance | null;
};

const CheckInLink = ({ list, date }: Pick<DateFormProps, 'list' | 'date'>) => (
  <a href={`/console/activities/${list.activity.id}/check-in?date=${date.id}`}>现场签到二维码</a>
);

/** In a fold of its own: nobody takes back a whole date by a slip. */
const TakeBack = ({ list, date, csrf }: Omit<DateFormProps, 'typed'>) =>
  date.walkIns === 0 && !list.rows.some(({ attendance }) => attendance.has(date.id)) ? null : (
    <details>
      <summary>记错了？</summary>
      <form method="post" action={`/console/activities/${list.activity.id}/attend`} class="stack">
        <Csrf token={csrf} />
        <input type="hidden" name="date" value={date.id} />
        <input type="hidden" name="word" value={TAKE_BACK} />
        <p class="faint">老师记的到没到和现场人数都会去掉，像没有记过一样；同学自己签的到留着。</p>
        <div class="form-end">
          <button type="submit" class="danger-quiet">
            撤掉这一次记的
          </button>
        </div>
      </form>
    </details>
  );

/** One date of the list; what has not come yet has nothing to note. */
export const DateEntry = (props: DateFormProps) => (
  <section class="sign-up-date">
    <h3>{formatRange(props.date.startsAt, props.date.endsAt, 'zh')}</h3>
    {props.list.early.has(props.date.id) ? (
      <p class="faint">
        开始前 1 小时起可以签到、记到场。 <CheckInLink {...props} />
      </p>
    ) : (
      <DateForm {...props} />
    )}
    <TakeBack list={props.list} date={props.date} csrf={props.csrf} />
  </section>
);

/** Who came on a date. It says what it showed, so that saving it changes what was touched alone. */
const DateForm = ({ list, date, csrf, typed }: DateFormProps) => {
  const code = list.codes.get(date.id);
  const coming = list.rows.filter(({ status }) => status === 'signed-up');
  const noted = (row: ListedSignUp): boolean => row.attendance.get(date.id) === true;
  const count = String(date.walkIns);
  const walkIns = typed === null || typed.walkIns === typed.walkInsShown ? count : typed.walkIns;
  return (
    <form method="post" action={`/console/activities/${list.activity.id}/attend`} class="stack">
      <Csrf token={csrf} />
      <input type="hidden" name="date" value={date.id} />
      <input type="hidden" name="listed" value={numbersOf(coming)} />
      <input type="hidden" name="shown" value={numbersOf(coming.filter(noted))} />
      <input type="hidden" name="walkInsShown" value={count} />
      <p>
        {code === undefined ? null : (
          <>
            现在的签到码 <strong class="check-in">{code}</strong>{' '}
          </>
        )}
        <span class="faint">
          {`签到码在开始前 1 小时到结束后 30 分钟有，每 ${CHECK_IN_CODE_MINUTES} 分钟换一次，传给不在场的人也很快没用；请在现场打开“现场签到二维码”给大家扫。`}
        </span>{' '}
        <CheckInLink list={list} date={date} />
      </p>
      {coming.length === 0 ? <p class="faint">还没有报上的人。</p> : null}
      <div class="ticks">
        {coming.map((row) => (
          <label class="choice-row">
            <input
              type="checkbox"
              name="came"
              value={row.id}
              checked={typed === null ? noted(row) : isTicked(row, typed)}
            />
            <span>{called(row)}</span>
          </label>
        ))}
      </div>
      <label for={`walk-${date.id}`}>没报名、现场来的人数</label>
      <input id={`walk-${date.id}`} name="walkIns" inputmode="numeric" value={walkIns} />
      {walkIns === count ? null : <p class="faint">{`现在记的是 ${count} 人。`}</p>}
      <div class="form-end">
        <button type="submit" class="primary">
          保存到场
        </button>
      </div>
    </form>
  );
};
