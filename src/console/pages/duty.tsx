import type { Child } from 'hono/jsx';
import { can } from '../../access/can.ts';
import type { DutyView } from '../../people/staff-desk.ts';
import type { ConsoleParts } from '../parts.ts';
import { renderPage } from '../render.tsx';
import type { ConsoleContext } from '../route.ts';
import { inShanghai, sayMinuteOfDay, WEEKDAYS } from '../times.ts';
import { Csrf, Notice, PageHead } from './pieces.tsx';

const Names = ({ names, none }: { names: readonly string[]; none: string }) =>
  names.length === 0 ? <p class="faint">{none}</p> : <p class="names">{names.join('、')}</p>;

const Card = ({ title, children }: { title: string; children: Child }) => (
  <section class="card">
    <h2>{title}</h2>
    {children}
  </section>
);

const Shift = ({ shift }: { shift: DutyView['shifts'][number] }) => (
  <li class={`shift shift-${shift.duty}`}>
    <span class="appointment-time">
      {`${sayMinuteOfDay(shift.fromMinute)}–${sayMinuteOfDay(shift.toMinute)}`}
    </span>
    <strong>{shift.name}</strong>
    <span class="faint">
      {shift.duty === 'duty' ? '值班' : '后备'}
      {shift.sample ? ' · 样例' : ''}
    </span>
  </li>
);

const Rota = ({ duty, weekday }: { duty: DutyView; weekday: number }) => (
  <div class="week">
    {WEEKDAYS.map((name, index) => {
      const shifts = duty.shifts
        .filter((shift) => shift.weekday === index + 1)
        .sort((a, b) => a.fromMinute - b.fromMinute);
      return (
        <section class={`day${weekday === index + 1 ? ' today' : ''}${shifts.length === 0 ? ' free' : ''}`}>
          <h2>
            {name}
            {weekday === index + 1 ? <span class="badge plain">今天</span> : null}
          </h2>
          {shifts.length === 0 ? (
            <p class="faint none">没有排班</p>
          ) : (
            <ul>
              {shifts.map((shift) => (
                <Shift shift={shift} />
              ))}
            </ul>
          )}
        </section>
      );
    })}
  </div>
);

export async function showDuty(c: ConsoleContext, parts: ConsoleParts) {
  const actor = c.get('actor');
  const [duty, now] = await Promise.all([parts.staff.duty(actor), parts.clock.now()]);
  const mayChange = can(actor, 'rota.change', { kind: 'rota' }, 'administration');
  return renderPage(
    c,
    parts,
    { title: '值班', place: 'duty' },
    <>
      <PageHead title="值班" />
      {duty.wechatOnly.length === 0 ? null : (
        <Notice kind="warn">
          {`${duty.wechatOnly.join('、')} 只能用微信叫到。每位值班老师都要有微信以外的第二个联系方式。`}
        </Notice>
      )}
      <div class="cards">
        <Card title="现在值班">
          <Names names={duty.duty} none="没有人" />
        </Card>
        <Card title="后备">
          <Names names={duty.backup} none="没有人" />
        </Card>
        <Card title="排班之外，一直在班">
          {duty.besideRota.length === 0 ? <p class="faint">没有人</p> : null}
          <ul class="beside">
            {duty.besideRota.map(({ staffId, name }) => (
              <li class="beside-line">
                <strong>{name}</strong>
                {mayChange ? (
                  <form method="post" action={`/console/staff/${staffId}/on-call`}>
                    <Csrf token={c.get('session').csrf} />
                    <input type="hidden" name="on" value="no" />
                    <input type="hidden" name="back" value="duty" />
                    <button type="submit">下班</button>
                  </form>
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
      </div>
      <h2>每周排班</h2>
      <Rota duty={duty} weekday={inShanghai(now).weekday} />
    </>,
  );
}
