/** What the QR code of a poster opens. Looking makes no row; signing up is the first word of a talk, as anywhere else. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { signUpBar } from '../groups/activity.ts';
import { pageLanguage } from './page-language.ts';
import { ActivityPage } from './pages/activity-page.tsx';
import { DEFAULT_LEAVE_URL, type SiteParts } from './parts.ts';
import { renderProblem } from './render.tsx';
import { giveToken, readToken } from './session-cookie.ts';
import { bareView } from './view.ts';
import { isLocked, openSession } from './visit.ts';

export async function showActivity(c: Context, parts: SiteParts): Promise<Response> {
  const code = c.req.param('code') ?? '';
  const activity = /^[0-9]{4,6}$/.test(code) ? await parts.activity(code) : null;
  if (activity === null || activity.status === 'draft') return renderProblem(c, parts, 'not-found', 404);
  giveToken(c, parts);
  const now = await parts.clock.now();
  const session = await openSession(parts, readToken(c, parts), now);
  const view = await bareView(parts, pageLanguage(c, parts, session), 'not-found');
  const page = (
    <ActivityPage
      view={{ ...view, remark: null }}
      activity={activity}
      open={signUpBar(activity, now) === null}
      timeZone={session === null || isLocked(session) ? null : session.timeZone}
      asset={parts.files.url}
      leaveUrl={parts.leaveUrl ?? DEFAULT_LEAVE_URL}
      refreshSeconds={null}
    />
  );
  return c.html(html`<!doctype html>${page}`, 200);
}
