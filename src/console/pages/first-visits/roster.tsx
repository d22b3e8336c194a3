import type { RosterAnswer, RosterSummary } from '../../../conversation/desks/people/roster-desk.ts';
import { isWorkbook } from '../../../core/csv.ts';
import type { RosterFault } from '../../../people/roster-file.ts';
import type { RosterColumnChange } from '../../../people/roster-store.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { sayMoment } from '../../times.ts';
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

type State = {
  readonly text: string;
  readonly answer: RosterAnswer | null;
  readonly done: boolean;
  readonly problem?: string;
};

const BLANK: State = { text: '', answer: null, done: false };

const REASONS: Readonly<Record<RosterFault['code'], string>> = {
  empty: '里面没有人',
  'not-csv': '引号没有结束，不是完整的表格',
  header: '第一行缺少这一列',
  columns: '这一行的列数和第一行不一样',
  number: '学号要是 4 到 24 位的数字或字母',
  name: '姓名是空的，或者有不是文字的符号',
  mailbox: '邮箱的写法不对；没有就空着',
  phone: '电话要是 6 到 25 位的数字；没有就空着',
  college: '学院太长了，最多 80 个字',
  grade: '年级太长了，最多 40 个字',
  repeats: '这个学号前面已经有了',
  'too-many': '一次最多 60000 人',
};

const sayFault = ({ line, column, code, about }: RosterFault): string => {
  const where = `第 ${line} 行第 ${column} 列：${REASONS[code]}`;
  if (about === '') return where;
  return code === 'repeats' ? `${where}（第 ${about} 行）` : `${where}（${about}）`;
};

/** What a table would do; nothing where it has faults, and nothing once it is done. */
function previewOf({ answer, text, done }: State): ImportPreview | null {
  if (answer === null || !answer.ok || done) return null;
  return {
    heading: `检查过了，没有问题：会${sayChange(answer)}`,
    lines: answer.updated === 0 ? [] : sayColumns(answer.columns),
    unit: '列',
    fields: {},
    text,
    button: '导入',
  };
}

const sayChange = ({ added, updated }: { readonly added: number; readonly updated: number }): string =>
  `新增 ${added} 人，更新 ${updated} 人`;

const COLUMNS: Readonly<Record<RosterColumnChange['column'], string>> = {
  name: '姓名',
  mailbox: '邮箱',
  phone: '电话',
  college: '学院',
  grade: '年级',
};

/** 邮箱：填上 3 人，改 2 人，清空 1 人 */
const sayColumns = (columns: readonly RosterColumnChange[]): string[] =>
  columns.length === 0
    ? ['已有的人什么都不变。']
    : columns.map(({ column, filled, changed, cleared }) => {
        const counts = [
          ['填上', filled],
          ['改', changed],
          ['清空', cleared],
        ] as const;
        const said = counts.filter(([, count]) => count > 0).map(([word, count]) => `${word} ${count} 人`);
        return `${COLUMNS[column]}：${said.join('，')}`;
      });

async function renderRoster(
  c: ConsoleContext,
  parts: ConsoleParts,
  summary: RosterSummary,
  state: State,
  status: 200 | 422,
) {
  const { answer, done } = state;
  const faults = answer !== null && !answer.ok && answer.code === 'faults' ? answer.faults : [];
  const now = await parts.clock.now();
  const { people, importedAt } = summary;
  const there =
    importedAt === null ? '还没有导入过。' : `现在有 ${people} 人，上次导入 ${sayMoment(importedAt, now)}。`;
  return renderPage(
    c,
    parts,
    { title: '名册导入', place: 'roster', status },
    <div class="narrow">
      <PageHead title="名册导入">
        <p class="faint">{there}</p>
      </PageHead>
      {answer?.ok && done ? <Notice kind="good">{`已经导入：${sayChange(answer)}。`}</Notice> : null}
      <ImportFrame
        action="/console/roster"
        csrf={c.get('session').csrf}
        problem={state.problem}
        faults={faults.map(sayFault)}
        refused={`一个人也没有导入：有 ${faults.length} 处要改。`}
        preview={previewOf(state)}
        ignored={done ? [] : ignoredOf(answer)}
        fileLabel="CSV 表格（UTF-8 或 GBK）"
        accept=".csv,text/csv"
        pasted={answer !== null && !answer.ok ? state.text : ''}
      >
        <p class="faint">
          第一行写列名：学号,姓名,邮箱,电话,学院,年级，顺序随意，学号和姓名必须有。邮箱是校园邮箱，验证码发到那里；空着的，只能当面核对。电话只在预约要改、必须打电话的时候，给前台和
          TA
          的咨询师看。已经有的学号会更新，表里没有的人不动，表里没有的列也不动；有这一列而格子空着，就是清空。查找只用学号的加密指纹，学号、姓名、邮箱和电话都加密保存。先检查，不会马上导入。
        </p>
      </ImportFrame>
    </div>,
  );
}

export async function showRoster(c: ConsoleContext, parts: ConsoleParts) {
  const summary = await parts.roster.summary(c.get('actor'));
  return summary === null ? renderAbsent(c, parts) : renderRoster(c, parts, summary, BLANK, 200);
}

export async function importRoster(c: ConsoleContext, parts: ConsoleParts) {
  const actor = c.get('actor');
  const before = await parts.roster.summary(actor);
  if (before === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const text = await readImport(form);
  if (text === null) return renderRoster(c, parts, before, { ...BLANK, problem: NOTHING_SENT }, 422);
  if (isWorkbook(text)) return renderRoster(c, parts, before, { ...BLANK, problem: WORKBOOK }, 422);
  const dryRun = isDryRun(form);
  const answer = await parts.roster.import(actor, text, dryRun);
  const summary = (await parts.roster.summary(actor)) ?? before;
  return renderRoster(c, parts, summary, { text, answer, done: answer.ok && !dryRun }, answer.ok ? 200 : 422);
}
