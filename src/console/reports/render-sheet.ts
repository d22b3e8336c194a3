import writeExcelFile from 'write-excel-file/node';
import type { IssuedReport } from '../../conversation/desks/cases/crisis-report-desk.ts';
import { partsOf, supplementsOf } from './report-parts.ts';

/** A sheet holds text alone, but what is copied from it must be no formula anywhere: such a cell gets a quote. */
export const safeCell = (text: string): string => (/^[\s]*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text);

/** The same parts as the PDF, a row for each line of them. */
export async function renderSheet(issued: IssuedReport): Promise<Buffer> {
  const corrections = supplementsOf(issued);
  const parts = [...partsOf(issued.report), ...(corrections === null ? [] : [corrections])];
  const cell = (value: string, bold = false) => ({
    type: String,
    value: safeCell(value),
    wrap: true,
    alignVertical: 'top' as const,
    ...(bold ? { fontWeight: 'bold' as const } : {}),
  });
  const rows = [
    [cell('部分', true), cell('项目', true), cell('内容', true)],
    ...parts.flatMap(({ title, rows: lines }) =>
      lines.map(([label, value]) => [cell(title), cell(label), cell(value)]),
    ),
    [cell('校验'), cell('SHA-256'), cell(issued.hash)],
  ];
  const columns = [{ width: 24 }, { width: 16 }, { width: 80 }];
  return writeExcelFile(rows, { columns, sheet: '危机随时报表' }).toBuffer();
}
