/**
 * In which language a page speaks. The address knows it, and with it the conversation; before the first word, and
 * when the store does not answer, a cookie does. Nothing is guessed from the browser: a shared computer says little
 * about who sits before it, and the switch stands on every page.
 */
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { isLanguage, type Language } from '../core/language.ts';
import type { WebSession } from '../people/web-session.ts';
import { type CookieParts, cookieOptions } from './session-cookie.ts';

const COOKIE = 'xinqiao-language';

/** What the browser has chosen by a link (`/?lang=en`) or the switch; null when it has chosen nothing. */
export function chosenLanguage(c: Context, parts: CookieParts): Language | null {
  const linked = c.req.query('lang');
  if (linked !== undefined && isLanguage(linked)) return linked;
  const kept = parts.secureCookies ? getCookie(c, COOKIE, 'host') : getCookie(c, COOKIE);
  return kept !== undefined && isLanguage(kept) ? kept : null;
}

/** A link changes nothing for somebody who is talking already: anybody may write one. */
export function pageLanguage(c: Context, parts: CookieParts, session: WebSession | null): Language {
  return session?.language ?? chosenLanguage(c, parts) ?? 'zh';
}

export function rememberLanguage(c: Context, parts: CookieParts, language: Language): void {
  setCookie(c, COOKIE, language, cookieOptions(parts));
}
