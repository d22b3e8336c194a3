import type { Child } from 'hono/jsx';
import { can } from '../../../access/can.ts';
import type { Action } from '../../../access/role-table.ts';
import { ROLE_NAMES } from '../../../access/roles.ts';
import { needsSecondWay } from '../../../people/staff.ts';
import type { StaffRow } from '../../../people/staff-desk.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { Csrf, PageHead } from '../pieces.tsx';
import { wayName } from './ways.tsx';

const ON_CALL: Readonly<Record<StaffRow['onCall'], string>> = {
  rota: '在班（排班）',
  'beside-rota': '在班（排班之外）',
  no: '不在班',
};

const Addresses = ({ row }: { row: StaffRow }) =>
  row.addresses.length === 0 ? (
    <span class="faint">只有工作台</span>
  ) : (
    <span class="addresses">
      {row.addresses.map((way) => (
        <span class={way.active && way.reachable ? 'address' : 'address address-ailing'}>
          {wayName(way)}
          {way.active ? (way.reachable ? '' : '：送不到') : '：还没有激活'}
        </span>
      ))}
      {isWechatOnly(row) ? <span class="address-ailing">只有微信，请再加一个</span> : null}
    </span>
  );

/** A warning for those who are called, not for everybody who has WeChat. */
const isWechatOnly = ({ onCall, sample, addresses }: StaffRow): boolean =>
  onCall !== 'no' && !sample && needsSecondWay(addresses.filter(({ active }) => active));

type RowProps = { row: StaffRow; csrf: string; may: (action: Action) => boolean };

const OnCallForm = ({ row, csrf }: { row: StaffRow; csrf: string }) => (
  <form method="post" action={`/console/staff/${row.id}/on-call`}>
    <Csrf token={csrf} />
    <input type="hidden" name="on" value={row.onCall === 'beside-rota' ? 'no' : 'yes'} />
    <button type="submit">{row.onCall === 'beside-rota' ? '下班' : '排班之外上班'}</button>
  </form>
);

const StaffLine = ({ row, csrf, may }: RowProps) => (
  <li class={`staff-line${row.disabled ? ' disabled' : ''}`}>
    <div class="staff-who">
      <strong>{row.name}</strong>
      {row.sample ? <span class="badge plain">样例</span> : null}
      {row.disabled ? <span class="badge plain">已停用</span> : null}
      <span class="faint">{row.roles.map((role) => ROLE_NAMES[role]).join('、')}</span>
    </div>
    <div class="staff-facts">
      <span class={row.onCall === 'no' ? 'faint' : 'on-call'}>{ON_CALL[row.onCall]}</span>
      <Addresses row={row} />
    </div>
    {row.disabled ? null : (
      <div class="staff-actions">
        {may('rota.change') && !row.sample ? <OnCallForm row={row} csrf={csrf} /> : null}
        {may('staff.link') && !row.sample ? (
          <form method="post" action={`/console/staff/${row.id}/link`}>
            <Csrf token={csrf} />
            <button type="submit">登录链接</button>
          </form>
        ) : null}
        {may('staff.add') && !row.sample ? (
          <a class="button" href={`/console/staff/${row.id}/address`}>
            联系方式
          </a>
        ) : null}
        {may('staff.revoke') ? (
          <a class="button danger-quiet" href={`/console/staff/${row.id}/revoke`}>
            停用
          </a>
        ) : null}
      </div>
    )}
  </li>
);

export async function renderStaff(c: ConsoleContext, parts: ConsoleParts, notice: Child = null) {
  const actor = c.get('actor');
  const rows = await parts.staff.list(actor);
  if (rows === null) return renderAbsent(c, parts);
  const may = (action: Action) =>
    can(actor, action, { kind: action === 'rota.change' ? 'rota' : 'staff' }, 'administration');
  const lines = (group: readonly StaffRow[]) =>
    group.map((row) => <StaffLine row={row} csrf={c.get('session').csrf} may={may} />);
  const disabled = rows.filter((row) => row.disabled);
  return renderPage(
    c,
    parts,
    { title: '人员', place: 'staff' },
    <>
      <PageHead title="人员">
        {may('staff.add') ? (
          <a class="button primary" href="/console/staff/add">
            添加人员
          </a>
        ) : null}
      </PageHead>
      {notice}
      <ul class="staff">{lines(rows.filter((row) => !row.disabled))}</ul>
      {disabled.length === 0 ? null : (
        <details>
          <summary>已停用（{disabled.length}）</summary>
          <ul class="staff">{lines(disabled)}</ul>
        </details>
      )}
    </>,
  );
}

export const showStaff = (c: ConsoleContext, parts: ConsoleParts) => renderStaff(c, parts);
