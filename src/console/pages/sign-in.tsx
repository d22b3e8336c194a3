import { addMs } from '../../core/clock.ts';
import type { ConsoleParts } from '../parts.ts';
import { renderDoor } from '../render.tsx';
import type { ConsoleContext } from '../route.ts';
import { clearSessionToken, readSessionToken, SESSION_MS, writeSessionToken } from '../session.ts';

const HowToGetLink = () => (
  <ul class="plain-list">
    <li>请系统管理员在“人员”里给你一个新的登录链接；</li>
    <li>
      或在服务器上运行 <code>npm run --silent xinqiao -- staff link --name 你的名字</code>
    </li>
  </ul>
);

export const NeedSignIn = () => (
  <>
    <h1>请先登录</h1>
    <p>工作台用一次性链接登录，没有密码。链接 5 分钟内有效。</p>
    <HowToGetLink />
  </>
);

const renderUsedUp = (c: ConsoleContext, parts: ConsoleParts) =>
  renderDoor(
    c,
    parts,
    '链接不能用了',
    410,
    <>
      <h1>这个链接不能用了</h1>
      <p>登录链接只能用一次，5 分钟内有效。它可能已经用过，或过了时间。</p>
      <HowToGetLink />
      <p class="faint">如果不是你自己用的，请马上告诉系统管理员。</p>
    </>,
  );

/** Opening shows whose link it is and uses nothing up: previews in messengers open links too. */
export async function showSignIn(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const staff = await parts.signIn.peekLink(c.req.param('token') ?? '', await parts.clock.now());
  if (staff === null) return renderUsedUp(c, parts);
  return renderDoor(
    c,
    parts,
    '登录',
    200,
    <>
      <h1>登录为 {staff.name}</h1>
      <p>登录后 12 小时内有效，只在这个浏览器里。不是你的名字？请关掉这一页。</p>
      <form method="post">
        <button type="submit" class="primary big">
          登录为 {staff.name}
        </button>
      </form>
    </>,
  );
}

/** Pressing uses the link up and binds this browser; whoever was signed in here before is signed out. */
export async function signIn(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const now = await parts.clock.now();
  const sessionToken = parts.secret(32);
  const earlier = readSessionToken(c, parts);
  const session = await parts.signIn.consumeLink({
    linkToken: c.req.param('token') ?? '',
    sessionId: parts.newId(),
    sessionToken,
    csrf: parts.secret(32),
    now,
    expiresAt: addMs(now, SESSION_MS),
  });
  if (session === null) return renderUsedUp(c, parts);
  const before = earlier === null ? null : await parts.signIn.session(earlier, now);
  if (before !== null) await parts.signIn.endSession(before.id, now);
  writeSessionToken(c, parts, sessionToken);
  return c.redirect('/console', 303);
}

export const showNeedSignIn = (c: ConsoleContext, parts: ConsoleParts): Response | Promise<Response> =>
  renderDoor(c, parts, '请先登录', 200, <NeedSignIn />);

export async function signOut(c: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  await parts.signIn.endSession(c.get('session').id, await parts.clock.now());
  clearSessionToken(c, parts);
  return c.redirect('/console/sign-in', 303);
}
