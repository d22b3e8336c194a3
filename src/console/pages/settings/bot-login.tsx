import { raw } from 'hono/html';
import type { BotLogin, ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import type { ConsoleContext } from '../../route.ts';
import { channelName } from '../../words.ts';
import { Empty, PageHead, Since } from '../pieces.tsx';

const Code = ({ login, now }: { login: BotLogin; now: Date }) => (
  <section class="card bot-login">
    <h2>{`${channelName(login.channel)}在等人扫码`}</h2>
    <figure>
      {raw(login.svg)}
      <figcaption class="faint">
        用要当机器人的那个账号扫。已经等了 <Since at={login.at} now={now} />
        ，码过期会自动换新的。
      </figcaption>
    </figure>
    <p>谁扫了这个码，程序就用谁的账号收发消息。不要把它发给别人，也不要用值班老师自己的账号。</p>
  </section>
);

const Codes = ({ logins, now }: { logins: readonly BotLogin[]; now: Date }) => (
  <div hx-get="/console/live/sign-in-bots" hx-trigger="sse:part, refresh from:body">
    {logins.length === 0 ? <Empty>没有要扫码登录的账号。</Empty> : null}
    {logins.map((login) => (
      <Code login={login} now={now} />
    ))}
  </div>
);

export async function showBotLogins(c: ConsoleContext, parts: ConsoleParts) {
  const logins = await parts.botLogins.list(c.get('actor'));
  if (logins === null) return renderAbsent(c, parts);
  const now = await parts.clock.now();
  return renderPage(
    c,
    parts,
    { title: '扫码登录', place: 'status' },
    <>
      <p class="crumb">
        <a href="/console/status">状态</a> / 扫码登录
      </p>
      <PageHead title="扫码登录" />
      <Codes logins={logins} now={now} />
    </>,
  );
}

export async function showLiveBotLogins(c: ConsoleContext, parts: ConsoleParts) {
  const logins = await parts.botLogins.list(c.get('actor'));
  if (logins === null) return renderAbsent(c, parts);
  return c.html(<Codes logins={logins} now={await parts.clock.now()} />);
}
