import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { describeError } from '../core/log.ts';
import { LONGEST_FILE_BYTES } from '../media/media.ts';
import { readForm } from './form.ts';
import { NeedSignIn } from './pages/sign-in.tsx';
import type { ConsoleParts } from './parts.ts';
import { renderAbsent, renderDoor } from './render.tsx';
import { type ConsoleContext, type ConsoleEnv, type ConsoleRoute, wantsFragment } from './route.ts';
import { consoleRoutes } from './routes.ts';
import { fromOwnPage, guardHeaders, sameSecret } from './security.ts';
import { readSessionToken } from './session.ts';

/** Room for the longest answer in any encoding; the desks check what a field may hold. */
const LONGEST_FORM_BYTES = 128 * 1024;

/** The answer to a student may hold a picture, and whatever is imported is a file. */
const TAKES_FILES = /\/cases\/[^/]+\/answer$|\/console\/(?:roster|availability\/import|duty\/import)$/;
const holdsFile = (c: ConsoleContext): boolean =>
  TAKES_FILES.test(c.req.path) && (c.req.header('content-type') ?? '').startsWith('multipart/form-data');

/** The staff's web pages. Mount at `/console`; absolute addresses in its pages begin with that. */
export function createConsole(parts: ConsoleParts): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>();
  app.use(guardHeaders);
  const limit = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: (c) =>
        renderDoor(c, parts, '太长了', 413, <p>送来的内容太长，没有保存。请返回后删短一些。</p>),
    });
  const [short, withFile] = [limit(LONGEST_FORM_BYTES), limit(LONGEST_FILE_BYTES + LONGEST_FORM_BYTES)];
  app.use((c, next) => (holdsFile(c) ? withFile(c, next) : short(c, next)));
  for (const route of consoleRoutes) {
    app.on(route.method, [route.path], ...guardsOf(route, parts), (c) => route.handle(c, parts));
  }
  app.get('*', async (c, next) => {
    const { pathname } = new URL(c.req.url);
    return pathname === '/console/' ? c.redirect('/console', 308) : next();
  });
  app.all('*', needSession(parts), (c) => renderAbsent(c, parts));
  app.onError((error, c) => {
    parts.log.error('console.failed', describeError(error));
    return renderDoor(
      c,
      parts,
      '出了点问题',
      500,
      <>
        <h1>出了点问题</h1>
        <p>这一步没有做成。求助的呼叫不受影响，请再试一次；还是不行，请告诉系统管理员。</p>
        <a class="button" href="/console">
          回到求助列表
        </a>
      </>,
    );
  });
  return app;
}

function guardsOf(route: ConsoleRoute, parts: ConsoleParts): MiddlewareHandler<ConsoleEnv>[] {
  const guards: MiddlewareHandler<ConsoleEnv>[] = [];
  if (route.method === 'POST') guards.push(needOwnPage(parts));
  if (route.action !== 'door.use') guards.push(needSession(parts));
  if (route.method === 'POST' && route.action !== 'door.use') guards.push(needCsrf(parts));
  return guards;
}

const needSession =
  (parts: ConsoleParts): MiddlewareHandler<ConsoleEnv> =>
  async (c, next) => {
    const token = readSessionToken(c, parts);
    const session = token === null ? null : await parts.signIn.session(token, await parts.clock.now());
    if (token === null || session === null) return refuseStranger(c, parts);
    c.set('session', session);
    c.set('sessionToken', token);
    c.set('actor', { kind: 'staff', staffId: session.staff.id, roles: session.staff.roles });
    return next();
  };

/**
 * A browser withholds a strict cookie from a page that was opened by a link elsewhere, such as a page in a
 * messenger. Asked again by our own page it sends it, so that such a link leads where it should.
 */
function refuseStranger(c: ConsoleContext, parts: ConsoleParts) {
  if (wantsFragment(c)) return c.body(null, 401, { 'HX-Redirect': '/console/sign-in' });
  if (c.req.method === 'GET' && c.req.header('Sec-Fetch-Site') === 'cross-site') {
    return renderDoor(
      c,
      parts,
      '正在打开',
      200,
      <>
        <meta http-equiv="refresh" content="0" />
        <h1>正在打开</h1>
        <a class="button" href={new URL(c.req.url).pathname}>
          打开这一页
        </a>
      </>,
    );
  }
  return renderDoor(c, parts, '请先登录', 401, <NeedSignIn />);
}

const needOwnPage =
  (parts: ConsoleParts): MiddlewareHandler<ConsoleEnv> =>
  async (c, next) =>
    fromOwnPage(c) ? next() : refuseForged(c, parts);

const needCsrf =
  (parts: ConsoleParts): MiddlewareHandler<ConsoleEnv> =>
  async (c, next) => {
    const form = await readForm(c);
    return sameSecret(form.one('csrf'), c.get('session').csrf) ? next() : refuseForged(c, parts);
  };

const refuseForged = (c: ConsoleContext, parts: ConsoleParts) =>
  renderDoor(
    c,
    parts,
    '没有保存',
    403,
    <>
      <h1>没有保存</h1>
      <p>这一步不是从现在的登录里发出的，所以没有执行。请打开工作台再做一次。</p>
      <a class="button" href="/console">
        打开工作台
      </a>
    </>,
  );
