import type { CheckInView, ShownCode } from '../../../conversation/desks/activities/activity-desk.ts';
import { hoursMs } from '../../../core/clock.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import { CHECK_IN_CODE_MINUTES } from '../../../groups/activity-code.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { Notice, PageHead } from '../pieces.tsx';
import { drawQr, QrCode, telegramLink } from './qr-code.tsx';

const Codes = async ({ shown, telegram }: { shown: ShownCode; telegram: string | null }) => (
  <article class="poster">
    <h2>扫码签到</h2>
    <div class="qr-codes">
      <QrCode svg={await drawQr(shown.link)} link={shown.link} label="网页" />
      {telegram === null ? null : <QrCode svg={await drawQr(telegram)} link={telegram} label="Telegram" />}
    </div>
    <p>
      或在报名的地方打 <strong class="check-in">{`签到 ${shown.code}`}</strong>
    </p>
  </article>
);

/** A screen that is set up an hour before shows the codes by itself; one from days before does not ask for ever. */
const AWAITED_MS = hoursMs(1);

/** In how many seconds there is something else to show, for a screen that nobody touches; null where nothing will be. */
function nextLook({ phase, from, shown }: CheckInView, now: Date): number | null {
  const awaited = phase === 'early' && from.getTime() - now.getTime() <= AWAITED_MS ? from : null;
  const at = shown?.changesAt ?? awaited;
  return at === null ? null : Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 1_000));
}

/** What stands on a screen at the place while people come; before and after it there is nothing to scan. */
export async function showCheckIn(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const view =
    id === null ? null : await parts.activities.checkIn(c.get('actor'), id, c.req.query('date') ?? null);
  if (view === null) return renderAbsent(c, parts);
  const now = await parts.clock.now();
  const { activity, date, phase, from, to, shown } = view;
  const address = shown === null ? null : await parts.telegramAddress();
  const telegram = telegramLink(address, `c${shown?.code ?? ''}`);
  const next = nextLook(view, now);
  if (next !== null) c.header('Refresh', String(next));
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
        <Notice kind="warn">{`还没到时间：${sayMoment(from, now)} 起这里有二维码。`}</Notice>
      ) : null}
      {phase === 'over' ? (
        <Notice kind="warn">签到时间已经过了；漏了的人，请在“名单与签到”里补记。</Notice>
      ) : null}
      {shown === null ? null : (
        <>
          <p class="not-printed faint">
            {`二维码每 ${CHECK_IN_CODE_MINUTES} 分钟换一次，这一页会自己换；刚换掉的还能用到下一次换。不用打印。签到到 ${sayMoment(to, now)} 为止；只有报上名的人签得上，扫几次都只记一次。`}
          </p>
          {await Codes({ shown, telegram })}
        </>
      )}
    </div>,
  );
}
