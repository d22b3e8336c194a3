import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { SiteParts } from './parts.ts';
import { renderProblem } from './render.tsx';

const NAME = /^([A-Za-z0-9_-]{22,200})\.ics$/;

/** The calendar behind a secret address; a wrong one, a revoked one and none at all are answered alike. */
export async function sendFeed(c: Context, parts: SiteParts): Promise<Response> {
  const [, secret] = NAME.exec(c.req.param('file') ?? '') ?? [];
  const text = secret === undefined ? null : await parts.feed(secret);
  if (text === null) return renderProblem(c, parts, 'not-found', 404);
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  const headers = { 'Cache-Control': 'no-store', ETag: tag, 'X-Content-Type-Options': 'nosniff' };
  if (c.req.header('If-None-Match')?.includes(tag)) return c.body(null, 304, headers);
  return c.body(text, 200, { ...headers, 'Content-Type': 'text/calendar; charset=utf-8' });
}
