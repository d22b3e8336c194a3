import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { SiteParts } from './parts.ts';

const TOKEN_BYTES = 32;
const TOKEN = /^[A-Za-z0-9_-]{43,64}$/;

/** As long as a conversation is kept. */
const MAX_AGE_SECONDS = 180 * 86_400;

export type CookieParts = Pick<SiteParts, 'secureCookies'>;

/** Out of reach of scripts, and over https bound to this host. */
export const cookieOptions = (parts: CookieParts) => ({
  httpOnly: true,
  sameSite: 'Lax' as const,
  path: '/',
  maxAge: MAX_AGE_SECONDS,
  ...(parts.secureCookies ? { prefix: 'host' as const, secure: true } : {}),
});

/** The browser's secret; null when it carries none, or something that we never gave out. */
export function readToken(c: Context, parts: CookieParts): string | null {
  const token = parts.secureCookies ? getCookie(c, 'xinqiao', 'host') : getCookie(c, 'xinqiao');
  return token !== undefined && TOKEN.test(token) ? token : null;
}

/**
 * The browser's secret, given to it now if it has none. That alone makes no row: the session begins with the first
 * words, so that a preview bot or a flood of visits leaves nothing behind, and two first posts share one secret.
 */
export const giveToken = (c: Context, parts: CookieParts & Pick<SiteParts, 'secret'>): string =>
  setToken(c, parts, readToken(c, parts) ?? parts.secret(TOKEN_BYTES));

/** A secret of its own for a talk that begins somewhere else. */
export const makeToken = (parts: Pick<SiteParts, 'secret'>): string => parts.secret(TOKEN_BYTES);

export function setToken(c: Context, parts: CookieParts, token: string): string {
  setCookie(c, 'xinqiao', token, cookieOptions(parts));
  return token;
}
