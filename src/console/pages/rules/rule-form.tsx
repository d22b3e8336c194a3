import type { Child } from 'hono/jsx';
import { can } from '../../../access/can.ts';
import type { SaveOutcome, Sent } from '../../../conversation/desks/rules/rule-desk.ts';
import { BLANK_INPUT } from '../../../keywords/centre/rule-form.ts';
import type { RuleInput } from '../../../keywords/centre/rule-input.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { RuleFields, type RuleFormState } from './rule-fields.tsx';

/** Sentences shown of a flood; the number of all is said. */
const SHOWN = 12;

const NoStudentWords = () => (
  <Notice kind="warn">
    这里写的词语和例句会保存下来，有权限的同事都看得到。请不要粘贴同学的原话、名字或别的个人信息，例句请自己编。
  </Notice>
);

type Floods = Extract<SaveOutcome, { code: 'floods' }>;

const Warning = ({ floods }: { floods: Floods }) => (
  <section class="floods" role="alert">
    <p>
      <strong>还没有保存：这条规则会命中 {floods.sentences.length} 句平常的话。</strong>
      这样写会经常误叫，请先把词语写得更具体。
    </p>
    <ul class="plain-list">
      {floods.sentences.slice(0, SHOWN).map((text) => (
        <li>{text}</li>
      ))}
      {floods.sentences.length > SHOWN ? <li>……</li> : null}
    </ul>
    <label class="choice-row">
      <input type="checkbox" name="confirmation" value={floods.confirmation} />
      <span>我看过了，这些话也要命中，仍然保存</span>
    </label>
  </section>
);

type FormProps = {
  readonly action: string;
  readonly back: string;
  readonly csrf: string;
  readonly newKey: string;
  readonly state: RuleFormState;
  readonly floods: Floods | null;
  readonly children?: Child;
};

const RuleForm = ({ action, back, csrf, newKey, state, floods, children }: FormProps) => (
  <form method="post" action={action} class="stack rule-form" novalidate>
    <Csrf token={csrf} />
    <input type="hidden" name="key" value={newKey} />
    {children}
    {state.problems.length === 0 ? null : (
      <Notice kind="bad">还没有保存：下面有 {state.problems.length} 处要改。写的内容都还在。</Notice>
    )}
    {floods === null ? null : <Warning floods={floods} />}
    <RuleFields state={state} />
    <div class="form-end">
      <a class="button" href={back}>
        返回
      </a>
      <button type="submit" class="primary">
        试跑例句并保存
      </button>
    </div>
  </form>
);

const mayChange = (c: ConsoleContext): boolean =>
  can(c.get('actor'), 'rules.change', { kind: 'rules' }, 'administration');

async function readTyped(c: ConsoleContext, parts: ConsoleParts): Promise<{ typed: RuleInput; sent: Sent }> {
  const form = await readForm(c);
  const { one, all } = form;
  const key = one('key');
  return {
    typed: {
      name: one('name'),
      forms: one('forms'),
      category: one('category'),
      level: one('level'),
      why: one('why'),
      match: one('match'),
      not: one('not'),
      gap: one('gap'),
      needs: all('needs'),
      unless: all('unless'),
      negation: one('negation'),
      past: one('past'),
      media: one('media'),
      study: one('study'),
      quoted: one('quoted'),
      second: one('second'),
    },
    sent: { key: isUuid(key) ? key : parts.newId(), confirmation: one('confirmation') },
  };
}

type Shown = {
  readonly state: RuleFormState;
  readonly key: string;
  readonly floods?: Floods;
  readonly notice?: Child;
  readonly status?: 200 | 409 | 422;
};

function renderNew(c: ConsoleContext, parts: ConsoleParts, { state, key, floods, notice, status }: Shown) {
  return renderPage(
    c,
    parts,
    { title: '新的识别规则', place: 'rules', status: status ?? 200 },
    <div class="narrow">
      <p class="crumb">
        <a href="/console/rules">识别规则</a>
      </p>
      <PageHead title="新的识别规则" />
      {notice}
      <NoStudentWords />
      <RuleForm
        action="/console/rules/new"
        back="/console/rules"
        csrf={c.get('session').csrf}
        newKey={key}
        state={state}
        floods={floods ?? null}
      />
    </div>,
  );
}

export function showNewRule(c: ConsoleContext, parts: ConsoleParts) {
  if (!mayChange(c)) return renderAbsent(c, parts);
  return renderNew(c, parts, { state: { typed: BLANK_INPUT, problems: [] }, key: parts.newId() });
}

/** Everything but done, changed and absent: the form again with what was typed. */
function shownAgain(outcome: SaveOutcome, typed: RuleInput, key: string): Shown | null {
  if (outcome.ok) return null;
  const state = { typed, problems: [] };
  switch (outcome.code) {
    case 'problems':
      return { state: { typed, problems: outcome.problems }, key, status: 422 };
    case 'floods':
      return { state, key, floods: outcome, status: 422 };
    case 'too-many':
      return { state, key, status: 422, notice: <Notice kind="bad">规则太多了，请先删掉用不着的。</Notice> };
    default:
      return null;
  }
}

export async function makeRule(c: ConsoleContext, parts: ConsoleParts) {
  // Before anything about the form: a field that is named as wrong would tell that the page is there.
  if (!mayChange(c)) return renderAbsent(c, parts);
  const { typed, sent } = await readTyped(c, parts);
  const made = await parts.rules.create(c.get('actor'), typed, sent);
  if (made.ok) return c.redirect(`/console/rules/${made.id}`, 303);
  const again = shownAgain(made, typed, sent.key);
  return again === null ? renderAbsent(c, parts) : renderNew(c, parts, again);
}

type Edited = { readonly id: string; readonly number: number; readonly version: number };

function renderEdit(
  c: ConsoleContext,
  parts: ConsoleParts,
  { id, number, version }: Edited,
  { state, key, floods, notice, status }: Shown,
) {
  return renderPage(
    c,
    parts,
    { title: '修改识别规则', place: 'rules', status: status ?? 200 },
    <div class="narrow">
      <p class="crumb">
        <a href="/console/rules">识别规则</a> / <a href={`/console/rules/${id}`}>本校规则 {number}</a>
      </p>
      <PageHead title={`修改本校规则 ${number}`} />
      {notice}
      <NoStudentWords />
      <p class="faint">
        增加说法、提高级别：马上生效。删说法、加条件、降级别，如果规则正在生效而且是“高危”或“危急”，要等第二位同事同意。
      </p>
      <RuleForm
        action={`/console/rules/${id}/edit`}
        back={`/console/rules/${id}`}
        csrf={c.get('session').csrf}
        newKey={key}
        state={state}
        floods={floods ?? null}
      >
        <input type="hidden" name="version" value={version} />
      </RuleForm>
    </div>,
  );
}

export async function showEditRule(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const view = id === null ? null : await parts.rules.view(c.get('actor'), id);
  if (view === null || !view.mayChange) return renderAbsent(c, parts);
  return renderEdit(c, parts, view.rule, { state: { typed: view.typed, problems: [] }, key: parts.newId() });
}

export async function editRule(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null || !mayChange(c)) return renderAbsent(c, parts);
  const { typed, sent } = await readTyped(c, parts);
  const version = Number((await readForm(c)).one('version'));
  const edited = await parts.rules.edit(c.get('actor'), id, version, typed, sent);
  if (edited.ok) {
    return c.redirect(
      edited.kind === 'saved' ? `/console/rules/${id}` : `/console/rules/proposals/${edited.id}`,
      303,
    );
  }
  const view = await parts.rules.view(c.get('actor'), id);
  if (edited.code === 'absent' || view === null || !view.mayChange) return renderAbsent(c, parts);
  const again = shownAgain(edited, typed, sent.key);
  // The version that was looked at goes on: what somebody else did meanwhile is not written over by the next try.
  if (again !== null) return renderEdit(c, parts, { ...view.rule, version }, again);
  const state = { typed, problems: [] };
  const notice = (
    <Notice kind="warn">
      {edited.code === 'changed'
        ? '没有保存：刚才有人改过这条规则。下面是你写的；再保存一次会盖掉那次修改。'
        : '没有保存：这条规则已经有一个修改在等第二位同事。请等它有了结果，或请提议的人先收回。'}
    </Notice>
  );
  return renderEdit(c, parts, view.rule, { state, key: parts.newId(), notice, status: 409 });
}
