/** The way from a channel that may not answer any more to this page. Opening the link consumes nothing. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { isOwnPost } from './guard.ts';
import { leavesKnowingly, showLeaving } from './leaving.tsx';
import { pageLanguage } from './page-language.ts';
import { ContinuePage } from './pages/continue-page.tsx';
import { DEFAULT_LEAVE_URL, type SiteParts } from './parts.ts';
import { readForm } from './read-form.ts';
import { renderProblem } from './render.tsx';
import { makeToken, readToken, setToken } from './session-cookie.ts';
import { bareView } from './view.ts';
import { openSession } from './visit.ts';

export async function showContinue(c: Context, parts: SiteParts): Promise<Response> {
  const token = c.req.param('token') ?? '';
  if (!(await parts.continuing.isOpen(token))) return renderProblem(c, parts, 'link-closed', 404);
  const view = await bareView(parts, pageLanguage(c, parts, null), 'link-closed');
  const page = (
    <ContinuePage
      view={{ ...view, remark: null }}
      token={token}
      asset={parts.files.url}
      leaveUrl={parts.leaveUrl ?? DEFAULT_LEAVE_URL}
      refreshSeconds={null}
    />
  );
  return c.html(html`<!doctype html>${page}`, 200);
}

/** The browser gets a secret of its own for this talk; an earlier talk of somebody else stays with its own one. */
export async function continueHere(c: Context, parts: SiteParts): Promise<Response> {
  if (!isOwnPost(c)) return renderProblem(c, parts, 'foreign', 403);
  const form = await readForm(c);
  const talking = await openSession(parts, readToken(c, parts), await parts.clock.now());
  const sessionToken = makeToken(parts);
  const token = c.req.param('token') ?? '';
  const followed = await parts.continuing.follow(token, sessionToken, talking, leavesKnowingly(form));
  switch (followed.outcome) {
    case 'followed':
      setToken(c, parts, sessionToken);
      return c.redirect('/', 303);
    case 'here-already':
    case 'in-crisis':
      return c.redirect('/', 303);
    case 'leaves':
      return showLeaving(c, parts, { action: `/continue/${token}`, what: followed.what, code: null });
    case 'closed':
      return renderProblem(c, parts, 'link-closed', 404);
  }
}
