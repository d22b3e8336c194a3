import writeExcelFile from 'write-excel-file/node';
import type { WorkloadView } from '../../conversation/desks/sessions/workload-desk.ts';
import { safeCell } from './render-sheet.ts';
import { WORKLOAD_COLUMNS } from './workload-columns.ts';

/** 工作量 as a spreadsheet: figures are numbers, so that they can be added up. */
export async function renderWorkload({ term, rows }: WorkloadView): Promise<Buffer> {
  const text = (value: string, bold = false) => ({
    type: String,
    value: safeCell(value),
    ...(bold ? { fontWeight: 'bold' as const } : {}),
  });
  const sheet = [
    [text(`${term.name}（${term.from} 到 ${term.to}）`, true)],
    WORKLOAD_COLUMNS.map(({ title }) => text(title, true)),
    ...rows.map((row) =>
      WORKLOAD_COLUMNS.map(({ show, number }) => {
        const value = number?.(row) ?? null;
        return value === null ? text(show(row)) : { type: Number, value };
      }),
    ),
    [text('45 分钟算 1 课时；分钟相加后再除，四舍五入到两位小数；值班时间里的咨询只算一次。')],
  ];
  const columns = WORKLOAD_COLUMNS.map(() => ({ width: 12 }));
  return writeExcelFile(sheet, { columns, sheet: '工作量' }).toBuffer();
}
