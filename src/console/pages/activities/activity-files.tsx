import type { ActivityView } from '../../../conversation/desks/activities/activity-desk.ts';
import { formatRange } from '../../../core/shanghai-time.ts';
import { ACTIVITY_KIND_NAMES } from '../../activity-words.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { findActivity } from './activity-page.tsx';
import { drawQr, QrCode, telegramLink } from './qr-code.tsx';

/** Pixels of the downloaded code: enough for a print of a hand's width. */
const QR_PIXELS = 1_200;

/** The page prints as one sheet; where nobody has a printer at hand, the files do. */
export async function showPoster(c: ConsoleContext, parts: ConsoleParts) {
  const view = await findActivity(c, parts);
  if (view === null) return renderAbsent(c, parts);
  const { activity, link } = view;
  const telegram = await telegramLinkOf(parts, view);
  const at = `/console/activities/${activity.id}`;
  return renderPage(
    c,
    parts,
    { title: '海报', place: 'activities' },
    <div class="narrow">
      <p class="crumb not-printed">
        <a href={at}>{activity.title}</a> / 海报
      </p>
      <div class="campaign-steps not-printed">
        <a class="button primary" href={`${at}/poster.pdf`}>
          下载 PDF（A4）
        </a>
        <a class="button" href={`${at}/poster.png`}>
          下载二维码 PNG
        </a>
        {telegram === null ? null : (
          <a class="button" href={`${at}/telegram.png`}>
            下载 Telegram 二维码 PNG
          </a>
        )}
        <span class="faint">也可以直接打印这一页。</span>
      </div>
      <article class="poster">
        <p class="poster-kind">{ACTIVITY_KIND_NAMES[activity.kind]}</p>
        <h1>{activity.title}</h1>
        <ul>
          {activity.dates.map(({ startsAt, endsAt }) => (
            <li>{formatRange(startsAt, endsAt, 'zh')}</li>
          ))}
        </ul>
        <p class="poster-place">{activity.place}</p>
        <p class="poster-text">{activity.text}</p>
        <div class="qr-codes">
          <QrCode svg={await drawQr(link)} link={link} label="扫码在网页报名" />
          {telegram === null ? null : (
            <QrCode svg={await drawQr(telegram)} link={telegram} label="扫码在 Telegram 报名" />
          )}
        </div>
        <p>{`扫码报名，或在心桥里打「活动 ${activity.code}」`}</p>
      </article>
    </div>,
  );
}

export async function downloadPosterPdf(c: ConsoleContext, parts: ConsoleParts) {
  const view = await findActivity(c, parts);
  if (view === null) return renderAbsent(c, parts);
  const [{ toBuffer }, { renderPoster }] = await Promise.all([
    import('qrcode'),
    import('../../reports/render-poster.ts'),
  ]);
  const telegram = await telegramLinkOf(parts, view);
  const codes = [];
  for (const [label, link] of [['网页', view.link] as const, ['Telegram', telegram] as const])
    if (link !== null)
      codes.push({ label, link, png: await toBuffer(link, { width: QR_PIXELS, margin: 1 }) });
  const bytes = await renderPoster(view, codes, await parts.reportFont());
  return send(c, bytes, 'application/pdf', `activity-${view.activity.code}.pdf`);
}

const telegramLinkOf = async (parts: ConsoleParts, { activity }: ActivityView): Promise<string | null> =>
  telegramLink(await parts.telegramAddress(), `a${activity.code}`);

/** Of the page, or of Telegram where there is a bot. */
export const downloadPosterPng =
  (opens: 'page' | 'telegram') => async (c: ConsoleContext, parts: ConsoleParts) => {
    const view = await findActivity(c, parts);
    const link = view === null || opens === 'page' ? view?.link : await telegramLinkOf(parts, view);
    if (view === null || link === null || link === undefined) return renderAbsent(c, parts);
    const { toBuffer } = await import('qrcode');
    const bytes = await toBuffer(link, { width: QR_PIXELS, margin: 2 });
    const name = `activity-${view.activity.code}${opens === 'page' ? '' : '-telegram'}.png`;
    return send(c, bytes, 'image/png', name);
  };

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function downloadFigures(c: ConsoleContext, parts: ConsoleParts) {
  const view = await parts.activities.figures(c.get('actor'), c.req.query('span') ?? '');
  if (view === null) return renderAbsent(c, parts);
  const { renderFigures } = await import('../../reports/activity-sheets.ts');
  const { rows, span } = view;
  return send(c, await renderFigures(rows), SHEET, `activities-${span.from}-${span.to}.xlsx`);
}

export async function downloadAttendance(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const list = id === null ? null : await parts.activities.signUps(c.get('actor'), id);
  if (list === null) return renderAbsent(c, parts);
  const { renderAttendance } = await import('../../reports/activity-sheets.ts');
  return send(c, await renderAttendance(list), SHEET, `attendance-${list.activity.code}.xlsx`);
}

const send = (c: ConsoleContext, bytes: Buffer, type: string, name: string): Response =>
  c.body(new Uint8Array(bytes), 200, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
  });
