import { can } from '../../../access/can.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { findMember } from '../find-member.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { renderStaff } from './staff.tsx';
import { Secrets } from './staff-add.tsx';

export async function setOnCall(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const form = await readForm(c);
  const set = id === null ? null : await parts.staff.setOnCall(c.get('actor'), id, form.one('on') === 'yes');
  if (set === null || !set.ok) return renderAbsent(c, parts);
  return c.redirect(form.one('back') === 'duty' ? '/console/duty' : '/console/staff', 303);
}

export async function issueLink(c: ConsoleContext, parts: ConsoleParts) {
  const member = await findMember(c, parts);
  if (member === null) return renderAbsent(c, parts);
  const issued = await parts.staff.link(c.get('actor'), member.name);
  if (issued.ok) return renderStaff(c, parts, <Secrets {...issued.value} code={null} sentBy={[]} />);
  if (issued.code !== 'disabled') return renderAbsent(c, parts);
  return renderStaff(c, parts, <Notice kind="bad">{member.name} 已经停用，不能登录。</Notice>);
}

export async function askRevoke(c: ConsoleContext, parts: ConsoleParts) {
  const may = can(c.get('actor'), 'staff.revoke', { kind: 'staff' }, 'administration');
  const member = may ? await findMember(c, parts) : null;
  if (member === null || member.disabled) return renderAbsent(c, parts);
  return renderPage(
    c,
    parts,
    { title: '停用', place: 'staff' },
    <div class="narrow">
      <PageHead title={`停用 ${member.name}？`} />
      <ul class="plain-list">
        <li>马上退出所有浏览器，打开着的页面一秒内停止；</li>
        <li>登录链接和所有联系方式都失效；</li>
        <li>不再值班，不再被呼叫；</li>
        <li>不再接待预约；约好的同学会马上收到消息，可以选别的时间，前台会收到通知。</li>
      </ul>
      <p>{member.name} 正在负责的求助会马上重新呼叫值班老师。</p>
      <form method="post" action={`/console/staff/${member.id}/revoke`} class="form-end">
        <Csrf token={c.get('session').csrf} />
        <a class="button" href="/console/staff">
          不停用
        </a>
        <button type="submit" class="danger">{`停用 ${member.name}`}</button>
      </form>
    </div>,
  );
}

export async function revoke(c: ConsoleContext, parts: ConsoleParts) {
  const member = await findMember(c, parts);
  if (member === null) return renderAbsent(c, parts);
  const revoked = await parts.staff.revoke(c.get('actor'), member.id);
  if (revoked.ok) return renderStaff(c, parts, <Notice kind="good">{member.name} 已经停用。</Notice>);
  if (revoked.code !== 'yourself') return renderAbsent(c, parts);
  return renderStaff(c, parts, <Notice kind="bad">不能停用自己，请让另一位系统管理员来做。</Notice>);
}
