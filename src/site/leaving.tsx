/** A browser in which something stands already is asked once more before it becomes somebody else's. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { pageLanguage } from './page-language.ts';
import { type Leaving, LeavingPage, YES } from './pages/leaving-page.tsx';
import { DEFAULT_LEAVE_URL, type SiteParts } from './parts.ts';
import type { Form } from './read-form.ts';
import { bareView } from './view.ts';

export const leavesKnowingly = (form: Form): boolean => form('leaves') === YES;

export async function showLeaving(c: Context, parts: SiteParts, leaving: Leaving): Promise<Response> {
  const view = await bareView(parts, pageLanguage(c, parts, null), 'link-closed');
  const page = (
    <LeavingPage
      view={{ ...view, remark: null }}
      leaving={leaving}
      asset={parts.files.url}
      leaveUrl={parts.leaveUrl ?? DEFAULT_LEAVE_URL}
      refreshSeconds={null}
    />
  );
  return c.html(html`<!doctype html>${page}`, 200);
}
