import type { Context } from 'hono';
import { html } from 'hono/html';
import { pageLanguage } from './page-language.ts';
import { ChatPage } from './pages/chat-page.tsx';
import { Regions } from './pages/regions.tsx';
import { DEFAULT_LEAVE_URL, type SiteParts } from './parts.ts';
import { bareView, type PageView, type Remark } from './view.ts';

type Status = 200 | 403 | 404 | 413 | 503;

/** How often a page without a script looks for new lines, in seconds: rarely, since it may take half-typed words. */
const REFRESH_SECONDS = 60;

/** Did the page's own script ask? Then it wants the changing parts only. */
export const isScript = (c: Context): boolean => c.req.header('x-xinqiao') === 'script';

/** The whole page, or for the script the parts that change. */
export function renderView(c: Context, parts: SiteParts, view: PageView, status: Status = 200) {
  if (isScript(c)) return c.html(<Regions view={view} />, status);
  const refreshes = !view.isNew && !view.isBare;
  const page = (
    <ChatPage
      view={view}
      asset={parts.files.url}
      leaveUrl={parts.leaveUrl ?? DEFAULT_LEAVE_URL}
      refreshSeconds={refreshes ? REFRESH_SECONDS : null}
    />
  );
  return c.html(html`<!doctype html>${page}`, status);
}

/** Something went wrong: say it kindly, with the numbers, and give the words back. The script has these texts. */
export async function renderProblem(
  c: Context,
  parts: SiteParts,
  remark: Remark,
  status: Status,
  draft = '',
) {
  if (isScript(c)) return c.body(null, status);
  const language = pageLanguage(c, parts, null);
  return renderView(c, parts, await bareView(parts, language, remark, draft), status);
}
