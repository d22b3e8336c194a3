import type { Child } from 'hono/jsx';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderPage } from '../../render.tsx';
import { type ConsoleContext, isUuid } from '../../route.ts';
import { Notice, PageHead } from '../pieces.tsx';
import { Codes } from './account-fields.tsx';
import { sayCodeProblem, Ways } from './ways.tsx';

type Shown = { readonly notice?: Child; readonly problem?: string };

async function renderMe(c: ConsoleContext, parts: ConsoleParts, { notice = null, problem }: Shown = {}) {
  const ways = await parts.staff.own(c.get('actor'));
  return renderPage(
    c,
    parts,
    { title: '我的联系方式', place: 'none', status: problem === undefined ? 200 : 422 },
    <div class="narrow">
      <PageHead title="我的联系方式" />
      {notice}
      <Ways ways={ways} base="/console/me" csrf={c.get('session').csrf} mayRemove={false} problem={problem} />
      <p class="faint">要添加或删除，请找系统管理员。</p>
    </div>,
  );
}

export const showMe = (c: ConsoleContext, parts: ConsoleParts) => renderMe(c, parts);

export async function confirmMine(c: ConsoleContext, parts: ConsoleParts) {
  const form = await readForm(c);
  const done = await parts.staff.confirm(c.get('actor'), c.get('session').staff.id, form.one('code'));
  if (!done.ok) return renderMe(c, parts, { problem: sayCodeProblem(done) });
  return renderMe(c, parts, { notice: <Notice kind="good">已经启用，有求助时会呼叫这里。</Notice> });
}

export async function renewMine(c: ConsoleContext, parts: ConsoleParts) {
  const address = (await readForm(c)).one('address');
  const me = c.get('session').staff.id;
  const renewed = isUuid(address) ? await parts.staff.renewCode(c.get('actor'), me, address) : null;
  return renderMe(c, parts, describeRenewal(renewed));
}

type Renewed = Awaited<ReturnType<ConsoleParts['staff']['renewCode']>> | null;

export function describeRenewal(renewed: Renewed): Shown {
  if (renewed?.ok && renewed.value.code === null) {
    return { notice: <Notice kind="good">新的验证码正在发出，旧的不能用了。</Notice> };
  }
  if (renewed?.ok) {
    return {
      notice: (
        <section class="secrets" aria-label="激活码">
          <Codes code={renewed.value.code} sentBy={[]} />
        </section>
      ),
    };
  }
  if (renewed?.code === 'too-soon') {
    return { notice: <Notice kind="warn">刚刚发过，请过一分钟再试。</Notice> };
  }
  if (renewed?.code === 'active') return { notice: <Notice kind="good">这个联系方式已经启用。</Notice> };
  return { notice: <Notice kind="bad">没有这个联系方式，可能已经删除。</Notice> };
}
