import PDFDocument from 'pdfkit';
import type { ActivityView } from '../../conversation/desks/activities/activity-desk.ts';
import { formatRange } from '../../core/shanghai-time.ts';
import { ACTIVITY_KIND_NAMES } from '../activity-words.ts';

const MARGIN = 64;
const QR_POINTS = 190;
const QR_GAP = 50;

/** What a code is for, what it opens, and the code as PNG. */
export type PosterCode = { readonly label: string; readonly link: string; readonly png: Buffer };

/**
 * One A4 page to hang up.
 * @param codes one or two, side by side
 * @param font a TrueType font with Chinese characters
 */
export function renderPoster(
  { activity }: ActivityView,
  codes: readonly PosterCode[],
  font: Buffer,
): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: 'zh-CN',
    info: { Title: activity.title, Producer: '', Creator: '' },
    // pdfkit takes the bytes of a font, which its types do not say here.
    font: font as unknown as string,
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  const { width, height } = document.page;
  const bottom = height - MARGIN - QR_POINTS - 70;
  const centred = { align: 'center' } as const;
  document.rect(0, 0, width, 14).fill('#2f6f62');
  document.fillColor('#2f6f62').fontSize(18).text(ACTIVITY_KIND_NAMES[activity.kind], MARGIN, 70, centred);
  document.moveDown(0.4).fillColor('#111111').fontSize(34).text(activity.title, centred);
  document.moveDown(0.8).fontSize(17);
  for (const { startsAt, endsAt } of activity.dates.slice(0, 6))
    document.text(formatRange(startsAt, endsAt, 'zh'), centred);
  if (activity.dates.length > 6) document.text(`共 ${activity.dates.length} 次`, centred);
  document.moveDown(0.3).text(activity.place, centred);
  document.moveDown(0.9).fontSize(13).fillColor('#333333');
  const room = Math.max(0, bottom - document.y - 10);
  document.text(activity.text, { align: 'left', lineGap: 4, height: room, ellipsis: true });
  document.page.margins.bottom = 0;
  const whole = codes.length * (QR_POINTS + QR_GAP) - QR_GAP;
  for (const [index, { label, link, png }] of codes.entries()) {
    const left = (width - whole) / 2 + index * (QR_POINTS + QR_GAP);
    document.image(png, left, bottom, { width: QR_POINTS });
    const below = { width: QR_POINTS + QR_GAP, align: 'center', lineBreak: false } as const;
    const text = codes.length === 1 ? link : `${label}：${link}`;
    document
      .fontSize(8)
      .fillColor('#666666')
      .text(text, left - QR_GAP / 2, bottom + QR_POINTS + 6, below);
  }
  document.fillColor('#111111').fontSize(14);
  const line = { width: width - 2 * MARGIN, align: 'center', lineBreak: false } as const;
  document.text(`扫码报名，或在心桥里打「活动 ${activity.code}」`, MARGIN, bottom + QR_POINTS + 28, line);
  document.end();
  return done;
}
