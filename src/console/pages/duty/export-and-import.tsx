import { can } from '../../../access/can.ts';
import type { ImportAnswer, RotaFile } from '../../../conversation/desks/duty/rota-desk.ts';
import { isWorkbook } from '../../../core/csv.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { DUTY_NAMES, sayFault, sayPeriod } from '../../rota-words.ts';
import type { ConsoleContext } from '../../route.ts';
import {
  ImportFrame,
  type ImportPreview,
  ignoredOf,
  isDryRun,
  NOTHING_SENT,
  readImport,
  WORKBOOK,
} from '../import-frame.tsx';
import { PageHead } from '../pieces.tsx';

const TYPES: Readonly<Record<RotaFile['format'], string>> = {
  ics: 'text/calendar; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

export const exportRota = (format: RotaFile['format']) => async (c: ConsoleContext, parts: ConsoleParts) => {
  const mine = c.req.query('who') === 'me';
  const staffId = mine ? c.get('session').staff.id : null;
  const text = await parts.rota.export(c.get('actor'), { format, staffId });
  if (text === null) return renderAbsent(c, parts);
  return c.body(text, 200, {
    'Content-Type': TYPES[format],
    'Content-Disposition': `attachment; filename="xinqiao-rota${mine ? '-me' : ''}.${format}"`,
  });
};

type State = {
  readonly file: RotaFile | null;
  readonly answer: ImportAnswer | null;
  readonly problem?: string;
};

type Planned = Extract<ImportAnswer, { readonly ok: true }>['added'][number];

const sayPlanned = (rule: Planned): string =>
  [
    rule.name,
    DUTY_NAMES[rule.duty],
    sayPeriod(rule),
    ...(rule.insteadOf === null ? [] : [`替 ${rule.insteadOf}`]),
    ...(rule.absent === null ? [] : [`${rule.absent} 这段时间本来不在班，排成单次的班`]),
  ].join(' · ');

/** What a plan would add; nothing where it has faults. */
function previewOf({ file, answer }: State): ImportPreview | null {
  if (file === null || answer === null || !answer.ok) return null;
  const { added, known } = answer;
  return {
    heading: `会添加 ${added.length} 班${known === 0 ? '' : `，另外 ${known} 班已经有了`}`,
    lines: added.map(sayPlanned),
    unit: '班',
    fields: { format: file.format },
    text: file.text,
    button: added.length === 0 ? null : `添加这 ${added.length} 班`,
  };
}

function renderImport(c: ConsoleContext, parts: ConsoleParts, state: State, status: 200 | 422) {
  const { file, answer, problem } = state;
  const faults = answer !== null && !answer.ok && answer.code === 'faults' ? answer.faults : [];
  return renderPage(
    c,
    parts,
    { title: '导入值班表', place: 'duty', status },
    <div class="narrow">
      <PageHead title="导入值班表" />
      <ImportFrame
        action="/console/duty/import"
        csrf={c.get('session').csrf}
        back="/console/duty"
        problem={problem}
        faults={faults.map(sayFault)}
        refused={`一班也没有添加：有 ${faults.length} 处要改。`}
        preview={previewOf(state)}
        ignored={ignoredOf(answer)}
        fileLabel="CSV 表格或 ICS 日历"
        accept=".csv,.ics,text/csv,text/calendar"
        pasted={answer !== null && !answer.ok ? (file?.text ?? '') : ''}
      >
        <p class="faint">
          表格第一行写：姓名,值班类型,开始,结束,代替；时间写成 2026-11-23
          08:00，是北京时间。“代替”可以不要这一列：替别人值才写被替的人，那个人这段时间就不在班。日历里每个日程叫“值班
          姓名”或“后备 姓名”，替别人就在说明里写一行“代替
          姓名”。名字要和“人员”里一样。先检查，不会马上添加。导入只会添加：这个人本来就在班上的时间会跳过；要让谁不再值班，请停止或修改原来的班。班有变化的人会各收到一条消息。
        </p>
      </ImportFrame>
    </div>,
  );
}

const mayImport = (c: ConsoleContext): boolean =>
  can(c.get('actor'), 'rota.change', { kind: 'rota' }, 'administration');

export function showImportRota(c: ConsoleContext, parts: ConsoleParts) {
  return mayImport(c) ? renderImport(c, parts, { file: null, answer: null }, 200) : renderAbsent(c, parts);
}

export async function importRota(c: ConsoleContext, parts: ConsoleParts) {
  if (!mayImport(c)) return renderAbsent(c, parts);
  const form = await readForm(c);
  const text = await readImport(form);
  if (text === null) return renderImport(c, parts, { file: null, answer: null, problem: NOTHING_SENT }, 422);
  if (isWorkbook(text)) return renderImport(c, parts, { file: null, answer: null, problem: WORKBOOK }, 422);
  const file: RotaFile = { format: isCalendar(text) ? 'ics' : 'csv', text };
  const dryRun = isDryRun(form);
  const answer = await parts.rota.import(c.get('actor'), file, dryRun);
  if (answer.ok && !dryRun) return c.redirect('/console/duty', 303);
  return renderImport(c, parts, { file, answer }, answer.ok ? 200 : 422);
}

const isCalendar = (text: string): boolean => /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text);
