import type { ExampleOutcome, NewExample } from '../../../conversation/desks/cases/mark-desk.ts';
import type { MarkedLine } from '../../../conversation/ports/mark-store.ts';
import { showable } from '../../../core/clean-text.ts';
import { type ExampleProblem, LONGEST_EXAMPLE } from '../../../keywords/de-identified.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { isoDay } from '../../times.ts';
import { Csrf, FieldProblem, LevelBadge, Notice, PageHead } from '../pieces.tsx';

const PROBLEMS: Readonly<Record<ExampleProblem, string>> = {
  empty: '请写一句例句。',
  'too-long': `最多 ${LONGEST_EXAMPLE} 个字。`,
  'as-it-was-said': '这和同学写的一样。请换成您自己的话，只留下说法。',
  'long-number': '里面有一长串数字，可能是电话、学号或证件号。请去掉。',
  address: '里面有网址、邮箱或账号。请去掉。',
};

/** No line has this id: what cannot be an id is asked for under it. */
const NO_LINE = '00000000-0000-0000-0000-000000000000';

type Refusal = Extract<ExampleOutcome, { ok: false }>;
type State = { readonly typed: NewExample; readonly refusal: Refusal | null };

const problemOf = (refusal: Refusal | null, code: Refusal['code']): string | undefined => {
  if (refusal === null || refusal.code !== code) return undefined;
  if (refusal.code === 'problem') return PROBLEMS[refusal.problem];
  if (refusal.code === 'bad-day') return '请填同学签字的日期，不能晚于今天。';
  return refusal.code === 'not-consented' ? '没有书面同意就不能写。' : '请再看一遍，确认以后打勾。';
};

type TickProps = { name: string; label: string; checked: boolean; problem: string | undefined };

const Tick = ({ name, label, checked, problem }: TickProps) => (
  <div>
    <label class="tick">
      <input type="checkbox" name={name} value="yes" checked={checked} required />
      <span>{label}</span>
    </label>
    <FieldProblem id={`${name}-problem`} text={problem} />
  </div>
);

type FormProps = { action: string; csrf: string; line: MarkedLine; state: State; today: string };

const ExampleForm = ({ action, csrf, line, state: { typed, refusal }, today }: FormProps) => (
  <form method="post" action={action} class="stack card" novalidate>
    <Csrf token={csrf} />
    <input type="hidden" name="line" value={line.id} />
    <input type="hidden" name="key" value={typed.key} />
    <label for="example-text">例句（重新写，不要照抄）</label>
    <textarea
      id="example-text"
      name="text"
      rows={3}
      required
      maxlength={LONGEST_EXAMPLE}
      aria-describedby="example-text-problem"
    >
      {typed.text}
    </textarea>
    <FieldProblem id="example-text-problem" text={problemOf(refusal, 'problem')} />
    <label for="consent-on">同学书面同意的日期</label>
    <input id="consent-on" name="consent-on" type="date" required max={today} value={typed.consentOn} />
    <FieldProblem id="consent-on-problem" text={problemOf(refusal, 'bad-day')} />
    <Tick
      name="consented"
      label="同学已经书面同意：这句改写过的话可以离开本中心，用来改进筛查"
      checked={typed.consented}
      problem={problemOf(refusal, 'not-consented')}
    />
    <Tick
      name="checked"
      label="我看过了：没有姓名、学校、院系、地点、日期和别的能认出人的内容"
      checked={typed.checked}
      problem={problemOf(refusal, 'not-checked')}
    />
    <div class="form-end">
      <button type="submit" class="primary">
        保存例句
      </button>
    </div>
  </form>
);

async function renderExample(c: ConsoleContext, parts: ConsoleParts, lineId: string, state: State) {
  const id = idOf(c);
  if (id === null) return renderAbsent(c, parts);
  const [line, now] = await Promise.all([
    parts.marks.line(c.get('actor'), id, isUuid(lineId) ? lineId : NO_LINE),
    parts.clock.now(),
  ]);
  if (line === 'absent') return renderAbsent(c, parts);
  if (line === 'no-line') return c.redirect(`/console/cases/${id}`, 303);
  return renderPage(
    c,
    parts,
    { title: '写成例句', place: 'cases', status: state.refusal === null ? 200 : 422 },
    <>
      <PageHead title="写成例句">
        <p class="faint">
          例句和这位同学、这次求助没有任何联系，中心主任可以把它交给做筛查规则的人。同学随时可以要求删掉。
        </p>
      </PageHead>
      {state.refusal === null ? null : <Notice kind="bad">没有保存。请看下面的说明。</Notice>}
      <section class="card">
        <p class="line-head">
          <strong>同学写的（不会离开这里）</strong>
          <LevelBadge level={line.level} />
        </p>
        <p class="words" dir="auto">
          {showable(line.text)}
        </p>
      </section>
      <ExampleForm
        action={`/console/cases/${id}/example`}
        csrf={c.get('session').csrf}
        line={line}
        state={state}
        today={isoDay(now)}
      />
    </>,
  );
}

export const showExample = (c: ConsoleContext, parts: ConsoleParts) =>
  renderExample(c, parts, c.req.query('line') ?? '', {
    typed: { key: parts.newId(), text: '', consentOn: '', consented: false, checked: false },
    refusal: null,
  });

export async function addExample(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const form = await readForm(c);
  const lineId = form.one('line');
  const typed: NewExample = {
    key: form.one('key'),
    text: form.one('text'),
    consentOn: form.one('consent-on'),
    consented: form.one('consented') === 'yes',
    checked: form.one('checked') === 'yes',
  };
  if (id === null) return renderAbsent(c, parts);
  const about = isUuid(lineId) ? lineId : NO_LINE;
  const added = await parts.marks.addExample(c.get('actor'), id, about, typed);
  if (added.ok) return c.redirect(`/console/cases/${id}#line-${lineId}`, 303);
  if (added.code === 'absent') return renderAbsent(c, parts);
  if (added.code === 'no-line') return c.redirect(`/console/cases/${id}`, 303);
  return renderExample(c, parts, lineId, { typed, refusal: added });
}
