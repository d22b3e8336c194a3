import type { ChangesView } from '../../../conversation/desks/booking/change-desk.ts';
import { sayDay, sayTime } from '../../times.ts';
import { TellLeave } from './tell-leave.tsx';

type StrandedTimes = { times: ChangesView['stranded'] };

const sayWhy = ({ why }: ChangesView['stranded'][number]): string => {
  switch (why.kind) {
    case 'holiday':
      return why.name;
    case 'room':
      return '房间停用';
    case 'hours':
      return '房间那时不开放';
    case 'leave':
      return '请假';
  }
};

const StrandedLines = ({ times }: StrandedTimes) => (
  <ul class="plain-list">
    {times.map((time) => (
      <li>
        {`${sayDay(time.startAt)} ${sayTime(time.startAt)} ${time.counsellor} · ${sayWhy(time)} `}
        <a href={`/console/appointments/${time.appointmentId}/change`}>改期或取消</a>
      </li>
    ))}
  </ul>
);

const Elsewise = ({ times }: StrandedTimes) =>
  times.length === 0 ? null : (
    <section>
      <h2>{`约好以后放了假，房间停用了或者那时不再开放（${times.length}）`}</h2>
      <StrandedLines times={times} />
      <p class="faint">程序不会自己动这些预约，同学也还没有听说。</p>
    </section>
  );

type LeaveTimes = { leaveId: string; times: ChangesView['stranded'] };

const groupByLeave = (times: ChangesView['stranded']): LeaveTimes[] => {
  const groups = new Map<string, ChangesView['stranded'][number][]>();
  for (const time of times)
    if (time.why.kind === 'leave')
      groups.set(time.why.leave.id, [...(groups.get(time.why.leave.id) ?? []), time]);
  return [...groups].map(([leaveId, found]) => ({ leaveId, times: found }));
};

const InLeave = ({ times, csrf }: StrandedTimes & { csrf: string }) =>
  times.length === 0 ? null : (
    <section>
      <h2>{`约好以后老师请了假，同学还没有听说（${times.length}）`}</h2>
      {groupByLeave(times).map((group) => (
        <div class="card">
          <StrandedLines times={group.times} />
          <TellLeave leaveId={group.leaveId} csrf={csrf} />
        </div>
      ))}
      <p class="faint">按下以后，每位同学都会收到一条消息，可以点别的时间。预约本身不会自己动。</p>
    </section>
  );

/** Booked, and not to be kept as it is. Of leave its students can be told with one tap; the others are asked one by one. */
export const Stranded = ({ times, csrf }: StrandedTimes & { csrf: string }) => {
  const inLeave = times.filter(({ why }) => why.kind === 'leave');
  return (
    <>
      <InLeave times={inLeave} csrf={csrf} />
      <Elsewise times={times.filter((time) => !inLeave.includes(time))} />
    </>
  );
};
