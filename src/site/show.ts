import type { Context } from 'hono';
import { describeError } from '../core/log.ts';
import { pageLanguage, rememberLanguage } from './page-language.ts';
import type { SiteParts } from './parts.ts';
import { renderProblem, renderView } from './render.tsx';
import { giveToken, readToken } from './session-cookie.ts';
import { readRemark, readView } from './view.ts';
import { openSession } from './visit.ts';

/** The whole page. It gives the browser its secret; looking makes no row. */
export async function showPage(c: Context, parts: SiteParts): Promise<Response> {
  const token = readToken(c, parts);
  giveToken(c, parts);
  const asked = readRemark(c.req.query('r'));
  const remark = asked === 'no-cookie' && token !== null ? null : asked;
  try {
    const now = await parts.clock.now();
    const session = await openSession(parts, token, now);
    if (session !== null) await parts.sessions.touch(session.addressId, now);
    const language = pageLanguage(c, parts, session);
    // For pages that are shown when the store does not answer.
    if (session !== null || c.req.query('lang') !== undefined) rememberLanguage(c, parts, language);
    return renderView(c, parts, { ...(await readView(parts, session, language)), remark });
  } catch (error) {
    parts.log.error('site.not-shown', describeError(error));
    return renderProblem(c, parts, 'hiccup', 503);
  }
}

/** The parts that change. Fetching them is no sign that somebody is there. */
export async function showParts(c: Context, parts: SiteParts): Promise<Response> {
  const session = await openSession(parts, readToken(c, parts), await parts.clock.now());
  return renderView(c, parts, await readView(parts, session, pageLanguage(c, parts, session)));
}
