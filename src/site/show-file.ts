import type { Context } from 'hono';
import type { SiteParts } from './parts.ts';
import { renderProblem } from './render.tsx';
import { readToken } from './session-cookie.ts';
import { SHOWN_LINES } from './view.ts';
import { openSession, shownSince } from './visit.ts';

/** The file of a line, for the browser whose page shows that line, as long as it does. */
export async function showFile(c: Context, parts: SiteParts): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const session = await openSession(parts, readToken(c, parts), await parts.clock.now());
  if (session === null) return renderProblem(c, parts, 'not-found', 404);
  const lines = await parts.timeline.ofAddress(session.addressId, shownSince(session), SHOWN_LINES);
  const line = lines.find((one) => one.id === id);
  const file = line === undefined || line.from === 'student' ? undefined : line.file;
  if (file === undefined) return renderProblem(c, parts, 'not-found', 404);
  return c.body(file.text, 200, {
    'Content-Type': `${file.type}; charset=utf-8`,
    'Content-Disposition': `attachment; filename="${file.name}"`,
  });
}
