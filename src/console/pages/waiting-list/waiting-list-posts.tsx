import { unreachable } from '../../../core/result.ts';
import { readForm } from '../../form.ts';
import type { ConsoleParts } from '../../parts.ts';
import { renderAbsent } from '../../render.tsx';
import { type ConsoleContext, idOf } from '../../route.ts';
import { type Refused, renderWaitingList } from './waiting-list-page.tsx';

const LONGEST_REASON = 200;

type Decide = (reason: string) => Promise<'done' | 'no-reason' | 'absent'>;

async function decide(
  c: ConsoleContext,
  parts: ConsoleParts,
  what: Refused['what'],
  entryId: string | null,
  carryOut: Decide,
) {
  const reason = (await readForm(c)).one('reason').trim();
  if (entryId === null) return renderAbsent(c, parts, [reason]);
  const outcome = reason.length > LONGEST_REASON ? 'too-long' : await carryOut(reason);
  switch (outcome) {
    case 'done':
      return c.redirect('/console/waiting-list', 303);
    case 'absent':
      return renderAbsent(c, parts, [reason]);
    case 'no-reason':
      return renderWaitingList(c, parts, { entryId, what, problem: '原因：还没有写。' });
    case 'too-long':
      return renderWaitingList(c, parts, { entryId, what, problem: `原因：最多 ${LONGEST_REASON} 个字。` });
    default:
      return unreachable(outcome);
  }
}

export function markUrgent(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  return decide(c, parts, 'urgent', id, (reason) =>
    parts.waitingList.setUrgent(c.get('actor'), id ?? '', true, reason),
  );
}

export function unmarkUrgent(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  return decide(c, parts, 'urgent', id, () =>
    parts.waitingList.setUrgent(c.get('actor'), id ?? '', false, ''),
  );
}

export function removeWaiting(c: ConsoleContext, parts: ConsoleParts) {
  const id = idOf(c);
  return decide(c, parts, 'remove', id, (reason) =>
    parts.waitingList.remove(c.get('actor'), id ?? '', reason),
  );
}
