import { formatRange } from '../../../core/shanghai-time.ts';
import type { LeaderlessDate, LedDate } from '../../../groups/activity-store.ts';

const NOT_TOLD = '活动不会自己改，报名的同学也还没有听说：请换人带领、改时间，或者取消活动。';

/** What somebody leads who does not come then, with the way to where it is changed. */
export const LedList = ({ dates }: { dates: readonly (LedDate | LeaderlessDate)[] }) => (
  <>
    <ul class="plain-list">
      {dates.map((date) => (
        <li>
          <a href={`/console/activities/${date.activityId}`}>
            {`${formatRange(date.startsAt, date.endsAt, 'zh')} ${date.title}`}
          </a>
          {'staff' in date ? `（${date.staff} 带领）` : null}
        </li>
      ))}
    </ul>
    <p class="faint">{NOT_TOLD}</p>
  </>
);

export const Leaderless = ({ dates }: { dates: readonly LeaderlessDate[] }) =>
  dates.length === 0 ? null : (
    <section>
      <h2>{`带领老师来不了的活动（${dates.length}）`}</h2>
      <LedList dates={dates} />
    </section>
  );
