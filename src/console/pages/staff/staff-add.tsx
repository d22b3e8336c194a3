import { can } from '../../../access/can.ts';
import { ROLE_NAMES, STAFF_ROLES } from '../../../access/roles.ts';
import type { AccountRefusal, HandedOver } from '../../../people/staff-desk.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { Csrf, FieldProblem, PageHead } from '../pieces.tsx';
import {
  AccountFields,
  type AccountProblem,
  accountsOf,
  Codes,
  problemOfAccount,
  readTyped,
  type TypedAccounts,
} from './account-fields.tsx';

type Typed = {
  readonly name: string;
  readonly roles: readonly string[];
  readonly accounts: TypedAccounts;
  readonly onCall: boolean;
};

type Refusal = Exclude<
  Extract<Awaited<ReturnType<ConsoleParts['staff']['add']>>, { ok: false }>['code'],
  'forbidden' | AccountRefusal['code']
>;

const PROBLEMS: Readonly<Record<Refusal, readonly [string, string]>> = {
  'empty-name': ['name', '请写名字。'],
  'name-taken': ['name', '已经有人用这个名字，请加上区别，例如“王老师（南区）”。'],
  'no-role': ['roles', '请至少选一个角色。'],
  'unknown-role': ['roles', '没有这个角色，请从下面选。'],
};

type Problem = AccountProblem;

const described = (problem: Problem | null, field: string, hint?: string): string | undefined =>
  problem?.field === field ? `${field}-problem` : hint;

const problemOf = (problem: Problem | null, field: string): string | undefined =>
  problem?.field === field ? problem.text : undefined;

const Roles = ({ typed, problem }: { typed: Typed; problem: Problem | null }) => (
  <fieldset aria-describedby={described(problem, 'roles')}>
    <legend>角色（可以多选）</legend>
    <div class="role-grid">
      {STAFF_ROLES.map((role) => (
        <label class="choice-row">
          <input type="checkbox" name="roles" value={role} checked={typed.roles.includes(role)} />
          <span>{ROLE_NAMES[role]}</span>
        </label>
      ))}
    </div>
    <FieldProblem id="roles-problem" text={problemOf(problem, 'roles')} />
  </fieldset>
);

type AddProps = { parts: ConsoleParts; csrf: string; typed: Typed; problem: Problem | null };

const AddForm = ({ parts, csrf, typed, problem }: AddProps) => (
  <form method="post" action="/console/staff/add" class="stack" novalidate>
    <Csrf token={csrf} />
    <label for="name">名字</label>
    <input
      id="name"
      name="name"
      value={typed.name}
      autocomplete="off"
      maxlength={60}
      aria-describedby={described(problem, 'name')}
      aria-invalid={problem?.field === 'name' ? 'true' : undefined}
    />
    <FieldProblem id="name-problem" text={problemOf(problem, 'name')} />
    <Roles typed={typed} problem={problem} />
    <h2>联系方式（可以不填）</h2>
    <AccountFields parts={parts} typed={typed.accounts} problem={problem} />
    <label class="choice-row">
      <input type="checkbox" name="on-call" value="yes" checked={typed.onCall} />
      <span>
        <strong>马上在班</strong>
        <small>排班之外一直在班，直到在“值班”里下班</small>
      </span>
    </label>
    <div class="form-end">
      <a class="button" href="/console/staff">
        返回
      </a>
      <button type="submit" class="primary">
        添加
      </button>
    </div>
  </form>
);

function renderAdd(c: ConsoleContext, parts: ConsoleParts, typed: Typed, problem: Problem | null) {
  return renderPage(
    c,
    parts,
    { title: '添加人员', place: 'staff', status: problem === null ? 200 : 422 },
    <div class="narrow">
      <PageHead title="添加人员" />
      <AddForm parts={parts} csrf={c.get('session').csrf} typed={typed} problem={problem} />
    </div>,
  );
}

const mayAdd = (c: ConsoleContext): boolean =>
  can(c.get('actor'), 'staff.add', { kind: 'staff' }, 'administration');

export function showAddStaff(c: ConsoleContext, parts: ConsoleParts) {
  if (!mayAdd(c)) return renderAbsent(c, parts);
  return renderAdd(c, parts, { name: '', roles: [], accounts: {}, onCall: false }, null);
}

/** Shown once and nowhere else: only hashes of both are kept. */
export const Secrets = ({ name, link, code, sentBy }: HandedOver & { link: string }) => (
  <section class="secrets" aria-label={`${name} 的登录链接`}>
    <p>
      <strong>{name}</strong> 的登录链接：5 分钟内有效，只能用一次，离开这一页就看不到了。
    </p>
    <code class="secret">{link}</code>
    <Codes code={code} sentBy={sentBy} />
  </section>
);

export async function addStaff(c: ConsoleContext, parts: ConsoleParts) {
  // Before anything about the form: a field that is named as wrong would tell that the page is there.
  if (!mayAdd(c)) return renderAbsent(c, parts);
  const form = await readForm(c);
  const typed: Typed = {
    name: form.one('name'),
    roles: form.all('roles'),
    accounts: readTyped(form, parts),
    onCall: form.one('on-call') === 'yes',
  };
  const added = await parts.staff.add(c.get('actor'), {
    ...typed,
    accounts: accountsOf(typed.accounts, parts),
  });
  if (!added.ok) {
    if ('account' in added) return renderAdd(c, parts, typed, problemOfAccount(added));
    if (added.code === 'forbidden') return renderAbsent(c, parts);
    const [field, text] = PROBLEMS[added.code];
    return renderAdd(c, parts, typed, { field, text });
  }
  return renderPage(
    c,
    parts,
    { title: '已添加', place: 'staff' },
    <div class="narrow">
      <PageHead title={`已添加 ${added.value.name}`} />
      <Secrets {...added.value} />
      <a class="button" href="/console/staff">
        回到人员
      </a>
    </div>,
  );
}
