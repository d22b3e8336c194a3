import type { IntakeRow, IntakeView } from '../../../conversation/desks/people/intake-desk.ts';
import { showable } from '../../../core/clean-text.ts';
import type { IntakeEntry } from '../../../core/intake.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { sayDay, sayTime } from '../../times.ts';
import { Empty, PageHead } from '../pieces.tsx';

const FORMS: Readonly<Record<IntakeRow['form'], string>> = {
  none: '还没有填',
  begun: '填了一部分',
  finished: '填好了',
};

const FIELDS: Readonly<Record<IntakeEntry, string>> = {
  urgency: '现在有多急',
  reason: '想来谈什么',
  since: '从什么时候开始',
  help: '以前找过咨询或医生',
  medicines: '在吃的药',
  contact: '紧急联系人',
  question: '同意之前想问的',
};

const CHOICES: Readonly<Record<string, string>> = {
  'urgency:ordinary': '一般',
  'urgency:soon': '尽快',
  'urgency:distress': '现在很难受',
  'urgency:harm': '有伤害自己的念头',
  'since:weeks': '最近两周',
  'since:month': '一个月左右',
  'since:halfyear': '半年以内',
  'since:longer': '更久',
  'help:none': '没有',
  'help:campus': '学校里找过',
  'help:elsewhere': '校外或医院找过',
};

const when = ({ startsAt, endsAt }: IntakeRow): string =>
  `${sayDay(startsAt)} ${sayTime(startsAt)}–${sayTime(endsAt)}`;

const sayValue = (field: IntakeEntry, value: string): string =>
  CHOICES[`${field}:${value}`] ?? showable(value);

export async function showIntakes(c: ConsoleContext, parts: ConsoleParts) {
  const rows = await parts.intakes.list(c.get('actor'));
  if (rows === null) return renderAbsent(c, parts);
  return renderPage(
    c,
    parts,
    { title: '初访登记', place: 'intakes' },
    <div class="narrow">
      <PageHead title="初访登记">
        <p class="faint">约了你的同学填的登记表；督导看得到全部，但看不到是谁。每次打开都有记录。</p>
      </PageHead>
      {rows.length === 0 ? <Empty>最近没有预约。</Empty> : null}
      <ul class="plain-list">
        {rows.map((row) => (
          <li>
            <a href={`/console/first-visits/${row.appointmentId}`}>{when(row)}</a>
            {` ${row.counsellor} · `}
            {FORMS[row.form]}
            {row.bound ? ' · 身份已核对' : ' · 身份未核对'}
          </li>
        ))}
      </ul>
    </div>,
  );
}

const Answers = ({ view }: { view: IntakeView }) => (
  <dl class="facts">
    {view.person === null ? null : (
      <div>
        <dt>名册上是</dt>
        <dd>{`${showable(view.person.name)} ${showable(view.person.college)}`}</dd>
      </div>
    )}
    {view.answers.map(({ field, value }) => (
      <div>
        <dt>{FIELDS[field]}</dt>
        <dd dir="auto">{value === '' ? <span class="faint">跳过了</span> : sayValue(field, value)}</dd>
      </div>
    ))}
  </dl>
);

export async function showIntake(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const view = id === null ? null : await parts.intakes.view(c.get('actor'), id);
  if (view === null) return renderAbsent(c, parts);
  return renderPage(
    c,
    parts,
    { title: '初访登记表', place: 'intakes' },
    <div class="narrow">
      <PageHead title="初访登记表">
        <p class="faint">
          {`${when(view)} · ${view.counsellor} · ${FORMS[view.form]} · ${view.bound ? '身份已核对' : '身份未核对'}`}
        </p>
      </PageHead>
      {view.answers.length === 0 ? <Empty>还没有填。</Empty> : null}
      <Answers view={view} />
      <p>
        <a class="button" href="/console/first-visits">
          返回
        </a>
      </p>
    </div>,
  );
}
