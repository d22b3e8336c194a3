import type { Child } from 'hono/jsx';
import { can } from '../../../access/can.ts';
import type { AvailabilityRule } from '../../../booking/availability-store.ts';
import { sayRoomGap } from '../../../booking/room-gaps.ts';
import { sayRuleHours } from '../../../booking/say-rule.ts';
import type {
  AvailabilityView,
  CounsellorView,
} from '../../../conversation/desks/booking/availability-desk.ts';
import { sayPlace } from '../../../core/place.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { sayPeriod } from '../../rota-words.ts';
import { type ConsoleContext, isUuid } from '../../route.ts';
import { isoDay } from '../../times.ts';
import { LedList } from '../appointments/led-list.tsx';
import { TellLeave } from '../appointments/tell-leave.tsx';
import { Csrf, Empty, Notice, PageHead } from '../pieces.tsx';

const BASE = '/console/availability';

const EndForm = ({
  csrf,
  action,
  id,
  label,
}: {
  csrf: string;
  action: string;
  id: string;
  label: string;
}) => (
  <form method="post" action={action}>
    <Csrf token={csrf} />
    <input type="hidden" name="id" value={id} />
    <button type="submit" class="danger-quiet">
      {label}
    </button>
  </form>
);

function sayRest(rule: AvailabilityRule): string {
  const { bufferBeforeMinutes: before, bufferAfterMinutes: after } = rule;
  return [
    sayPlace(rule, '线上'),
    ...(before > 0 ? [`前面留 ${before} 分钟`] : []),
    ...(after > 0 ? [`后面留 ${after} 分钟`] : []),
    ...(rule.heldBack === 'urgent' ? ['留给当天转介'] : []),
    ...(rule.extra ? ['加开一天'] : []),
    ...(rule.validTo === null || rule.extra ? [] : [`到 ${rule.validTo} 止`]),
    ...(rule.sample ? ['样例'] : []),
  ].join(' · ');
}

const RuleLine = ({
  rule,
  csrf,
  mayChange,
}: {
  rule: CounsellorView['rules'][number];
  csrf: string;
  mayChange: boolean;
}) => (
  <li class="rota-rule">
    <div>
      <strong>{sayRuleHours(rule)}</strong>
      <span class="faint">{sayRest(rule)}</span>
      {rule.roomGap === null ? null : <span class="field-problem">{`${sayRoomGap(rule.roomGap)}。`}</span>}
    </div>
    {mayChange ? (
      <div class="staff-actions">
        <a class="button" href={`${BASE}/rule?id=${rule.id}`}>
          改
        </a>
        <EndForm csrf={csrf} action={`${BASE}/rule/end`} id={rule.id} label="停止" />
      </div>
    ) : null}
  </li>
);

type Leave = CounsellorView['leaves'][number];

type LeaveProps = { leave: Leave; csrf: string } & Pick<
  CounsellorView,
  'mayChange' | 'mayTell' | 'showsAppointments'
>;

const LeaveLine = ({ leave, csrf, mayChange, mayTell, showsAppointments }: LeaveProps) => (
  <li class="rota-rule">
    <div>
      <strong>{`请假 ${sayPeriod({ startsAt: leave.startAt, endsAt: leave.endAt })}`}</strong>
      {leave.note === null ? null : <span class="faint">{leave.note}</span>}
      {leave.booked === null || leave.booked === 0 ? null : (
        <span class="field-problem">
          {`里面有 ${leave.booked} 个已经约好的，没有动，同学也还没有听说。`}
          {showsAppointments ? (
            <a href={`/console/appointments?week=${isoDay(leave.startAt)}`}>去看预约</a>
          ) : null}
        </span>
      )}
      {leave.booked === null || leave.booked === 0 || !mayTell ? null : (
        <TellLeave leaveId={leave.id} csrf={csrf} />
      )}
      {leave.led.length === 0 ? null : (
        <>
          <span class="field-problem">{`里面要带领 ${leave.led.length} 次活动，没有动。`}</span>
          <LedList dates={leave.led} />
        </>
      )}
    </div>
    {mayChange ? (
      <div class="staff-actions">
        <EndForm csrf={csrf} action={`${BASE}/leave/end`} id={leave.id} label="取消请假" />
      </div>
    ) : null}
  </li>
);

function sayProfile({ profile }: CounsellorView, { caps }: AvailabilityView): string {
  const [daily, weekly] = [profile.dailyCap ?? caps.daily, profile.weeklyCap ?? caps.weekly];
  return [
    profile.gender === null ? '' : profile.gender === 'female' ? '女' : '男',
    profile.languages.join('、'),
    profile.topics.join('、'),
    profile.online ? '可以线上' : '',
    daily === null ? '' : `一天最多 ${daily} 次`,
    weekly === null ? '' : `一周最多 ${weekly} 次`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

const Counsellor = (props: { one: CounsellorView; view: AvailabilityView; csrf: string }) => {
  const { one, view, csrf } = props;
  const { staffId, name, rules, leaves, mayChange, mayTell, showsAppointments } = one;
  return (
    <section class="rota-rules">
      <h2>{name}</h2>
      <p class="faint">{sayProfile(one, view)}</p>
      <ul class="rows">
        {rules.map((rule) => (
          <RuleLine rule={rule} csrf={csrf} mayChange={mayChange} />
        ))}
        {leaves.map((leave) => (
          <LeaveLine leave={leave} csrf={csrf} {...{ mayChange, mayTell, showsAppointments }} />
        ))}
      </ul>
      {rules.length === 0 ? <p class="faint">还没有开放时间，同学约不到。</p> : null}
      {mayChange ? (
        <p class="staff-actions">
          <a class="button" href={`${BASE}/rule?staff=${staffId}`}>
            添加开放时间
          </a>
          <a class="button" href={`${BASE}/rule?staff=${staffId}&kind=extra`}>
            加开一天
          </a>
          <a class="button" href={`${BASE}/leave?staff=${staffId}`}>
            请假
          </a>
          <a class="button" href={`${BASE}/profile?staff=${staffId}`}>
            介绍和上限
          </a>
        </p>
      ) : null}
    </section>
  );
};

/** The page of opening hours, with what was just done above it. */
export async function renderAvailability(
  c: ConsoleContext,
  parts: ConsoleParts,
  status: 200 | 409 = 200,
  notice: Child = null,
) {
  const view = await parts.availability.view(c.get('actor'));
  if (view === null) return renderAbsent(c, parts);
  const { csrf } = c.get('session');
  return renderPage(
    c,
    parts,
    { title: '开放时间', place: 'availability', status },
    <>
      <PageHead title="开放时间">
        {view.mayArrange ? (
          <div class="week-links">
            <a class="button" href={`${BASE}/rooms`}>
              房间
            </a>
            <a class="button" href={`${BASE}/import`}>
              导入
            </a>
          </div>
        ) : null}
      </PageHead>
      {notice}
      {view.sampleCalendar ? (
        <Notice kind="warn">
          现在用的是样例校历，节假日、调休和教学周都没有核对过：请改 <code>config/calendar.yaml</code>。
        </Notice>
      ) : null}
      <p class="faint">
        节假日不开放，调休上班的日子按校历里写的星期开放。改动马上生效；已经约好的不会被移动或取消。
      </p>
      {view.counsellors.length === 0 ? <Empty>还没有咨询师。</Empty> : null}
      {view.counsellors.map((one) => (
        <Counsellor one={one} view={view} csrf={csrf} />
      ))}
    </>,
  );
}

export const showAvailability = (c: ConsoleContext, parts: ConsoleParts) => renderAvailability(c, parts);

/**
 * Whether it is said that something is gone already: to whoever may change everybody's hours, and of an id also to a
 * counsellor, who learns the same about the rules of others. To anybody else it looks as if nothing was there.
 */
export function mayHearGone(c: ConsoleContext, id: string): boolean {
  const actor = c.get('actor');
  const may = (ownerId: string | null) =>
    can(actor, 'availability.change', { kind: 'availability', ownerId }, 'administration');
  return may(null) || (isUuid(id) && actor.kind === 'staff' && may(actor.staffId));
}
