import PDFDocument from 'pdfkit';
import type { IssuedReport } from '../../conversation/desks/cases/crisis-report-desk.ts';
import { partsOf, type ReportPart, sayNumber, supplementsOf } from './report-parts.ts';

const MARGIN = 56;
const LABEL_WIDTH = 92;
const GREY = '#555555';
const INK = '#111111';
const LINE = '#cccccc';

/**
 * The report on A4, with only those characters of the font that it uses.
 * @param font a TrueType font with Chinese characters
 */
export function renderPdf(issued: IssuedReport, font: Buffer): Promise<Buffer> {
  const { report, hash } = issued;
  const title = `危机随时报表 ${sayNumber(report.number)}`;
  const at = new Date(report.issuedAt);
  const info = { Title: title, Producer: '', Creator: '', CreationDate: at, ModDate: at };
  // pdfkit takes the bytes of a font, which its types do not say here.
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    lang: 'zh-CN',
    info,
    font: font as unknown as string,
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  document.fontSize(20).fillColor(INK).text('危机随时报表', { align: 'center' });
  document.moveDown(0.2).fontSize(11).fillColor(GREY).text(sayNumber(report.number), { align: 'center' });
  const corrections = supplementsOf(issued);
  for (const part of [...partsOf(report), ...(corrections === null ? [] : [corrections])]) {
    drawPart(document, part);
  }
  drawFeet(document, `校验 ${hash.slice(0, 16)}`);
  document.end();
  return done;
}

type Document = InstanceType<typeof PDFDocument>;

const bottomOf = (document: Document): number => document.page.height - MARGIN;

function drawPart(document: Document, { title, rows }: ReportPart): void {
  if (document.y + 60 > bottomOf(document)) document.addPage();
  document.moveDown(0.9).fontSize(13).fillColor(INK).text(title, MARGIN);
  document.moveDown(0.25);
  for (const [label, value] of rows) drawRow(document, label, value);
}

function drawRow(document: Document, label: string, value: string): void {
  const width = document.page.width - 2 * MARGIN - LABEL_WIDTH;
  document.fontSize(10.5);
  const height = Math.max(
    document.heightOfString(value, { width, lineGap: 2 }),
    document.heightOfString(label, { width: LABEL_WIDTH - 10 }),
  );
  // A row that fits a page is not torn; a longer one flows on by itself.
  if (document.y + height + 8 > bottomOf(document)) document.addPage();
  const top = document.y;
  document
    .moveTo(MARGIN, top)
    .lineTo(document.page.width - MARGIN, top)
    .lineWidth(0.5)
    .stroke(LINE);
  document.fillColor(GREY).text(label, MARGIN, top + 5, { width: LABEL_WIDTH - 10 });
  document.fillColor(INK).text(value, MARGIN + LABEL_WIDTH, top + 5, { width, lineGap: 2 });
  document.y = Math.max(document.y, top + 5 + height) + 3;
  document.x = MARGIN;
}

function drawFeet(document: Document, mark: string): void {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    document.switchToPage(page);
    // Below the margin, where text would begin a page of its own.
    document.page.margins.bottom = 0;
    const text = `内部资料，请勿外传 · ${mark} · 第 ${page - start + 1} 页，共 ${count} 页`;
    document
      .fontSize(8.5)
      .fillColor(GREY)
      .text(text, MARGIN, document.page.height - 38, {
        width: document.page.width - 2 * MARGIN,
        align: 'center',
        lineBreak: false,
      });
  }
}
