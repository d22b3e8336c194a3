import type { Child } from 'hono/jsx';
import type { Actor } from '../../../access/can.ts';
import { isHoldKind } from '../../../handoff/case.ts';
import { PLAN_HEADINGS, type PlanBody, type PlanHeading } from '../../../handoff/safety-plan.ts';
import { isScreenerAnswer, isScreenerQuestion } from '../../../handoff/screener.ts';
import { type Form, readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { Notice } from '../pieces.tsx';
import type { Typed } from '../typed.ts';
import { freshActions, LONGEST_NOTE } from './case-actions.tsx';
import { renderCaseList } from './case-list.tsx';
import { renderCase } from './case-page.tsx';
import { seenField } from './plan-box.tsx';

const LOST = '没有做：这次求助不由你负责，或已经结束。';
const TOO_LATE = '这次转接或邀请已经结束，或者时间已经过了。';

/** What came of it: done, words about what was wrong, a request of one's own that is over, or nothing one may know. */
type Did = 'done' | 'absent' | 'too-late' | { readonly problem: string };
type Work = (
  tools: ConsoleParts['tools'],
  actor: Actor,
  caseId: string,
  form: Form,
  parts: ConsoleParts,
) => Promise<Did>;

/**
 * A form of the tools: back to the case when it is done, the case with what was wrong and what was typed when it is not.
 * Words that find no form any more, since the right to it is gone, are shown once more.
 */
const post = (work: Work, name?: Typed['form']) => async (c: ConsoleContext, parts: ConsoleParts) => {
  const id = idOf(c);
  const actor = c.get('actor');
  const view = id === null ? null : await parts.cases.view(actor, id);
  if (id === null || view === null) return renderAbsent(c, parts);
  const fields = await readForm(c);
  const did = await work(parts.tools, actor, id, fields, parts);
  if (did === 'done') return c.redirect(`/console/cases/${id}`, 303);
  // Whoever may not read it learns nothing of what others may do with it, whatever they send.
  if (did !== 'too-late' && !view.may.read) return renderAbsent(c, parts);
  const after = await parts.cases.view(actor, id);
  const notice = <Notice kind="bad">{sayProblem(did, wordsOf(name, fields))}</Notice>;
  if (after === null) return renderCaseList(c, parts, notice);
  const state = freshActions(parts.newId());
  const typed = name === undefined ? {} : { typed: { form: name, fields } };
  return renderCase(c, parts, after, { ...state, ...typed }, 422, notice);
};

const wordsOf = (name: Typed['form'] | undefined, fields: Form): string =>
  (name === 'note' ? ['text'] : name === 'plan' ? PLAN_HEADINGS : [])
    .map((field) => fields.one(field))
    .filter((text) => text !== '')
    .join('\n');

function sayProblem(did: Exclude<Did, 'done'>, words: string): Child {
  if (did === 'too-late') return TOO_LATE;
  if (did !== 'absent') return did.problem;
  return words === '' ? (
    LOST
  ) : (
    <>
      {LOST}
      <q>{words}</q>
    </>
  );
}

const ask =
  (kind: 'transfer' | 'invite'): Work =>
  async (tools, actor, id, form) => {
    const to = form.one('to');
    const asked = await tools.ask(actor, kind, id, isUuid(to) ? to : id);
    if (asked.ok) return 'done';
    switch (asked.code) {
      case 'absent':
        return 'absent';
      case 'unknown-person':
        return { problem: '没有问：这位老师现在叫不到。' };
      case 'asked-already':
        return { problem: '没有再问：已经在等回答了。' };
      case 'full':
        return { problem: '没有问：已经有三位老师一起了。' };
    }
  };

export const transferCase = post(ask('transfer'), 'transfer');
export const inviteToCase = post(ask('invite'), 'invite');

/** Whoever asked takes it back. */
export const withdrawAsk = post(async (tools, actor, _id, form) => {
  const request = form.one('request');
  if (!isUuid(request)) return 'absent';
  const withdrawn = await tools.withdraw(actor, request);
  return withdrawn === 'withdrawn' ? 'done' : withdrawn;
});

export const settleRequest = post(async (tools, actor, _id, form) => {
  const request = form.one('request');
  if (!isUuid(request)) return 'absent';
  const answered = await tools.answer(actor, request, form.one('do') === 'accept');
  if (answered.ok) return 'done';
  return answered.code === 'absent' ? 'absent' : 'too-late';
});

export const leaveCase = post(async (tools, actor, id) =>
  (await tools.leave(actor, id)).ok ? 'done' : 'absent',
);

export const noteCase = post(async (tools, actor, id, form) => {
  const text = form.one('text');
  const key = form.one('key');
  if (text.length > LONGEST_NOTE) return { problem: `备注没有记下：最多 ${LONGEST_NOTE} 个字。` };
  if (!isUuid(key)) return { problem: '备注没有记下，请再写一次。' };
  const kept = await tools.note(actor, id, text, key);
  if (kept === 'kept') return 'done';
  return kept === 'absent' ? 'absent' : { problem: '备注没有记下：还没有写内容。' };
}, 'note');

export const raiseCase = post(async (tools, actor, id) => {
  const raised = await tools.raise(actor, id);
  if (raised === 'already') return { problem: '已经是危急，不能更高了。' };
  return raised === 'raised' ? 'done' : 'absent';
});

export const sayCaseAbout = post(async (tools, actor, id, form) => {
  const about = form.one('about');
  if (about !== 'other' && about !== 'self') return 'absent';
  const said = await tools.sayAbout(actor, id, about);
  // Said twice it is as it was said.
  if (said === 'done' || said === 'already') return 'done';
  return said === 'absent'
    ? 'absent'
    : { problem: '没有改：这位同学还有另一个没有结束的个案，先结束其中一个。' };
});

export const openAnotherCase = post(async (tools, actor, id, form) => {
  const opened = await tools.openAnother(actor, id, Number(form.one('known')));
  if (opened.outcome === 'opened') return 'done';
  if (opened.outcome === 'absent') return 'absent';
  const others = opened.numbers.map((number) => `#${number}`).join('、');
  return {
    problem:
      others === ''
        ? '没有开：刚才的那个已经结束了。还是另有一位，再点一次。'
        : `没有再开：另外已经有 ${others}。说的不是这里面的人，再点一次。`,
  };
});

export const screenCase = post(async (tools, actor, id, form) => {
  const what = form.one('do');
  const question = form.one('question');
  const step = async () => {
    if (what === 'start' || what === 'stop') return tools.screen(actor, id, { do: what });
    if (!isScreenerQuestion(question)) return 'stale' as const;
    if (what === 'ask') return tools.screen(actor, id, { do: 'ask', question });
    return isScreenerAnswer(what)
      ? tools.screen(actor, id, { do: 'mark', question, answer: what })
      : ('stale' as const);
  };
  const done = await step();
  return done === 'stale' ? { problem: '这一问已经记过，或者筛查已经结束，没有再记。' } : done;
});

export const planCase = post(async (tools, actor, id, form) => {
  const bodyOf = (nameOf: (heading: PlanHeading) => string): PlanBody =>
    Object.fromEntries(PLAN_HEADINGS.map((heading) => [heading, form.one(nameOf(heading))]));
  const gives = form.one('do') === 'give';
  const since = { seen: bodyOf(seenField), gives };
  const written = await tools.writePlan(
    actor,
    id,
    bodyOf((heading) => heading),
    since,
  );
  if (written === 'absent') return 'absent';
  if (written === 'changed')
    return { problem: '安全计划没有记下：别人刚改过。请看下面两边的内容，改好再记。' };
  if (!gives) return 'done';
  switch (await tools.givePlan(actor, id)) {
    case 'given':
      return 'done';
    case 'absent':
      return 'absent';
    case 'empty':
      return { problem: '安全计划还是空的，没有给同学。' };
    case 'given-before':
      return { problem: '这一版已经给过同学了。' };
  }
}, 'plan');

export const offerCaseSlot = post(async (tools, actor, id, form) => {
  const offered = await tools.offerSlot(actor, id, form.one('slot'));
  switch (offered.outcome) {
    case 'offered':
      return 'done';
    case 'taken':
      return { problem: '没有留成：这个时间刚被约走，或者刚留给了别的同学。' };
    case 'limit':
      return { problem: '同学已经有预约了，不能再留。' };
    case 'absent':
      return 'absent';
  }
}, 'slot');

export const sendCaseHotlines = post(async (tools, actor, id) =>
  (await tools.sendHotlines(actor, id)) === 'sent' ? 'done' : 'absent',
);

export const holdHere = post(async (_tools, actor, id, form, { watches }) => {
  const kind = form.one('kind');
  return isHoldKind(kind) && (await watches.hold(actor, id, kind)).ok ? 'done' : 'absent';
});

export const noteArrived = post(async (_tools, actor, id, _form, { watches }) =>
  (await watches.arrive(actor, id)).ok ? 'done' : 'absent',
);

export const withdrawArrived = post(async (_tools, actor, id, _form, { watches }) =>
  (await watches.withdrawArrival(actor, id)).ok ? 'done' : 'absent',
);
