import type { Child } from 'hono/jsx';
import { can } from '../../../access/can.ts';
import type { StaffRow } from '../../../people/staff-desk.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, isUuid } from '../../route.ts';
import { findMember } from '../find-member.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import {
  AccountFields,
  type AccountProblem,
  accountsOf,
  Codes,
  problemOfAccount,
  readTyped,
  type TypedAccounts,
} from './account-fields.tsx';
import { describeRenewal } from './me.tsx';
import { sayCodeProblem, Ways } from './ways.tsx';

type Shown = {
  readonly notice?: Child;
  /** With the code that was typed. */
  readonly problem?: string;
  readonly typed?: TypedAccounts;
  readonly onCall?: boolean;
  readonly accountProblem?: AccountProblem;
};

/** Invented people of the sample centre get no address: nobody would answer. */
async function findReal(c: ConsoleContext, parts: ConsoleParts): Promise<StaffRow | null> {
  if (!can(c.get('actor'), 'staff.add', { kind: 'staff' }, 'administration')) return null;
  const member = await findMember(c, parts);
  return member === null || member.disabled || member.sample ? null : member;
}

type AddProps = { parts: ConsoleParts; id: string; csrf: string; shown: Shown };

const AddForm = ({ parts, id, csrf, shown }: AddProps) => (
  <form method="post" action={`/console/staff/${id}/address`} class="stack" novalidate>
    <Csrf token={csrf} />
    <AccountFields parts={parts} typed={shown.typed ?? {}} problem={shown.accountProblem ?? null} />
    <label class="choice-row">
      <input type="checkbox" name="on-call" value="yes" checked={shown.onCall ?? false} />
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
);

async function renderAddresses(c: ConsoleContext, parts: ConsoleParts, shown: Shown = {}) {
  const member = await findReal(c, parts);
  if (member === null) return renderAbsent(c, parts);
  const { csrf } = c.get('session');
  const mayRemove = can(c.get('actor'), 'staff.revoke', { kind: 'staff' }, 'administration');
  const wrong = shown.problem !== undefined || shown.accountProblem !== undefined;
  return renderPage(
    c,
    parts,
    { title: '联系方式', place: 'staff', status: wrong ? 422 : 200 },
    <div class="narrow">
      <PageHead title={`${member.name} 的联系方式`} />
      {shown.notice ?? null}
      <Ways
        ways={member.addresses}
        base={`/console/staff/${member.id}/address`}
        csrf={csrf}
        mayRemove={mayRemove}
        problem={shown.problem}
      />
      <h2>添加</h2>
      <AddForm parts={parts} id={member.id} csrf={csrf} shown={shown} />
    </div>,
  );
}

export const showAddAddress = (c: ConsoleContext, parts: ConsoleParts) => renderAddresses(c, parts);

export async function addAddress(c: ConsoleContext, parts: ConsoleParts) {
  const member = await findReal(c, parts);
  if (member === null) return renderAbsent(c, parts);
  const form = await readForm(c);
  const typed = readTyped(form, parts);
  const onCall = form.one('on-call') === 'yes';
  const accounts = accountsOf(typed, parts);
  const added = await parts.staff.addAddress(c.get('actor'), { name: member.name, accounts, onCall });
  if (!added.ok) {
    if ('account' in added) {
      return renderAddresses(c, parts, { typed, onCall, accountProblem: problemOfAccount(added) });
    }
    if (added.code !== 'no-account') return renderAbsent(c, parts);
    const accountProblem = { field: 'telegram', text: '请至少填一个。' };
    return renderAddresses(c, parts, { typed, onCall, accountProblem });
  }
  const notice = (
    <section class="secrets" aria-label={`${member.name} 的激活码`}>
      <Codes {...added.value} />
    </section>
  );
  return renderAddresses(c, parts, { notice });
}

export async function confirmAddress(c: ConsoleContext, parts: ConsoleParts) {
  const member = await findReal(c, parts);
  if (member === null) return renderAbsent(c, parts);
  const code = (await readForm(c)).one('code');
  const done = await parts.staff.confirm(c.get('actor'), member.id, code);
  if (!done.ok) return renderAddresses(c, parts, { problem: sayCodeProblem(done) });
  return renderAddresses(c, parts, {
    notice: <Notice kind="good">{`已经启用，有求助时会呼叫 ${member.name}。`}</Notice>,
  });
}

export async function renewAddress(c: ConsoleContext, parts: ConsoleParts) {
  const member = await findReal(c, parts);
  if (member === null) return renderAbsent(c, parts);
  const address = (await readForm(c)).one('address');
  const renewed = isUuid(address) ? await parts.staff.renewCode(c.get('actor'), member.id, address) : null;
  return renderAddresses(c, parts, describeRenewal(renewed));
}

export async function removeAddress(c: ConsoleContext, parts: ConsoleParts) {
  const member = await findReal(c, parts);
  if (member === null) return renderAbsent(c, parts);
  const address = (await readForm(c)).one('address');
  const removed = isUuid(address)
    ? await parts.staff.removeAddress(c.get('actor'), member.id, address)
    : null;
  const notice = removed?.ok ? (
    <Notice kind="good">已经删除，不再从那里呼叫。</Notice>
  ) : (
    <Notice kind="bad">没有这个联系方式，可能已经删除。</Notice>
  );
  return renderAddresses(c, parts, { notice });
}
