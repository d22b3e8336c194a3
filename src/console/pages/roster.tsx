import type { RosterAnswer, RosterSummary } from '../../conversation/desks/roster-desk.ts';
import { decodeText, isWorkbook } from '../../core/csv.ts';
import type { RosterFault } from '../../people/roster-file.ts';
import { type Form, readForm } from '../form.ts';
import type { ConsoleParts } from '../parts.ts';
import { renderAbsent, renderPage } from '../render.tsx';
import type { ConsoleContext } from '../route.ts';
import { sayMoment } from '../times.ts';
import { Csrf, Notice, PageHead, WORKBOOK } from './pieces.tsx';

/** As many faults as the page names. */
const SHOWN = 60;

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

const Faults = ({ faults }: { faults: readonly RosterFault[] }) => (
  <section>
    <Notice kind="bad">{`一个人也没有导入：有 ${faults.length} 处要改。`}</Notice>
    <ul class="plain-list">
      {faults.slice(0, SHOWN).map((fault) => (
        <li>{sayFault(fault)}</li>
      ))}
      {faults.length > SHOWN ? <li>{`还有 ${faults.length - SHOWN} 处`}</li> : null}
    </ul>
  </section>
);

const Result = ({ csrf, state }: { csrf: string; state: State }) => {
  const { answer, text, done } = state;
  if (answer === null) return null;
  if (!answer.ok) return answer.code === 'faults' ? <Faults faults={answer.faults} /> : null;
  const what = `新增 ${answer.added} 人，更新 ${answer.updated} 人`;
  if (done) return <Notice kind="good">{`已经导入：${what}。`}</Notice>;
  return (
    <section>
      <h2>{`检查过了，没有问题：会${what}`}</h2>
      <form method="post" action="/console/roster" enctype="multipart/form-data" class="form-end">
        <Csrf token={csrf} />
        <input type="hidden" name="step" value="do" />
        <textarea name="text" hidden>
          {text}
        </textarea>
        <button type="submit" class="primary">
          导入
        </button>
      </form>
    </section>
  );
};

async function renderRoster(
  c: ConsoleContext,
  parts: ConsoleParts,
  summary: RosterSummary,
  state: State,
  status: 200 | 422,
) {
  const { csrf } = c.get('session');
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
      {state.problem === undefined ? null : <Notice kind="bad">{state.problem}</Notice>}
      <Result csrf={csrf} state={state} />
      <form method="post" action="/console/roster" enctype="multipart/form-data" class="stack">
        <Csrf token={csrf} />
        <input type="hidden" name="step" value="check" />
        <label for="file">CSV 表格（UTF-8 或 GBK）</label>
        <input id="file" name="file" type="file" accept=".csv,text/csv" />
        <label for="text">或者把内容贴在这里</label>
        <textarea id="text" name="text" rows={6}>
          {state.answer !== null && !state.answer.ok ? state.text : ''}
        </textarea>
        <p class="faint">
          第一行写列名：学号,姓名,邮箱,学院,年级，顺序随意，学号和姓名必须有。邮箱是校园邮箱，验证码发到那里；空着的，只能当面核对。已经有的学号会更新，表里没有的人不动。学号只存加密的指纹，姓名和邮箱加密保存。先检查，不会马上导入。
        </p>
        <div class="form-end">
          <button type="submit">先检查</button>
        </div>
      </form>
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
  const text = await readText(form);
  if (text.trim() === '')
    return renderRoster(c, parts, before, { ...BLANK, problem: '文件：还没有选，也没有贴内容。' }, 422);
  if (isWorkbook(text)) return renderRoster(c, parts, before, { ...BLANK, problem: WORKBOOK }, 422);
  const dryRun = form.one('step') !== 'do';
  const answer = await parts.roster.import(actor, text, dryRun);
  const summary = (await parts.roster.summary(actor)) ?? before;
  return renderRoster(c, parts, summary, { text, answer, done: answer.ok && !dryRun }, answer.ok ? 200 : 422);
}

async function readText(form: Form): Promise<string> {
  const file = form.file('file');
  return file === null ? form.one('text') : decodeText(await file.arrayBuffer());
}
