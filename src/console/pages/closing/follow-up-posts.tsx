import type { EntryView, RegisterOutcome } from '../../../conversation/desks/cases/follow-up-desk.ts';
import { REGISTER_CLASSES } from '../../../handoff/closing/closing.ts';
import { isCheckResult } from '../../../handoff/follow-up-store.ts';
import { REGISTER_PROBLEMS } from '../../closing-words.ts';
import { type Form, readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent } from '../../render.tsx';
import { type ConsoleContext, isUuid } from '../../route.ts';
import { LONGEST_NOTE } from '../cases/case-actions.tsx';
import { renderEntry, type Typed, viewOf } from './follow-up-page.tsx';

type Post = (c: ConsoleContext, parts: ConsoleParts) => Promise<Response>;
/** What was done, or a sentence about what is missing. */
type Act = (
  actor: Parameters<ConsoleParts['followUps']['view']>[0],
  view: EntryView,
  form: Form,
  parts: ConsoleParts,
) => Promise<RegisterOutcome | { readonly problem: string }>;

const acting =
  (act: Act, typedOf: (form: Form) => Typed): Post =>
  async (c, parts) => {
    const view = await viewOf(c, parts);
    const form = await readForm(c);
    const words = [form.one('note'), form.one('reason')];
    if (view === null) return renderAbsent(c, parts, words);
    const tooLong = words.some((text) => text.length > LONGEST_NOTE);
    const done = tooLong
      ? { problem: `没有保存：最多 ${LONGEST_NOTE} 个字。` }
      : await act(c.get('actor'), view, form, parts);
    if (done === 'done') return c.redirect(`/console/follow-up/${view.id}`, 303);
    if (done === 'absent') return renderAbsent(c, parts, words);
    const problem = typeof done === 'object' ? done.problem : REGISTER_PROBLEMS[done];
    const now = await viewOf(c, parts);
    return renderEntry(c, parts, now ?? view, problem, typedOf(form));
  };

export const settleFollowUp = acting(
  async (actor, view, form, parts) => {
    const result = form.one('result');
    const checkId = form.one('check');
    if (!isCheckResult(result)) return { problem: '结果：还没有选。' };
    if (!isUuid(checkId)) return { problem: '没有保存：没有这一次回访。' };
    const input = { checkId, result, note: form.one('note'), nextOn: form.one('next') };
    return parts.followUps.settle(actor, view.id, input);
  },
  (form) => ({
    form: 'settle',
    check: form.one('check'),
    result: form.one('result'),
    note: form.one('note'),
    next: form.one('next'),
  }),
);

export const planFollowUp = acting(
  (actor, view, form, parts) => parts.followUps.plan(actor, view.id, form.one('on')),
  () => ({ form: 'plan' }),
);

export const assignFollowUp = acting(
  async (actor, view, form, parts) =>
    isUuid(form.one('owner')) ? parts.followUps.assign(actor, view.id, form.one('owner')) : 'unknown-person',
  () => ({ form: 'assign' }),
);

export const reclassFollowUp = acting(
  async (actor, view, form, parts) => {
    const to = REGISTER_CLASSES.find((of) => of === form.one('class'));
    if (to === undefined) return { problem: '分类：还没有选。' };
    return parts.followUps.reclass(actor, view.id, to, form.one('reason'));
  },
  (form) => ({ form: 'reclass', reason: form.one('reason') }),
);

export const leaveFollowUp = acting(
  (actor, view, form, parts) => parts.followUps.leave(actor, view.id, form.one('reason')),
  (form) => ({ form: 'leave', reason: form.one('reason') }),
);
