import { can } from '../../../access/can.ts';
import { COUNSELLOR_COLUMNS, RULE_COLUMNS, type TableKind } from '../../../booking/import-tables.ts';
import type { TableImport } from '../../../conversation/desks/availability-desk.ts';
import { decodeText, isWorkbook } from '../../../core/csv.ts';
import { sayTableFault } from '../../availability-words.ts';
import { type Form, readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { Csrf, Notice, PageHead, WORKBOOK } from '../pieces.tsx';

const BASE = '/console/availability';
const PATH = `${BASE}/import`;
/** As many lines, and faults, as the page names. */
const SHOWN = 60;

const KINDS: Readonly<Record<TableKind, string>> = { counsellors: '咨询师', availability: '开放时间' };

const columnsOf = (columns: readonly { readonly names: readonly string[]; readonly needed: boolean }[]) =>
  columns.map(({ names, needed }) => `${names[0]}${needed ? '' : '（可以没有）'}`).join('，');

type Table = { readonly kind: TableKind; readonly text: string };
type State = { readonly table: Table | null; readonly answer: TableImport | null; readonly problem?: string };

const Confirm = ({
  csrf,
  table,
  answer,
}: {
  csrf: string;
  table: Table;
  answer: TableImport & { ok: true };
}) => (
  <section>
    <h2>{`可以导入：新的 ${answer.added} 条，已有的 ${answer.known} 条`}</h2>
    <ul class="plain-list">
      {answer.lines.slice(0, SHOWN).map((line) => (
        <li>{line}</li>
      ))}
      {answer.lines.length > SHOWN ? <li>{`还有 ${answer.lines.length - SHOWN} 条`}</li> : null}
    </ul>
    {answer.lines.length === 0 ? null : (
      <form method="post" action={PATH} enctype="multipart/form-data" class="form-end">
        <Csrf token={csrf} />
        <input type="hidden" name="step" value="do" />
        <input type="hidden" name="table" value={table.kind} />
        <textarea name="text" hidden>
          {table.text}
        </textarea>
        <button type="submit" class="primary">
          {`导入这 ${answer.lines.length} 条`}
        </button>
      </form>
    )}
  </section>
);

function renderImport(c: ConsoleContext, parts: ConsoleParts, state: State, status: 200 | 422) {
  const { csrf } = c.get('session');
  const { table, answer, problem } = state;
  const faults = answer !== null && !answer.ok && answer.code === 'faults' ? answer.faults : [];
  return renderPage(
    c,
    parts,
    { title: '导入', place: 'availability', status },
    <div class="narrow">
      <PageHead title="导入" />
      {problem === undefined ? null : <Notice kind="bad">{problem}</Notice>}
      {answer?.ok && table !== null ? <Confirm csrf={csrf} table={table} answer={answer} /> : null}
      {faults.length === 0 ? null : (
        <section>
          <Notice kind="bad">{`一条也没有导入：有 ${faults.length} 处要改。`}</Notice>
          <ul class="plain-list">
            {faults.slice(0, SHOWN).map((fault) => (
              <li>{sayTableFault(fault)}</li>
            ))}
          </ul>
        </section>
      )}
      <form method="post" action={PATH} enctype="multipart/form-data" class="stack">
        <Csrf token={csrf} />
        <input type="hidden" name="step" value="check" />
        <label for="table">导入什么</label>
        <select id="table" name="table">
          {(['counsellors', 'availability'] as const).map((kind) => (
            <option value={kind} selected={kind === table?.kind}>
              {KINDS[kind]}
            </option>
          ))}
        </select>
        <label for="file">CSV 表格（UTF-8 或 GBK）</label>
        <input id="file" name="file" type="file" accept=".csv,text/csv" />
        <label for="text">或者把内容贴在这里</label>
        <textarea id="text" name="text" rows={6}>
          {faults.length > 0 ? (table?.text ?? '') : ''}
        </textarea>
        <p class="faint">{`咨询师表的第一行：${columnsOf(COUNSELLOR_COLUMNS)}。`}</p>
        <p class="faint">{`开放时间表的第一行：${columnsOf(RULE_COLUMNS)}。`}</p>
        <p class="faint">名字和房间要和这里的一样。先检查，不会马上导入；有一处不对，就一条也不导入。</p>
        <div class="form-end">
          <a class="button" href={BASE}>
            返回
          </a>
          <button type="submit">先检查</button>
        </div>
      </form>
    </div>,
  );
}

const mayImport = (c: ConsoleContext): boolean =>
  can(c.get('actor'), 'availability.arrange', { kind: 'availability' }, 'administration');

export const showImport = (c: ConsoleContext, parts: ConsoleParts) =>
  mayImport(c) ? renderImport(c, parts, { table: null, answer: null }, 200) : renderAbsent(c, parts);

export async function importTable(c: ConsoleContext, parts: ConsoleParts) {
  if (!mayImport(c)) return renderAbsent(c, parts);
  const form = await readForm(c);
  const table = await readTable(form);
  if (table === null) {
    const problem = '文件：还没有选，也没有贴内容。';
    return renderImport(c, parts, { table, answer: null, problem }, 422);
  }
  if (isWorkbook(table.text))
    return renderImport(c, parts, { table: null, answer: null, problem: WORKBOOK }, 422);
  const dryRun = form.one('step') !== 'do';
  const answer = await parts.availability.import(c.get('actor'), table.kind, table.text, dryRun);
  if (answer.ok && !dryRun) return c.redirect(BASE, 303);
  return renderImport(c, parts, { table, answer }, answer.ok ? 200 : 422);
}

async function readTable(form: Form): Promise<Table | null> {
  const file = form.file('file');
  const text = file === null ? form.one('text') : decodeText(await file.arrayBuffer());
  const kind = form.one('table') === 'availability' ? 'availability' : 'counsellors';
  return text.trim() === '' ? null : { kind, text };
}
