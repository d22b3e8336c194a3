import type { Child } from 'hono/jsx';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { sayMoment } from '../../times.ts';
import { Csrf, Notice, PageHead } from '../pieces.tsx';

async function renderFeed(c: ConsoleContext, parts: ConsoleParts, notice: Child = null) {
  const own = await parts.calendarFeeds.own(c.get('actor'));
  if (own === null) return renderAbsent(c, parts);
  const now = await parts.clock.now();
  const { csrf } = c.get('session');
  return renderPage(
    c,
    parts,
    { title: '我的日历', place: 'calendar' },
    <div class="narrow">
      <PageHead title="我的日历" />
      {notice}
      <p>
        把这里的地址加到手机或电脑的日历里（“订阅日历”），就能看到哪些时间已经约出去。里面只写“忙”，没有名字、房间和内容；只能看，不能改。
      </p>
      <p class="faint">谁有这个地址，谁就能看到你什么时候忙。地址外传了，就停用它，或者换一个。</p>
      <p>{own.madeAt === null ? '现在没有地址。' : `现在的地址是 ${sayMoment(own.madeAt, now)} 生成的。`}</p>
      <form method="post" action="/console/calendar/make" class="stack">
        <Csrf token={csrf} />
        <button type="submit" class="primary">
          {own.madeAt === null ? '生成地址' : '换一个地址，旧的停用'}
        </button>
      </form>
      {own.madeAt === null ? null : (
        <form method="post" action="/console/calendar/revoke" class="stack">
          <Csrf token={csrf} />
          <button type="submit">停用地址</button>
        </form>
      )}
    </div>,
  );
}

export const showCalendarFeed = (c: ConsoleContext, parts: ConsoleParts) => renderFeed(c, parts);

export async function makeCalendarFeed(c: ConsoleContext, parts: ConsoleParts) {
  const made = await parts.calendarFeeds.make(c.get('actor'));
  if (made === null) return renderAbsent(c, parts);
  return renderFeed(
    c,
    parts,
    <section class="secrets" aria-label="日历地址">
      <p>地址只显示这一次，请现在复制：</p>
      <p>
        <code>{made.address}</code>
      </p>
    </section>,
  );
}

export async function revokeCalendarFeed(c: ConsoleContext, parts: ConsoleParts) {
  const outcome = await parts.calendarFeeds.revoke(c.get('actor'));
  if (outcome === 'absent') return renderAbsent(c, parts);
  return renderFeed(c, parts, <Notice kind="good">地址已经停用。</Notice>);
}
