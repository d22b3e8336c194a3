import type { Context } from 'hono';
import { isLanguage, type Language } from '../core/language.ts';
import { describeError } from '../core/log.ts';
import { isOwnPost } from './guard.ts';
import { rememberLanguage } from './page-language.ts';
import type { SiteParts } from './parts.ts';
import { readForm, updateKeyOf } from './read-form.ts';
import { renderProblem } from './render.tsx';
import { readToken } from './session-cookie.ts';
import { openSession } from './visit.ts';

/** The switch in the head of the page. It makes no row: before the first word only the browser remembers. */
export async function chooseLanguage(c: Context, parts: SiteParts): Promise<Response> {
  if (!isOwnPost(c)) return renderProblem(c, parts, 'foreign', 403);
  const form = await readForm(c);
  const language = form('language');
  if (!isLanguage(language)) return c.redirect('/', 303);
  rememberLanguage(c, parts, language);
  const talks = await tellConversation(c, parts, language, form('nonce'));
  // A browser that keeps no cookies reads it from the address.
  return c.redirect(talks ? '/' : `/?lang=${language}`, 303);
}

/**
 * The address first, so that the page changes whatever becomes of the rest. Then the conversation hears the same
 * words that can be typed: what stands there to be chosen comes again in the new language.
 */
async function tellConversation(
  c: Context,
  parts: SiteParts,
  language: Language,
  nonce: string,
): Promise<boolean> {
  if (parts.fault?.isDown()) return false;
  try {
    const now = await parts.clock.now();
    const token = readToken(c, parts);
    const session = await openSession(parts, token, now);
    if (token === null || session === null) return false;
    await parts.sessions.touch(session.addressId, now);
    if (session.language === language) return true;
    await parts.sessions.setLanguage(session.addressId, language);
    const body = { kind: 'text', text: `/lang ${language}` } as const;
    const updateKey = updateKeyOf(nonce || parts.secret(16), body);
    await parts.receive({ channel: 'web', bot: 'web', updateKey, from: token, body });
    await parts.settle(session.addressId);
    return true;
  } catch (error) {
    parts.log.error('site.language-not-told', describeError(error));
    return false;
  }
}
