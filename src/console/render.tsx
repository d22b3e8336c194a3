import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { can } from '../access/can.ts';
import type { CaseRow } from '../conversation/desks/cases/case-desk.ts';
import type { Place } from './navigation.ts';
import { Reminders } from './pages/cases/case-watch.tsx';
import { DrillCall } from './pages/duty/drills.tsx';
import { Banners, Frame } from './pages/layout.tsx';
import { PhoneMenu, SideMenu } from './pages/menu.tsx';
import { Csrf } from './pages/pieces.tsx';
import type { ConsoleParts } from './parts.ts';
import type { ConsoleContext } from './route.ts';

type Page = {
  readonly title: string;
  readonly place: Place;
  readonly status?: 200 | 404 | 409 | 422;
  /** Calls that the page itself shows need no bar above it. */
  readonly viewing?: Viewing;
};

/** The list of hand-offs, one hand-off by its id, or something else. */
type Viewing = 'list' | (string & {}) | null;

/** Who calls the viewer right now; the script makes its noise from `data-calls`. */
export const Calls = ({ rows, viewing }: { rows: readonly CaseRow[]; viewing: Viewing }) => {
  const calls = rows.filter(({ callsYou }) => callsYou);
  const elsewhere = calls.filter(({ id }) => id !== viewing);
  const only = elsewhere.length === 1 ? elsewhere[0] : undefined;
  return (
    <div data-calls={calls.map(({ id, level }) => `${id}:${level}`).join(' ')}>
      {elsewhere.length === 0 ? null : (
        <a
          class={viewing === 'list' ? 'calls sr-only' : 'calls'}
          href={only === undefined ? '/console' : `/console/cases/${only.id}`}
        >
          <strong>{`${elsewhere.length} 个求助在等你接手`}</strong>
          <span>去看看</span>
        </a>
      )}
    </div>
  );
};

const TopBar = ({ c, place }: { c: ConsoleContext; place: Place }) => {
  const { staff, csrf } = c.get('session');
  return (
    <header class="top">
      <a class="brand" href="/console">
        心桥<small>工作台</small>
      </a>
      <SideMenu actor={c.get('actor')} place={place} />
      <PhoneMenu actor={c.get('actor')} place={place} />
      <div class="me">
        <button type="button" class="quiet" data-sound aria-pressed="false" hidden>
          提示音：关
        </button>
        <a class="me-name" href="/console/me" title="我的联系方式">
          {staff.name}
        </a>
        <form method="post" action="/console/sign-out">
          <Csrf token={csrf} />
          <button type="submit" class="quiet">
            退出
          </button>
        </form>
      </div>
    </header>
  );
};

/** A whole page for somebody who is signed in. */
export async function renderPage(c: ConsoleContext, parts: ConsoleParts, page: Page, body: Child) {
  const actor = c.get('actor');
  const [status, rows, reminders, drill, now] = await Promise.all([
    parts.status(),
    parts.cases.list(actor),
    parts.watches.reminders(actor),
    parts.drills.calling(actor),
    parts.clock.now(),
  ]);
  const viewing = page.viewing ?? null;
  const frame = (
    <Frame parts={parts} title={page.title} signedIn refreshes={viewing === 'list'}>
      <a class="skip" href="#main">
        跳到正文
      </a>
      <TopBar c={c} place={page.place} />
      <div class="body">
        <p class="link-lost" role="alert">
          和服务器的连接断了，正在重连。屏幕上的内容可能已经过时。
        </p>
        <div
          hx-get={`/console/live/calls?viewing=${viewing ?? ''}`}
          hx-trigger="sse:case, refresh from:body"
          class="calls-place"
          role="status"
        >
          <Calls rows={rows} viewing={viewing} />
        </div>
        <div
          hx-get="/console/live/reminders"
          hx-trigger="sse:case, refresh from:body"
          class="calls-place"
          role="status"
        >
          <Reminders rows={reminders} now={now} />
        </div>
        <div
          hx-get="/console/live/drill"
          hx-trigger="sse:case, refresh from:body"
          class="calls-place"
          role="status"
        >
          <DrillCall drill={drill} />
        </div>
        <div class="banners" hx-get="/console/live/banners" hx-trigger="sse:part, refresh from:body">
          <Banners
            status={status}
            mayAddStaff={can(actor, 'staff.add', { kind: 'staff' }, 'administration')}
          />
        </div>
        <main id="main">{body}</main>
        <p class="toast" role="alert" data-toast hidden />
      </div>
    </Frame>
  );
  return c.html(html`<!DOCTYPE html>${frame}`, page.status ?? 200);
}

/** A page of the door: signing in, signed out, an address that is too old. */
export function renderDoor(
  c: ConsoleContext,
  parts: ConsoleParts,
  title: string,
  status: 200 | 400 | 401 | 403 | 410 | 413 | 500,
  body: Child,
) {
  const frame = (
    <Frame parts={parts} title={title} signedIn={false}>
      <main id="main" class="door-card">
        <p class="brand">
          心桥<small>工作台</small>
        </p>
        {body}
      </main>
    </Frame>
  );
  return c.html(html`<!DOCTYPE html>${frame}`, status);
}

const Unsaved = ({ words }: { words: readonly string[] }) =>
  words.length === 0 ? null : (
    <>
      <p>没有保存。刚才填写的在这里，离开这一页就没有了：</p>
      {words.map((text) => (
        <p class="words">{text}</p>
      ))}
    </>
  );

/**
 * What is forbidden and what is not there get this very same page.
 * @param typed what the form held that led nowhere: told to whoever sent it, and nothing about whether there is such a page
 */
export const renderAbsent = (c: ConsoleContext, parts: ConsoleParts, typed: readonly string[] = []) =>
  renderPage(
    c,
    parts,
    { title: '没有这一页', place: 'none', status: 404 },
    <div class="absent">
      <h1>没有这一页</h1>
      <p>地址不对，或者这里没有你要看的内容。</p>
      <Unsaved words={typed.filter((text) => text.trim() !== '')} />
      <a class="button" href="/console">
        回到求助列表
      </a>
    </div>,
  );
