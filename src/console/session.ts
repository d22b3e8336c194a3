import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { hoursMs } from '../core/clock.ts';
import type { ConsoleParts } from './parts.ts';
import type { ConsoleContext } from './route.ts';

export const SESSION_MS = hoursMs(12);

/** A browser refuses `__Host-` without https, so that plain http on one's own machine needs another name. */
const cookieName = (parts: ConsoleParts): string =>
  parts.secureCookies ? '__Host-xinqiao-staff' : 'xinqiao-staff';

export const readSessionToken = (c: ConsoleContext, parts: ConsoleParts): string | null =>
  getCookie(c, cookieName(parts)) ?? null;

export function writeSessionToken(c: ConsoleContext, parts: ConsoleParts, token: string): void {
  setCookie(c, cookieName(parts), token, {
    path: '/',
    httpOnly: true,
    secure: parts.secureCookies,
    sameSite: 'Strict',
    maxAge: SESSION_MS / 1_000,
  });
}

export function clearSessionToken(c: ConsoleContext, parts: ConsoleParts): void {
  deleteCookie(c, cookieName(parts), { path: '/', secure: parts.secureCookies });
}
