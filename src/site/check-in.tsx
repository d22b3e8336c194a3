/** What the code at the place opens. It says nothing of what it is for: whether it is right, the talk answers. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { pageLanguage } from './page-language.ts';
import { CheckInPage } from './pages/check-in-page.tsx';
import { DEFAULT_LEAVE_URL, type SiteParts } from './parts.ts';
import { renderProblem } from './render.tsx';
import { giveToken } from './session-cookie.ts';
import { bareView } from './view.ts';

export async function showCheckIn(c: Context, parts: SiteParts): Promise<Response> {
  const code = c.req.param('code') ?? '';
  if (!/^[0-9]{6}$/.test(code)) return renderProblem(c, parts, 'not-found', 404);
  giveToken(c, parts);
  const view = await bareView(parts, pageLanguage(c, parts, null), 'not-found');
  const page = (
    <CheckInPage
      view={{ ...view, remark: null }}
      code={code}
      asset={parts.files.url}
      leaveUrl={parts.leaveUrl ?? DEFAULT_LEAVE_URL}
      refreshSeconds={null}
    />
  );
  return c.html(html`<!doctype html>${page}`, 200);
}
