import type { Child } from 'hono/jsx';
import { can } from '../../../access/can.ts';
import type { ConsoleParts, PartStatus } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { sayPeriod } from '../../rota-words.ts';
import type { ConsoleContext } from '../../route.ts';
import { PART_STATES, partName } from '../../words.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';
import { RetentionBox } from './retention-box.tsx';

const PartLine = ({ part, maySignIn }: { part: PartStatus; maySignIn: boolean }) => (
  <tr>
    <th scope="row">{partName(part.name)}</th>
    <td>
      <span class={`state state-${part.state}`}>{PART_STATES[part.state]}</span>
      {part.code === null ? null : <code>{part.code}</code>}
      {part.code === 'scan' && maySignIn ? <a href="/console/status/sign-in">去扫码登录</a> : null}
    </td>
    <td>{part.variable === null ? <span class="faint">—</span> : <code>{part.variable}</code>}</td>
  </tr>
);

async function renderStatus(c: ConsoleContext, parts: ConsoleParts, notice: Child = null) {
  const status = await parts.status();
  const mayVerify =
    parts.audit !== null && can(c.get('actor'), 'audit.verify', { kind: 'audit' }, 'administration');
  const maySee = can(c.get('actor'), 'retention.see', { kind: 'audit' }, 'administration');
  const figures = maySee ? await parts.retention.see(c.get('actor')) : null;
  const maySignIn = can(c.get('actor'), 'bots.sign-in', { kind: 'bots' }, 'administration');
  return renderPage(
    c,
    parts,
    { title: '状态', place: 'status' },
    <>
      <PageHead title="状态" />
      {notice}
      <table class="table parts">
        <thead>
          <tr>
            <th scope="col">部分</th>
            <th scope="col">现在</th>
            <th scope="col">由这个设置决定</th>
          </tr>
        </thead>
        <tbody>
          {status.parts.map((part) => (
            <PartLine part={part} maySignIn={maySignIn} />
          ))}
          <tr>
            <th scope="row">真人值班</th>
            <td>
              <span class={`state state-${status.realResponder ? 'ready' : 'stopped'}`}>
                {status.realResponder ? '能叫到人' : '叫不到人'}
              </span>
            </td>
            <td>
              <span class="faint">在“人员”和“值班”里安排</span>
            </td>
          </tr>
          <tr>
            <th scope="row">预约前台</th>
            <td>
              <span class={`state state-${status.bookingDesk ? 'ready' : 'stopped'}`}>
                {status.bookingDesk ? '有人' : '没有人'}
              </span>
              {status.bookingDesk ? null : (
                <p class="faint">
                  没有人是“工作人员”：老师请假或停用以后要打的电话，只会告诉中心主任，也没有人看得到是哪些预约。
                </p>
              )}
            </td>
            <td>
              <span class="faint">在“人员”里给一位同事“工作人员”角色</span>
            </td>
          </tr>
          <tr>
            <th scope="row">今后 14 天的值班</th>
            <td>
              <span class={`state state-${status.gaps.length === 0 ? 'ready' : 'stopped'}`}>
                {status.gaps.length === 0 ? '没有空档' : `${status.gaps.length} 段没有真人`}
              </span>
              {status.gaps.slice(0, 3).map((gap) => (
                <p class="faint">{sayPeriod(gap)}</p>
              ))}
            </td>
            <td>
              <span class="faint">在“值班”里安排</span>
            </td>
          </tr>
        </tbody>
      </table>
      {mayVerify ? (
        <form method="post" action="/console/status/audit">
          <Csrf token={c.get('session').csrf} />
          <button type="submit">检查审计记录是否完整</button>
        </form>
      ) : null}
      {figures === null ? null : <RetentionBox figures={figures} />}
    </>,
  );
}

export const showStatus = (c: ConsoleContext, parts: ConsoleParts) => renderStatus(c, parts);

export async function verifyAudit(c: ConsoleContext, parts: ConsoleParts) {
  const found = parts.audit === null ? null : await parts.audit.verify(c.get('actor'));
  if (found === null) return renderAbsent(c, parts);
  const notice = found.whole ? (
    <Notice kind="good">{`审计记录完整，共 ${found.entries} 条。`}</Notice>
  ) : (
    <Notice kind="bad">{`审计记录从第 ${found.brokenAt ?? '?'} 条起对不上，请马上告诉中心主任。`}</Notice>
  );
  return renderStatus(c, parts, notice);
}
