import { can } from '../../access/can.ts';
import type { ImportAnswer, RotaFile } from '../../conversation/desks/rota-desk.ts';
import { decodeText, isWorkbook } from '../../core/csv.ts';
import type { PlannedShift } from '../../handoff/rota/planned-shift.ts';
import { type Form, readForm } from '../form.ts';
import type { ConsoleParts } from '../parts.ts';
import { renderAbsent, renderPage } from '../render.tsx';
import { DUTY_NAMES, sayFault, sayPeriod } from '../rota-words.ts';
import type { ConsoleContext } from '../route.ts';
import { Csrf, Notice, PageHead, WORKBOOK } from './pieces.tsx';

/** As many shifts, and faults, as the page names. */
const SHOWN = 60;

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

const Shifts = ({ shifts }: { shifts: readonly PlannedShift[] }) => (
  <ul class="plain-list">
    {shifts.slice(0, SHOWN).map((shift) => (
      <li>{`${shift.name} · ${DUTY_NAMES[shift.duty]} · ${sayPeriod(shift)}`}</li>
    ))}
    {shifts.length > SHOWN ? <li>{`还有 ${shifts.length - SHOWN} 班`}</li> : null}
  </ul>
);

const Confirm = ({
  csrf,
  file,
  answer,
}: {
  csrf: string;
  file: RotaFile;
  answer: ImportAnswer & { ok: true };
}) => (
  <section>
    <h2>{`会添加 ${answer.added.length} 班${answer.known === 0 ? '' : `，另外 ${answer.known} 班已经有了`}`}</h2>
    <Shifts shifts={answer.added} />
    {answer.added.length === 0 ? null : (
      <form method="post" action="/console/duty/import" enctype="multipart/form-data" class="form-end">
        <Csrf token={csrf} />
        <input type="hidden" name="step" value="do" />
        <input type="hidden" name="format" value={file.format} />
        <textarea name="text" hidden>
          {file.text}
        </textarea>
        <button type="submit" class="primary">
          {`添加这 ${answer.added.length} 班`}
        </button>
      </form>
    )}
  </section>
);

const Faults = ({ answer }: { answer: ImportAnswer & { ok: false; code: 'faults' } }) => (
  <section>
    <Notice kind="bad">{`一班也没有添加：有 ${answer.faults.length} 处要改。`}</Notice>
    <ul class="plain-list">
      {answer.faults.slice(0, SHOWN).map((fault) => (
        <li>{sayFault(fault)}</li>
      ))}
    </ul>
  </section>
);

function renderImport(
  c: ConsoleContext,
  parts: ConsoleParts,
  { file, answer, problem }: State,
  status: 200 | 422,
) {
  const { csrf } = c.get('session');
  return renderPage(
    c,
    parts,
    { title: '导入值班表', place: 'duty', status },
    <div class="narrow">
      <PageHead title="导入值班表" />
      {problem === undefined ? null : <Notice kind="bad">{problem}</Notice>}
      {answer?.ok && file !== null ? <Confirm csrf={csrf} file={file} answer={answer} /> : null}
      {answer !== null && !answer.ok && answer.code === 'faults' ? <Faults answer={answer} /> : null}
      <form method="post" action="/console/duty/import" enctype="multipart/form-data" class="stack">
        <Csrf token={csrf} />
        <input type="hidden" name="step" value="check" />
        <label for="file">CSV 表格或 ICS 日历</label>
        <input id="file" name="file" type="file" accept=".csv,.ics,text/csv,text/calendar" />
        <label for="text">或者把内容贴在这里</label>
        <textarea id="text" name="text" rows={6}>
          {answer !== null && !answer.ok ? (file?.text ?? '') : ''}
        </textarea>
        <p class="faint">
          表格第一行写：姓名,值班类型,开始,结束；时间写成 2026-11-23 08:00，是北京时间。日历里每个日程叫“值班
          姓名”或“后备 姓名”。名字要和“人员”里一样。先检查，不会马上添加。
        </p>
        <div class="form-end">
          <a class="button" href="/console/duty">
            返回
          </a>
          <button type="submit">先检查</button>
        </div>
      </form>
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
  const file = await readFile(c, form);
  if (file === null)
    return renderImport(c, parts, { file, answer: null, problem: '文件：还没有选，也没有贴内容。' }, 422);
  if (isWorkbook(file.text))
    return renderImport(c, parts, { file: null, answer: null, problem: WORKBOOK }, 422);
  const dryRun = form.one('step') !== 'do';
  const answer = await parts.rota.import(c.get('actor'), file, dryRun);
  if (answer.ok && !dryRun) return c.redirect('/console/duty', 303);
  return renderImport(c, parts, { file, answer }, answer.ok ? 200 : 422);
}

async function readFile(c: ConsoleContext, form: Form): Promise<RotaFile | null> {
  const { file } = await c.req.parseBody();
  const uploaded = file instanceof File && file.size > 0 ? decodeText(await file.arrayBuffer()) : '';
  const text = uploaded === '' ? form.one('text') : uploaded;
  if (text.trim() === '') return null;
  return { format: /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text) ? 'ics' : 'csv', text };
}
