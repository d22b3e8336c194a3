import type { DayStint, RotaDay, RotaView } from '../../../conversation/desks/duty/rota-desk.ts';
import { DUTY_NAMES, sayEnd, sayFacts } from '../../rota-words.ts';
import { inShanghai, sayDay, sayTime, sayWeekday } from '../../times.ts';

const sayHours = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): string =>
  endsAt.getTime() - startsAt.getTime() === 86_400_000 ? '全天' : `${sayTime(startsAt)}–${sayEnd(endsAt)}`;

const FROM_NAMES: Readonly<Record<DayStint['from']['kind'], string>> = {
  weekly: '',
  rotation: '',
  single: '单次',
  override: '替班',
  swap: '换班',
};

const Shift = ({ stint }: { stint: DayStint }) => (
  <li class={`shift shift-${stint.duty}`}>
    <span class="appointment-time">{sayHours(stint)}</span>
    <strong>{stint.name}</strong>
    <span class="faint">
      {[
        DUTY_NAMES[stint.duty],
        FROM_NAMES[stint.from.kind],
        stint.sample ? '样例' : '',
        stint.away ? '请假' : '',
      ]
        .filter((text) => text !== '')
        .join(' · ')}
    </span>
  </li>
);

const Day = ({ day, today }: { day: RotaDay; today: boolean }) => {
  const facts = sayFacts(day.facts);
  const duty = day.stints.filter(({ duty: its }) => its === 'duty');
  const backup = day.stints.filter(({ duty: its }) => its === 'backup');
  return (
    <section class={`day${today ? ' today' : ''}${day.stints.length === 0 ? ' free' : ''}`}>
      <h2>
        {`${sayDay(day.startsAt)} ${sayWeekday(inShanghai(day.startsAt).dayOfWeek)}`}
        {today ? <span class="badge plain">今天</span> : null}
        {facts === '' ? null : <span class="badge plain">{facts}</span>}
      </h2>
      {day.gaps.map((gap) => (
        <p class="gap">{`${sayHours(gap)} 没有真人值班`}</p>
      ))}
      {day.stints.length === 0 ? <p class="faint none">没有排班</p> : null}
      <ul>
        {[...duty, ...backup].map((stint) => (
          <Shift stint={stint} />
        ))}
      </ul>
    </section>
  );
};

/** Fourteen days; in two rows of a week where there is room. */
export const DutyCalendar = ({ view }: { view: RotaView }) => {
  const term = view.days[0]?.term ?? null;
  return (
    <>
      <h2>{`今后 14 天${term === null ? '' : `（${term.term}第 ${term.week} 周）`}`}</h2>
      {view.sampleCalendar ? (
        <p class="faint">
          现在用的是样例校历，学期和节假日都没有核对过：请改 <code>config/calendar.yaml</code>。
        </p>
      ) : null}
      <div class="week fortnight">
        {view.days.map((day, index) => (
          <Day day={day} today={index === 0} />
        ))}
      </div>
    </>
  );
};
