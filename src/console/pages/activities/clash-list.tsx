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
  const at = place === null ? '' : `，${place}`;
  switch (what) {
    case 'activity':
      return `“${title ?? ''}”（${staff} 带领）${at}`;
    case 'appointment':
      return `${staff} 的预约${at}`;
    case 'leave':
      return `${staff} 请假`;
    case 'left':
      return `${staff} 已停用`;
  }
}

const linkOf = ({ what, id }: ActivityClash): string =>
  what === 'activity' ? `/console/activities/${id}` : `/console/appointments/${id}/change`;

/** What is booked or led at the same time, with the way to move it where the viewer may. */
export const ClashList = ({ clashes }: { clashes: readonly ActivityClash[] }) => (
  <>
    <Notice kind="warn">
      这些时间，带领老师来不了，或者老师、地点已有别的安排。程序不会自己改，请先改期，或者换时间、地点、带领老师。
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
