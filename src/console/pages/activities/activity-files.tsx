import { raw } from 'hono/html';
import { formatRange } from '../../../core/shanghai-time.ts';
import { ACTIVITY_KIND_NAMES } from '../../activity-words.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { findActivity } from './activity-page.tsx';

/** Pixels of the downloaded code: enough for a print of a hand's width. */
const QR_PIXELS = 1_200;

/** The page prints as one sheet; where nobody has a printer at hand, the files do. */
export async function showPoster(c: ConsoleContext, parts: ConsoleParts) {
  const view = await findActivity(c, parts);
  if (view === null) return renderAbsent(c, parts);
  const { activity, link } = view;
  // Loaded only when somebody wants a poster: a start must be quick.
  const { toString: drawQrCode } = await import('qrcode');
  const svg = await drawQrCode(link, { type: 'svg', margin: 2 });
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
        <div class="poster-code" role="img" aria-label={`报名二维码，打开 ${link}`}>
          {raw(svg)}
        </div>
        <p>{`扫码报名，或在心桥里打「活动 ${activity.code}」`}</p>
        <p class="faint">{link}</p>
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
  const qr = await toBuffer(view.link, { width: QR_PIXELS, margin: 1 });
  const bytes = await renderPoster(view, qr, await parts.reportFont());
  return send(c, bytes, 'application/pdf', `activity-${view.activity.code}.pdf`);
}

export async function downloadPosterPng(c: ConsoleContext, parts: ConsoleParts) {
  const view = await findActivity(c, parts);
  if (view === null) return renderAbsent(c, parts);
  const { toBuffer } = await import('qrcode');
  const bytes = await toBuffer(view.link, { width: QR_PIXELS, margin: 2 });
  return send(c, bytes, 'image/png', `activity-${view.activity.code}.png`);
}

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function downloadFigures(c: ConsoleContext, parts: ConsoleParts) {
  const figures = await parts.activities.figures(c.get('actor'));
  if (figures === null) return renderAbsent(c, parts);
  const { renderFigures } = await import('../../reports/activity-sheets.ts');
  return send(c, await renderFigures(figures), SHEET, 'activities.xlsx');
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
