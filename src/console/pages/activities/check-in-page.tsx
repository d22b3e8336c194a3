import type { CheckInView } from '../../../conversation/desks/activities/activity-desk.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { Notice, PageHead } from '../pieces.tsx';
import { drawQr, QrCode, telegramLink } from './qr-code.tsx';

const Codes = async ({ view, telegram }: { view: CheckInView; telegram: string | null }) => (
  <article class="poster">
    <h2>扫码签到</h2>
    <div class="qr-codes">
      <QrCode svg={await drawQr(view.link)} link={view.link} label="网页" />
      {telegram === null ? null : <QrCode svg={await drawQr(telegram)} link={telegram} label="Telegram" />}
    </div>
    <p>
      或在报名的地方打 <strong class="check-in">{`签到 ${view.date.checkIn}`}</strong>
    </p>
  </article>
);

/** What stands on a screen at the place while people come; before and after it there is nothing to scan. */
export async function showCheckIn(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const view =
    id === null ? null : await parts.activities.checkIn(c.get('actor'), id, c.req.query('date') ?? null);
  if (view === null) return renderAbsent(c, parts);
  const now = await parts.clock.now();
  const { activity, date, phase, from, to } = view;
  const telegram = telegramLink(await parts.telegramAddress(), `c${date.checkIn}`);
  return renderPage(
    c,
    parts,
    { title: '现场签到', place: 'activities' },
    <div class="narrow">
      <p class="crumb not-printed">
        <a href={`/console/activities/${activity.id}`}>{activity.title}</a> /{' '}
        <a href={`/console/activities/${activity.id}/sign-ups`}>名单与签到</a> / 现场签到
      </p>
      <PageHead title="现场签到">
        <p class="faint">{formatRange(date.startsAt, date.endsAt, 'zh')}</p>
      </PageHead>
      {phase === 'early' ? (
        <Notice kind="warn">{`还没到时间：${sayMoment(from, now)} 起这里有二维码，到时候再打开这一页。`}</Notice>
      ) : null}
      {phase === 'over' ? (
        <Notice kind="warn">签到时间已经过了；漏了的人，请在“名单与签到”里补记。</Notice>
      ) : null}
      {phase === 'now' ? (
        <>
          <p class="not-printed faint">{`有效到 ${sayMoment(to, now)}；只有报上名的人签得上，扫几次都只记一次。`}</p>
          {await Codes({ view, telegram })}
        </>
      ) : null}
    </div>,
  );
}
