import type { Saying } from '../../../conversation/desks/cases/mark-desk.ts';
import { unreachable } from '../../../core/result.ts';
import { isVerdict } from '../../../keywords/precision.ts';
import { levels } from '../../../keywords/screening.ts';
import { type Form, readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent } from '../../render.tsx';
import { type ConsoleContext, idOf, isUuid } from '../../route.ts';
import { Notice } from '../pieces.tsx';
import { freshActions } from './case-actions.tsx';
import { renderCase } from './case-page.tsx';
import { renderReview } from './review.tsx';

/** A level that was tapped says by itself that something was missed. */
function readSaying(form: Form): Saying | null {
  const expected = levels.find((level) => level === form.one('expected'));
  if (expected !== undefined) return { verdict: 'missed', expected };
  const verdict = form.one('verdict');
  return isVerdict(verdict) && verdict !== 'missed' ? { verdict, expected: null } : null;
}

const NOT_MARKED = '没有标上：请用每句话下面的按钮。';

export async function markInCase(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const view = id === null ? null : await parts.cases.view(c.get('actor'), id);
  if (id === null || view === null || !view.may.read) return renderAbsent(c, parts);
  const form = await readForm(c);
  const lineId = form.one('line');
  const saying = readSaying(form);
  const refuse = () =>
    renderCase(c, parts, view, freshActions(parts.newId()), 422, <Notice kind="bad">{NOT_MARKED}</Notice>);
  if (saying === null || !isUuid(lineId)) return refuse();
  const marked = await parts.marks.markInCase(c.get('actor'), id, lineId, saying);
  switch (marked) {
    case 'marked':
      return c.redirect(`/console/cases/${id}#line-${lineId}`, 303);
    case 'no-line':
    case 'unfit':
      return refuse();
    case 'absent':
      return renderAbsent(c, parts);
    default:
      return unreachable(marked);
  }
}

export async function markInReview(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  const saying = readSaying(await readForm(c));
  if (id === null) return renderAbsent(c, parts);
  const refuse = () => renderReview(c, parts, <Notice kind="bad">{NOT_MARKED}</Notice>);
  if (saying === null) return refuse();
  const marked = await parts.marks.markInReview(c.get('actor'), id, saying);
  switch (marked) {
    case 'marked':
      return c.redirect(`/console/review#item-${id}`, 303);
    case 'unfit':
      return refuse();
    case 'no-line':
    case 'absent':
      return renderAbsent(c, parts);
    default:
      return unreachable(marked);
  }
}
