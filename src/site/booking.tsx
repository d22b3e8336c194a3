/** The page with the calendar. It only shows: what is chosen on it is said in the conversation, like every tap. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { readDate } from '../core/read-time.ts';
import { pageLanguage } from './page-language.ts';
import { BookingPage } from './pages/booking-page.tsx';
import { DEFAULT_LEAVE_URL, type SiteParts } from './parts.ts';
import { renderProblem } from './render.tsx';
import { readToken } from './session-cookie.ts';
import { bareView } from './view.ts';
import { isLocked, openSession } from './visit.ts';

const FILE = /^([A-Za-z0-9_-]{20,86})\.ics$/;

/** Whoever has said nothing yet, or whose words are hidden, begins at the conversation. */
export async function showBookingPage(c: Context, parts: SiteParts): Promise<Response> {
  const session = await openSession(parts, readToken(c, parts), await parts.clock.now());
  if (parts.booking === undefined || session === null || isLocked(session)) return c.redirect('/', 303);
  const wanted = readDate(c.req.query('week') ?? '');
  const week = await parts.booking.week(session, wanted, c.req.query('move') ?? null);
  const view = await bareView(parts, pageLanguage(c, parts, session), 'empty');
  const page = (
    <BookingPage
      view={{ ...view, remark: null }}
      week={week}
      asset={parts.files.url}
      leaveUrl={parts.leaveUrl ?? DEFAULT_LEAVE_URL}
      refreshSeconds={null}
    />
  );
  return c.html(html`<!doctype html>${page}`);
}

export async function sendCalendarFile(c: Context, parts: SiteParts): Promise<Response> {
  const secret = FILE.exec(c.req.param('file') ?? '')?.[1];
  const file = secret === undefined ? null : ((await parts.booking?.file(secret)) ?? null);
  if (file === null) return renderProblem(c, parts, 'not-found', 404);
  c.header('Content-Type', 'text/calendar; charset=utf-8');
  c.header('Content-Disposition', 'attachment; filename="calendar.ics"');
  c.header('X-Robots-Tag', 'noindex');
  return c.body(file);
}
