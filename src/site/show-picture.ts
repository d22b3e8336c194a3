import type { Context } from 'hono';
import { pictureOf } from './arrange-lines.ts';
import type { SiteParts } from './parts.ts';
import { renderProblem } from './render.tsx';
import { readToken } from './session-cookie.ts';
import { SHOWN_LINES } from './view.ts';
import { openSession, shownSince } from './visit.ts';

/** Shown to the browser whose page shows its line, as long as it does: behind the PIN it is as absent as the words. */
export async function showPicture(c: Context, parts: SiteParts): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const session = await openSession(parts, readToken(c, parts), await parts.clock.now());
  if (session === null) return renderProblem(c, parts, 'not-found', 404);
  const lines = await parts.timeline.ofAddress(session.addressId, shownSince(session), SHOWN_LINES);
  const stands = lines.some((line) => pictureOf(line) === id);
  const found = stands ? await parts.picture(id) : null;
  if (found === null || found.kind !== 'picture') return renderProblem(c, parts, 'not-found', 404);
  return c.body(new Uint8Array(found.bytes), 200, {
    'Content-Type': found.mime,
    'Content-Disposition': 'inline',
    'Content-Security-Policy': "sandbox; default-src 'none'",
  });
}
