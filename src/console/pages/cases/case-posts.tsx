import type { CaseView } from '../../../conversation/desks/cases/case-desk.ts';
import { behindSlash } from '../../../conversation/staff/tools/tool-words.ts';
import { unreachable } from '../../../core/result.ts';
import { LONGEST_FILE_BYTES } from '../../../media/media.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts, PictureSent } from '../../parts.ts';
import { renderAbsent } from '../../render.tsx';
import { type ConsoleContext, idOf, wantsFragment } from '../../route.ts';
import { Notice } from '../pieces.tsx';
import { CaseActions, freshActions, LONGEST_ANSWER } from './case-actions.tsx';
import { renderCaseList } from './case-list.tsx';
import { renderCase } from './case-page.tsx';

const toCase = (c: ConsoleContext, id: string) => c.redirect(`/console/cases/${id}`, 303);

export async function acknowledge(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  if (id === null) return renderAbsent(c, parts);
  const taken = await parts.cases.acknowledge(c.get('actor'), id);
  switch (taken.outcome) {
    case 'taken':
    case 'yours-already':
      return toCase(c, id);
    case 'taken-by-other':
      return renderCaseList(
        c,
        parts,
        <Notice kind="good">{`#${taken.number} 已经由 ${taken.owner} 接手，你不用再接。`}</Notice>,
      );
    case 'closed':
      return renderCaseList(c, parts, <Notice kind="good">{`#${taken.number} 已经结束。`}</Notice>);
    case 'called-before':
      return renderCaseList(
        c,
        parts,
        <Notice kind="warn">{`叫你接 #${taken.number} 的那一次已经结束，现在没有在叫你，所以没有归你。`}</Notice>,
      );
    case 'absent':
      return renderAbsent(c, parts);
    default:
      return unreachable(taken);
  }
}

/** The form as it was typed, with what is wrong about it. */
async function refuseAnswer(
  c: ConsoleContext,
  parts: ConsoleParts,
  view: CaseView,
  typed: { key: string; answer: string; answerProblem: string },
) {
  const state = { ...freshActions(typed.key), ...typed };
  if (!wantsFragment(c)) return renderCase(c, parts, view, state, 422);
  return c.html(<CaseActions view={view} csrf={c.get('session').csrf} state={state} />, 422);
}

const LOST_RIGHT = '没有发出：这次求助现在不由你负责，或已经结束。';

const PICTURE_PROBLEMS = {
  'too-large': '没有发出：图片超过 5 MB，请换一张小一点的。',
  'no-picture': '没有发出：这个文件不是图片，这里只能发图片。',
  'broken-picture': '没有发出：这张图片打不开，请换一张，或打字说。',
  'no-picture-encoder': '没有发出：这台机器处理不了图片。请打字说，并告诉系统管理员安装 sharp。',
} as const;

/** Only for whoever may answer: drawing a picture anew is work. */
async function sendPicture(
  c: ConsoleContext,
  parts: ConsoleParts,
  id: string,
  { answer, key }: { readonly answer: string; readonly key: string },
  file: File,
): Promise<PictureSent> {
  const actor = c.get('actor');
  const view = await parts.cases.view(actor, id);
  if (view === null || !view.may.answer) return 'absent';
  if (file.size > LONGEST_FILE_BYTES) return 'too-large';
  return parts.media.send(actor, id, answer, new Uint8Array(await file.arrayBuffer()), key);
}

export async function answer(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const actor = c.get('actor');
  const view = id === null ? null : await parts.cases.view(actor, id);
  // Whoever may read it keeps what they typed, also when somebody else has just taken it.
  if (id === null || view === null || !view.may.read) return renderAbsent(c, parts);
  const form = await readForm(c);
  const typed = { key: form.one('key').slice(0, 100) || parts.newId(), answer: form.one('text') };
  const refuse = (answerProblem: string) => refuseAnswer(c, parts, view, { ...typed, answerProblem });
  if (typed.answer.length > LONGEST_ANSWER) return refuse(`没有发出：最多 ${LONGEST_ANSWER} 个字。`);
  if (behindSlash(typed.answer) !== null)
    return refuse('没有发出：斜杠开头的是命令，不会发给同学。备注请写在旁边的备注里。');
  const file = form.file('picture');
  const said =
    file === null
      ? await parts.cases.answer(actor, id, typed.answer, typed.key)
      : await sendPicture(c, parts, id, typed, file);
  switch (said) {
    case 'too-large':
    case 'no-picture':
    case 'broken-picture':
    case 'no-picture-encoder':
      return refuse(PICTURE_PROBLEMS[said]);
    case 'sent':
      return showSent(c, parts, id);
    case 'empty':
      return refuse('没有发出：还没有写内容。');
    case 'absent':
    case 'closed':
      return showLostRight(c, parts, id, typed.answer);
    default:
      return unreachable(said);
  }
}

async function showSent(c: ConsoleContext, parts: ConsoleParts, id: string) {
  if (!wantsFragment(c)) return toCase(c, id);
  const view = await parts.cases.view(c.get('actor'), id);
  if (view === null) return renderAbsent(c, parts);
  c.header('HX-Trigger', 'refresh');
  return c.html(<CaseActions view={view} csrf={c.get('session').csrf} state={freshActions(parts.newId())} />);
}

/** Somebody else has it now: what was typed is shown once more, so that it is not lost. */
async function showLostRight(c: ConsoleContext, parts: ConsoleParts, id: string, typed: string) {
  const view = await parts.cases.view(c.get('actor'), id);
  if (view === null) return renderAbsent(c, parts);
  const notice = (
    <Notice kind="bad">
      {LOST_RIGHT}
      <q>{typed}</q>
    </Notice>
  );
  if (!wantsFragment(c)) return renderCase(c, parts, view, freshActions(parts.newId()), 422, notice);
  const state = freshActions(parts.newId());
  return c.html(
    <>
      {notice}
      <CaseActions view={view} csrf={c.get('session').csrf} state={state} />
    </>,
    422,
  );
}
