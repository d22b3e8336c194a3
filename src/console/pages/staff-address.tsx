import { can } from '../../access/can.ts';
import type { StaffRow } from '../../people/staff-desk.ts';
import { readForm } from '../form.ts';
import type { ConsoleParts } from '../parts.ts';
import { renderAbsent, renderPage } from '../render.tsx';
import type { ConsoleContext } from '../route.ts';
import { findMember } from './find-member.ts';
import { Csrf, FieldProblem, PageHead } from './pieces.tsx';

type Typed = { readonly telegram: string; readonly onCall: boolean };

type Refusal = Extract<Awaited<ReturnType<ConsoleParts['staff']['addAddress']>>, { ok: false }>['code'];

const PROBLEMS: Readonly<Partial<Record<Refusal, string>>> = {
  'bad-account': 'Telegram ID 是一串数字，不是用户名。',
  'account-taken': '这个 Telegram 账号已经是另一个人的。',
};

/** Invented people of the sample centre get no address: nobody would answer. */
async function findReal(c: ConsoleContext, parts: ConsoleParts): Promise<StaffRow | null> {
  if (!can(c.get('actor'), 'staff.add', { kind: 'staff' }, 'administration')) return null;
  const member = await findMember(c, parts);
  return member === null || member.disabled || member.sample ? null : member;
}

function renderForm(
  c: ConsoleContext,
  parts: ConsoleParts,
  member: StaffRow,
  typed: Typed,
  problem: string | undefined,
) {
  return renderPage(
    c,
    parts,
    { title: '添加账号', place: 'staff', status: problem === undefined ? 200 : 422 },
    <div class="narrow">
      <PageHead title={`给 ${member.name} 添加 Telegram 账号`} />
      <form method="post" action={`/console/staff/${member.id}/address`} class="stack" novalidate>
        <Csrf token={c.get('session').csrf} />
        <label for="telegram">Telegram ID</label>
        <input
          id="telegram"
          name="telegram"
          value={typed.telegram}
          inputmode="numeric"
          autocomplete="off"
          maxlength={40}
          aria-describedby={problem === undefined ? undefined : 'telegram-problem'}
          aria-invalid={problem === undefined ? undefined : 'true'}
        />
        <FieldProblem id="telegram-problem" text={problem} />
        <label class="choice-row">
          <input type="checkbox" name="on-call" value="yes" checked={typed.onCall} />
          <span>
            <strong>启用后马上在班</strong>
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
    </div>,
  );
}

export async function showAddAddress(c: ConsoleContext, parts: ConsoleParts) {
  const member = await findReal(c, parts);
  if (member === null) return renderAbsent(c, parts);
  return renderForm(c, parts, member, { telegram: '', onCall: false }, undefined);
}

export async function addAddress(c: ConsoleContext, parts: ConsoleParts) {
  const member = await findReal(c, parts);
  if (member === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const typed: Typed = { telegram: form.one('telegram').trim(), onCall: form.one('on-call') === 'yes' };
  const added = await parts.staff.addAddress(c.get('actor'), { name: member.name, ...typed });
  if (!added.ok) {
    const problem = PROBLEMS[added.code];
    return problem === undefined ? renderAbsent(c, parts) : renderForm(c, parts, member, typed, problem);
  }
  return renderPage(
    c,
    parts,
    { title: '已添加', place: 'staff' },
    <div class="narrow">
      <PageHead title={`${member.name} 的激活码`} />
      <section class="secrets" aria-label={`${member.name} 的激活码`}>
        <p>请本人一天之内从这个 Telegram 账号发给机器人；离开这一页就看不到了。</p>
        <p class="code">{added.value.code}</p>
      </section>
      <a class="button" href="/console/staff">
        回到人员
      </a>
    </div>,
  );
}
