import type { ActivityClash } from '../../../conversation/desks/activities/activity-desk.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import { Notice } from '../pieces.tsx';

const SHARES: Readonly<Record<ActivityClash['shares'], string>> = {
  leader: '同一位带领老师',
  place: '同一个地点',
  both: '同一位带领老师，同一个地点',
};

function sayWhat({ what, staff, title, place }: ActivityClash): string {
  if (staff === null) return '已有预约';
  const name = what === 'activity' ? `“${title ?? ''}”（${staff} 带领）` : `${staff} 的预约`;
  return place === null ? name : `${name}，${place}`;
}

const linkOf = ({ what, id }: ActivityClash): string =>
  what === 'activity' ? `/console/activities/${id}` : `/console/appointments/${id}/change`;

/** What is booked or led at the same time, with the way to move it where the viewer may. */
export const ClashList = ({ clashes }: { clashes: readonly ActivityClash[] }) => (
  <>
    <Notice kind="warn">
      这些时间，带领老师或地点已有别的安排。程序不会自己改，请先改期，或者换时间、地点。
    </Notice>
    <ul class="plain-list">
      {clashes.map((clash) => (
        <li>
          {`${formatRange(clash.startsAt, clash.endsAt, 'zh')} ${sayWhat(clash)}：${SHARES[clash.shares]}`}
          {clash.id === null ? null : (
            <>
              {' '}
              <a href={linkOf(clash)}>{clash.what === 'activity' ? '查看' : '改期'}</a>
            </>
          )}
        </li>
      ))}
    </ul>
  </>
);
