import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent, renderPage } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { Csrf, PageHead } from '../pieces.tsx';
import { findCampaign } from './campaign-page.tsx';

async function takeStep(c: ConsoleContext, parts: ConsoleParts, step: 'pause' | 'resume' | 'cancel') {
  const id = idOf(c);
  const taken = id === null ? 'absent' : await parts.campaigns.step(c.get('actor'), id, step);
  return taken === 'done' ? c.redirect(`/console/campaigns/${id}`, 303) : renderAbsent(c, parts);
}

export const pauseCampaign = (c: ConsoleContext, parts: ConsoleParts) => takeStep(c, parts, 'pause');
export const resumeCampaign = (c: ConsoleContext, parts: ConsoleParts) => takeStep(c, parts, 'resume');
export const cancelCampaign = (c: ConsoleContext, parts: ConsoleParts) => takeStep(c, parts, 'cancel');

export async function askCancelCampaign(c: ConsoleContext, parts: ConsoleParts) {
  const view = await findCampaign(c, parts);
  if (view === null || !view.may.cancel) return renderAbsent(c, parts);
  const begun = view.progress !== null;
  return renderPage(
    c,
    parts,
    { title: '取消', place: 'campaigns' },
    <div class="narrow">
      <PageHead title={`取消“${view.title}”？`} />
      <ul class="plain-list">
        <li>{begun ? '还没有发出的，一条也不再发；已经发出的收不回来。' : '一条也不会发出。'}</li>
        <li>取消以后不能继续，可以照着再写一条。</li>
      </ul>
      <form method="post" action={`/console/campaigns/${view.id}/cancel`} class="form-end">
        <Csrf token={c.get('session').csrf} />
        <a class="button" href={`/console/campaigns/${view.id}`}>
          不取消
        </a>
        <button type="submit" class="danger">
          确认取消
        </button>
      </form>
    </div>,
  );
}
