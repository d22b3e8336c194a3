/** What every answer of the site carries, and what every post must show. */
import type { Context } from 'hono';

/**
 * `form-action` names the neutral site too: without a script 快速离开 is a form whose answer redirects there, and
 * browsers hold redirects of forms against this list.
 */
export function contentPolicy(leaveUrl: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    `form-action 'self' ${new URL(leaveUrl).origin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Nothing is kept by the browser, nothing foreign runs, no other site learns where somebody came from. */
export function createHeaders(leaveUrl: string): (c: Context) => void {
  const policy = contentPolicy(leaveUrl);
  return (c) => {
    c.header('Content-Security-Policy', policy);
    c.header('Cache-Control', 'no-store');
    // Not `no-referrer`: with it browsers send `Origin: null` with our own forms, and nothing would tell a forged
    // post from a real one. `same-origin` tells other sites just as little.
    c.header('Referrer-Policy', 'same-origin');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('X-Frame-Options', 'DENY');
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
    c.header('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
  };
}

/**
 * Did one of our own pages send this? Browsers say so themselves; one that says nothing at all is not a browser on a
 * foreign page, since those always name their origin.
 */
export function isOwnPost(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === (c.req.header('host') ?? new URL(c.req.url).host);
  } catch {
    return false;
  }
}
