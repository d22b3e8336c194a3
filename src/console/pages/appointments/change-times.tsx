import type { OfferedTime } from '../../../booking/change-offer.ts';
import { inShanghai, isoDay, sayDay, sayTime, sayWeekday } from '../../times.ts';

/** So many are looked at in one list; where there are more, each day has a list of its own. */
const SHOWN_TIMES = 60;

export const sayOffered = ({ startAt, counsellor, room }: OfferedTime): string =>
  `${sayDay(startAt)} ${sayTime(startAt)} ${counsellor} · ${room ?? '线上'}`;

/** Those of a day (2026-11-23), else the next ones; what was picked already is always among them. */
export function shownTimes(
  times: readonly OfferedTime[],
  day: string | undefined,
  picked: readonly string[],
): readonly OfferedTime[] {
  const ofDay = times.filter(({ startAt }) => isoDay(startAt) === day);
  const shown = ofDay.length === 0 ? times.slice(0, SHOWN_TIMES) : ofDay;
  return times.filter((time) => shown.includes(time) || picked.includes(time.slot));
}

/** Only where not all of them are in one list. */
export const DayChoice = ({ times, day }: { times: readonly OfferedTime[]; day: string | undefined }) => {
  if (times.length <= SHOWN_TIMES) return null;
  const days = [...new Map(times.map(({ startAt }) => [isoDay(startAt), startAt]))];
  return (
    <form method="get" class="day-choice">
      <label for="day">看哪一天的时间</label>
      <select id="day" name="day">
        <option value="">{`最近的 ${SHOWN_TIMES} 个`}</option>
        {days.map(([value, startAt]) => (
          <option value={value} selected={value === day}>
            {`${sayDay(startAt)} ${sayWeekday(inShanghai(startAt).dayOfWeek)}`}
          </option>
        ))}
      </select>
      <button type="submit">看这一天</button>
    </form>
  );
};
