import type { Context } from 'hono';
import { describeError } from '../core/log.ts';
import { isOwnPost } from './guard.ts';
import { chosenLanguage, pageLanguage } from './page-language.ts';
import type { SiteParts } from './parts.ts';
import { type Form, readForm, readSaying, updateKeyOf } from './read-form.ts';
import { isScript, renderProblem, renderView } from './render.tsx';
import { sayInFault } from './say-in-fault.ts';
import { giveToken, readToken } from './session-cookie.ts';
import { readView } from './view.ts';
import { openSession } from './visit.ts';

/**
 * Words or a tap. They are stored before anything else is looked at; when the store of sessions does not answer they
 * are handed on all the same, since `receive` has ways of its own to keep them.
 */
export async function saySomething(c: Context, parts: SiteParts): Promise<Response> {
  if (!isOwnPost(c)) return renderProblem(c, parts, 'foreign', 403);
  const form = await readForm(c);
  const body = readSaying(form);
  if (body === null) return isScript(c) ? showParts(c, parts) : c.redirect('/?r=empty', 303);
  const keepsCookies = readToken(c, parts) !== null;
  const token = giveToken(c, parts);
  const updateKey = updateKeyOf(form('nonce') || parts.secret(16), body);
  const incoming = { channel: 'web' as const, bot: 'web', updateKey, from: token, body };
  if (parts.fault?.isDown()) return sayInFault(c, parts, parts.fault, incoming);
  const addressId = await findAddress(c, parts, token);
  try {
    await parts.receive(incoming);
  } catch (error) {
    parts.log.error('site.not-stored', describeError(error));
    if (parts.fault !== undefined) return sayInFault(c, parts, parts.fault, incoming);
    return renderProblem(c, parts, 'not-stored', 503, body.kind === 'text' ? body.text : '');
  }
  if (addressId === null) return answerLate(c, parts);
  await parts.settle(addressId);
  if (!isScript(c)) return c.redirect(keepsCookies ? placeAfter(form) : '/?r=no-cookie', 303);
  return showParts(c, parts, token);
}

const CALENDAR = /^\/booking(?:\?[\w=&-]{1,200})?$/;

/** Mostly the talk, where the answer stands; what only changes the page with the calendar leads back to it. */
function placeAfter(form: Form): string {
  const back = form('back');
  return CALENDAR.test(back) ? back : '/';
}

/** The session of this browser, begun now if it is its first word; null when the store does not answer. */
export async function findAddress(c: Context, parts: SiteParts, token: string): Promise<string | null> {
  try {
    const now = await parts.clock.now();
    const language = chosenLanguage(c, parts);
    const session =
      (await openSession(parts, token, now)) ??
      (await parts.sessions.create({ token, now, ...(language === null ? {} : { language }) }));
    await parts.sessions.touch(session.addressId, now);
    return session.addressId;
  } catch (error) {
    parts.log.error('site.no-session', describeError(error));
    return null;
  }
}

/** It was kept, but nothing can be shown yet. */
async function answerLate(c: Context, parts: SiteParts): Promise<Response> {
  if (isScript(c)) return c.body(null, 202);
  return renderProblem(c, parts, 'stored-late', 200);
}

/** The changing parts as they stand now. A failure to show is not a failure to hear. */
async function showParts(c: Context, parts: SiteParts, token = readToken(c, parts)): Promise<Response> {
  try {
    const session = await openSession(parts, token, await parts.clock.now());
    return renderView(c, parts, await readView(parts, session, pageLanguage(c, parts, session)));
  } catch (error) {
    parts.log.error('site.not-shown', describeError(error));
    return c.body(null, 202);
  }
}
