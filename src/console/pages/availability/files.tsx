import { can } from '../../../access/can.ts';
import { COUNSELLOR_COLUMNS, RULE_COLUMNS, type TableKind } from '../../../booking/import-tables.ts';
import type { TableImport } from '../../../conversation/desks/booking/availability-desk.ts';
import { isWorkbook } from '../../../core/csv.ts';
import { sayTableFault } from '../../availability-words.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
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
import { Notice, PageHead } from '../pieces.tsx';
import { renderAvailability } from './overview.tsx';

const BASE = '/console/availability';
const PATH = `${BASE}/import`;

const KINDS: Readonly<Record<TableKind, string>> = { counsellors: '咨询师', availability: '开放时间' };

const columnsOf = (columns: readonly { readonly names: readonly string[]; readonly needed: boolean }[]) =>
  columns.map(({ names, needed }) => `${names[0]}${needed ? '' : '（可以没有）'}`).join('，');

type Table = { readonly kind: TableKind; readonly text: string };
type State = { readonly table: Table | null; readonly answer: TableImport | null; readonly problem?: string };

const sayGaps = (count: number): string =>
  `有 ${count} 条和房间的开放钟点对不上，在那几条后面写明了：改房间的钟点，或改这几条。`;

/** What a table would add and change; nothing where it has faults. */
function previewOf({ table, answer }: State): ImportPreview | null {
  if (table === null || answer === null || !answer.ok) return null;
  const { added, known, changed, roomGaps, lines } = answer;
  return {
    warning: roomGaps === 0 ? null : sayGaps(roomGaps),
    heading: `可以导入：新的 ${added} 条，已有的 ${known} 条，其中 ${changed} 条有改动`,
    lines,
    unit: '条',
    fields: { table: table.kind },
    text: table.text,
    button: lines.length === 0 ? null : `导入这 ${lines.length} 条`,
  };
}

const KindField = ({ kind }: { kind: TableKind | undefined }) => (
  <>
    <label for="table">导入什么</label>
    <select id="table" name="table">
      {(['counsellors', 'availability'] as const).map((one) => (
        <option value={one} selected={one === kind}>
          {KINDS[one]}
        </option>
      ))}
    </select>
  </>
);

function renderImport(c: ConsoleContext, parts: ConsoleParts, state: State, status: 200 | 422) {
  const { table, answer, problem } = state;
  const faults = answer !== null && !answer.ok && answer.code === 'faults' ? answer.faults : [];
  return renderPage(
    c,
    parts,
    { title: '导入', place: 'availability', status },
    <div class="narrow">
      <PageHead title="导入" />
      <ImportFrame
        action={PATH}
        csrf={c.get('session').csrf}
        back={BASE}
        problem={problem}
        faults={faults.map(sayTableFault)}
        refused={`一条也没有导入：有 ${faults.length} 处要改。`}
        preview={previewOf(state)}
        ignored={ignoredOf(answer)}
        fields={<KindField kind={table?.kind} />}
        fileLabel="CSV 表格（UTF-8 或 GBK）"
        accept=".csv,text/csv"
        pasted={faults.length > 0 ? (table?.text ?? '') : ''}
      >
        <p class="faint">{`咨询师表的第一行：${columnsOf(COUNSELLOR_COLUMNS)}。`}</p>
        <p class="faint">{`开放时间表的第一行：${columnsOf(RULE_COLUMNS)}。`}</p>
        <p class="faint">
          名字和房间要和这里的一样。咨询师表里没有的列，已有的人那一项不变；有这一列而格子空着，就是清空。开放时间表里钟点、房间、周次和起止日期都一样的就是已有的那一条：别的几列写得不一样，就照表改，先检查时会写明是哪一行、从什么改成什么；没有的列不变。先检查，不会马上导入；有一处不对，就一条也不导入。
        </p>
      </ImportFrame>
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
  const text = await readImport(form);
  if (text === null) return renderImport(c, parts, { table: null, answer: null, problem: NOTHING_SENT }, 422);
  if (isWorkbook(text)) return renderImport(c, parts, { table: null, answer: null, problem: WORKBOOK }, 422);
  const kind = form.one('table') === 'availability' ? 'availability' : 'counsellors';
  const dryRun = isDryRun(form);
  const answer = await parts.availability.import(c.get('actor'), kind, text, dryRun);
  if (answer.ok && !dryRun) {
    if (answer.roomGaps === 0) return c.redirect(BASE, 303);
    return renderAvailability(
      c,
      parts,
      200,
      <Notice kind="warn">{`已经导入。${sayGaps(answer.roomGaps)}`}</Notice>,
    );
  }
  return renderImport(c, parts, { table: { kind, text }, answer }, answer.ok ? 200 : 422);
}
