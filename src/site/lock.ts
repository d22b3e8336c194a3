/** Hiding what was said, showing it again, and leaving at once. */
import type { Context } from 'hono';
import { describeError } from '../core/log.ts';
import type { WebSession } from '../people/web-session.ts';
import { isOwnPost } from './guard.ts';
import { DEFAULT_LEAVE_URL, type SiteParts } from './parts.ts';
import { readForm } from './read-form.ts';
import { renderProblem } from './render.tsx';
import { readToken } from './session-cookie.ts';
import { isLocked, openSession } from './visit.ts';

const PIN = /^[0-9]{4,8}$/;

/** Takes the student away first; hiding what failed to be hidden comes with the ten idle minutes. */
export async function leave(c: Context, parts: SiteParts): Promise<Response> {
  if (isOwnPost(c) && !parts.fault?.isDown()) {
    try {
      const now = await parts.clock.now();
      const session = await openSession(parts, readToken(c, parts), now);
      if (session !== null) await parts.sessions.hide(session.addressId, now);
    } catch (error) {
      parts.log.error('site.not-hidden', describeError(error));
    }
  }
  // The script has left already and only reports it.
  if (c.req.query('quiet') === '1') return c.body(null, 204);
  return c.redirect(parts.leaveUrl ?? DEFAULT_LEAVE_URL, 303);
}

/** The student is still there: reading, scrolling or typing. */
export function stayHere(c: Context, parts: SiteParts): Promise<Response> {
  return withSession(c, parts, async (session, now) => {
    await parts.sessions.touch(session.addressId, now);
    return c.body(null, 204);
  });
}

export function unlock(c: Context, parts: SiteParts): Promise<Response> {
  return withSession(c, parts, async (session, now) => {
    if (!isLocked(session)) return c.redirect('/', 303);
    await parts.sessions.touch(session.addressId, now);
    const opened = await parts.sessions.unlock(session.addressId, await readPin(c), now);
    if (opened.ok) return c.redirect('/', 303);
    switch (opened.code) {
      case 'wrong-pin':
        return c.redirect('/?r=wrong-pin', 303);
      case 'locked':
        return c.redirect('/?r=pin-locked', 303);
      case 'no-pin':
        return c.redirect('/', 303);
    }
  });
}

export function startFresh(c: Context, parts: SiteParts): Promise<Response> {
  return withSession(c, parts, async (session, now) => {
    await parts.sessions.startFresh(session.addressId, now);
    await parts.sessions.touch(session.addressId, now);
    return c.redirect('/?r=fresh', 303);
  });
}

/** Only while all lines are shown: whoever finds hidden ones must not be able to give them a new PIN. */
export function setPin(c: Context, parts: SiteParts): Promise<Response> {
  return withSession(c, parts, async (session, now) => {
    await parts.sessions.touch(session.addressId, now);
    if (isLocked(session)) return c.redirect('/', 303);
    const pin = await readPin(c);
    if (!PIN.test(pin)) return c.redirect('/?r=pin-invalid', 303);
    await parts.sessions.setPin(session.addressId, pin);
    return c.redirect('/?r=pin-saved', 303);
  });
}

/** Full-width digits are digits. */
async function readPin(c: Context): Promise<string> {
  const form = await readForm(c);
  return form('pin').normalize('NFKC').trim();
}

async function withSession(
  c: Context,
  parts: SiteParts,
  act: (session: WebSession, now: Date) => Promise<Response>,
): Promise<Response> {
  if (!isOwnPost(c)) return renderProblem(c, parts, 'foreign', 403);
  const now = await parts.clock.now();
  const session = await openSession(parts, readToken(c, parts), now);
  return session === null ? c.redirect('/', 303) : act(session, now);
}
