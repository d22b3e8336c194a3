/** The way to this page by a code that was typed; see `continue.tsx` for the one by a link. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { isOwnPost } from './guard.ts';
import { leavesKnowingly, showLeaving } from './leaving.tsx';
import { pageLanguage } from './page-language.ts';
import { CodePage } from './pages/code-page.tsx';
import { DEFAULT_LEAVE_URL, type SiteParts } from './parts.ts';
import { readForm } from './read-form.ts';
import { renderProblem } from './render.tsx';
import { giveToken, makeToken, readToken, setToken } from './session-cookie.ts';
import { bareView } from './view.ts';
import { openSession } from './visit.ts';

/** Browsers that carry no secret of ours share their tries. */
const NOBODY = 'none';

/** Gives the browser its secret, by which its tries are counted. */
export async function showCodeForm(c: Context, parts: SiteParts, wrong = false): Promise<Response> {
  giveToken(c, parts);
  const view = await bareView(parts, pageLanguage(c, parts, null), 'link-closed');
  const page = (
    <CodePage
      view={{ ...view, remark: null }}
      wrong={wrong}
      asset={parts.files.url}
      leaveUrl={parts.leaveUrl ?? DEFAULT_LEAVE_URL}
      refreshSeconds={null}
    />
  );
  return c.html(html`<!doctype html>${page}`, wrong ? 422 : 200);
}

/** Whatever is wrong with a code, the answer is one and the same. */
export async function continueByCode(c: Context, parts: SiteParts): Promise<Response> {
  if (!isOwnPost(c)) return renderProblem(c, parts, 'foreign', 403);
  const form = await readForm(c);
  const token = readToken(c, parts);
  const talking = await openSession(parts, token, await parts.clock.now());
  const sessionToken = makeToken(parts);
  const typed = form('code').slice(0, 40);
  const browser = token ?? NOBODY;
  const leaves = leavesKnowingly(form);
  const followed = await parts.continuing.followCode(typed, browser, sessionToken, talking, leaves);
  switch (followed.outcome) {
    case 'followed':
      setToken(c, parts, sessionToken);
      return c.redirect('/', 303);
    case 'here-already':
    case 'in-crisis':
      return c.redirect('/', 303);
    case 'leaves':
      return showLeaving(c, parts, { action: '/continue', what: followed.what, code: typed });
    case 'closed':
      return showCodeForm(c, parts, true);
  }
}
