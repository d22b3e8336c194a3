import type { Child } from 'hono/jsx';
import { can } from '../../../access/can.ts';
import type { OnCallView, RotaView } from '../../../conversation/desks/duty/rota-desk.ts';
import type { DutyView } from '../../../people/staff-desk.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { sayPeriod } from '../../rota-words.ts';
import type { ConsoleContext } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { DutyCalendar } from './calendar.tsx';
import { DutyRules } from './rules.tsx';
import { DutySwaps } from './swaps.tsx';

/** As many gaps as are named above the calendar, which shows them all. */
const GAPS_NAMED = 3;

const Card = ({ title, children }: { title: string; children: Child }) => (
  <section class="card">
    <h2>{title}</h2>
    {children}
  </section>
);

const OnCall = ({ onCall, now }: { onCall: OnCallView; now: Date }) => (
  <>
    {onCall.now.length === 0 ? <p class="faint">没有人</p> : null}
    {onCall.now.map(({ name, until }) => (
      <p>
        <span class="names">{name}</span>
        {until === null ? null : <span class="faint">{` 到 ${sayMoment(until, now)}`}</span>}
      </p>
    ))}
    <p class="faint">
      {onCall.next === null
        ? '下一班：一个月内没有换人'
        : `下一班：${onCall.next.names.join('、')}，${sayMoment(onCall.next.at, now)} 起`}
    </p>
  </>
);

/** A file that is passed over in silence would be believed to be in effect. */
const FileChanged = () => (
  <Notice kind="warn">
    文件 <code>config/centre.yaml</code> 里的排班改过，还没有照着排：<a href="/console/duty/file">看差别</a>
  </Notice>
);

type BesideProps = { duty: DutyView; csrf: string; mayChange: boolean };

const Beside = ({ duty, csrf, mayChange }: BesideProps) => (
  <>
    {duty.besideRota.length === 0 ? <p class="faint">没有人</p> : null}
    <ul class="beside">
      {duty.besideRota.map(({ staffId, name }) => (
        <li class="beside-line">
          <strong>{name}</strong>
          {mayChange ? (
            <form method="post" action={`/console/staff/${staffId}/on-call`}>
              <Csrf token={csrf} />
              <input type="hidden" name="on" value="no" />
              <input type="hidden" name="back" value="duty" />
              <button type="submit">下班</button>
            </form>
          ) : null}
        </li>
      ))}
    </ul>
  </>
);

const Gaps = ({ view }: { view: RotaView }) => {
  const more = view.gaps.length - GAPS_NAMED;
  return view.gaps.length === 0 ? null : (
    <Notice kind="bad">
      {`今后 14 天有 ${view.gaps.length} 段没有真人值班：${view.gaps.slice(0, GAPS_NAMED).map(sayPeriod).join('；')}${more > 0 ? `，还有 ${more} 段` : ''}。`}
    </Notice>
  );
};

const Exports = () => (
  <p class="rota-files">
    导出这个学期：
    <a class="button" href="/console/duty/export.ics?who=me">
      我的日历（ICS）
    </a>
    <a class="button" href="/console/duty/export.ics">
      全部日历（ICS）
    </a>
    <a class="button" href="/console/duty/export.csv">
      全部表格（CSV）
    </a>
  </p>
);

export async function renderDuty(
  c: ConsoleContext,
  parts: ConsoleParts,
  status: 200 | 409 | 422 = 200,
  notice: Child = null,
) {
  const actor = c.get('actor');
  const [duty, view, fileChanged] = await Promise.all([
    parts.staff.duty(actor),
    parts.rota.view(actor),
    parts.rotaFile.changed(actor),
  ]);
  if (view === null) return renderAbsent(c, parts);
  const { csrf } = c.get('session');
  return renderPage(
    c,
    parts,
    { title: '值班', place: 'duty', status },
    <>
      <PageHead title="值班">
        {can(actor, 'rota.policy', { kind: 'rota' }, 'administration') ? (
          <a href="/console/duty/policy">求助时先叫谁、再叫谁</a>
        ) : null}
      </PageHead>
      {notice}
      {fileChanged ? <FileChanged /> : null}
      <Gaps view={view} />
      {duty.wechatOnly.length === 0 ? null : (
        <Notice kind="warn">
          {`${duty.wechatOnly.join('、')} 只能用微信叫到。每位值班老师都要有微信以外的第二个联系方式。`}
        </Notice>
      )}
      <div class="cards">
        <Card title="现在值班">
          <OnCall onCall={view.duty} now={view.now} />
        </Card>
        <Card title="后备">
          <OnCall onCall={view.backup} now={view.now} />
          {view.backupGaps.length === 0 ? null : (
            <p class="faint">{`今后 14 天有 ${view.backupGaps.length} 段没有真人后备`}</p>
          )}
        </Card>
        <Card title="排班之外，一直在班">
          <Beside duty={duty} csrf={csrf} mayChange={view.may.change} />
        </Card>
      </div>
      <DutySwaps view={view} csrf={csrf} />
      <DutyCalendar view={view} />
      <DutyRules view={view} csrf={csrf} />
      <Exports />
    </>,
  );
}

export const showDuty = (c: ConsoleContext, parts: ConsoleParts) => renderDuty(c, parts);
