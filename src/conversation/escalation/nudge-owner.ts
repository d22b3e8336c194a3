import { unreachable } from '../../core/result.ts';
import type { CaseEvent, HandoffCase, PageReason } from '../../handoff/case.ts';
import type { Nudge } from '../../handoff/decide-escalation.ts';
import { countedFrom } from '../../handoff/owed.ts';
import type { Scope } from '../scope.ts';
import { arrivalChoice, holdChoices } from '../staff/hold-choices.ts';
import { pageUnheard, type StaffTexts } from '../staff/relay.ts';
import { tellVoiced } from '../staff/tell-voiced.ts';
import { waitedMinutes } from './pages.ts';

/**
 * What the owner alone is told, at every messenger of theirs, else by whatever wakes them; the console shows it by itself.
 */
export async function nudgeOwner(
  scope: Scope,
  one: HandoffCase,
  { nudge, round }: { readonly nudge: Nudge; readonly round: number },
): Promise<void> {
  const { stores, now } = scope;
  const { ownerId } = one;
  if (ownerId === null) return;
  const kind = eventOf(nudge);
  if (kind !== null)
    await stores.cases.addEvent(one.id, { kind, staffId: ownerId, level: one.level, at: now });
  const compose = (texts: StaffTexts): string => wordsOf(scope, texts, one, nudge);
  await tellVoiced(
    scope,
    ownerId,
    `nudge:${one.id}:${now.getTime()}`,
    ({ texts }) => ({
      text: compose(texts),
      choices: [...holdChoices(texts, one.id), ...arrivalChoice(texts, one)],
    }),
    one.id,
  );
  await pageUnheard(scope, one, pageReasonOf(nudge), round);
  await stores.tellChange('case', `staff:${ownerId}`);
}

/** How a page tells of it. */
export const pageReasonOf = (nudge: Nudge): PageReason => (nudge === 'no-reply' ? 'silent-owner' : nudge);

function eventOf(nudge: Nudge): CaseEvent['kind'] | null {
  switch (nudge) {
    case 'no-reply':
      return 'reminded';
    case 'silent-student':
      return 'silent-student';
    case 'hold-over':
      return null;
    default:
      return unreachable(nudge);
  }
}

function wordsOf(scope: Scope, texts: StaffTexts, one: HandoffCase, nudge: Nudge): string {
  const { number } = one;
  const minutesFrom = (since: Date | null): number =>
    Math.max(1, waitedMinutes(countedFrom(since, one) ?? scope.now, scope.now));
  switch (nudge) {
    case 'no-reply':
      return texts('watch.noReply', { number, minutes: minutesFrom(one.unrepliedSince) });
    case 'silent-student':
      return texts('watch.silentStudent', { number, minutes: minutesFrom(one.studentSilentSince) });
    case 'hold-over':
      return texts('watch.holdOver', { number, kind: texts(`watch.${one.hold?.kind ?? 'on-phone'}`) });
    default:
      return unreachable(nudge);
  }
}

/** A new imminent word: whoever has the case is told at once, once for each time that they owe an answer. */
export async function showDanger(scope: Scope, one: HandoffCase): Promise<void> {
  const { ownerId, number } = one;
  if (ownerId === null) return;
  const seconds = scope.centre.escalation.imminent.firstWordsSeconds;
  const key = `danger:${one.id}:${one.unansweredSince?.getTime() ?? 0}`;
  await tellVoiced(
    scope,
    ownerId,
    key,
    ({ texts }) => ({ text: texts('watch.danger', { number, seconds }) }),
    one.id,
  );
  // Whoever owed a word already has been called for that, and is again.
  if (one.unansweredSince?.getTime() === scope.now.getTime()) await pageUnheard(scope, one, 'new-danger');
  await scope.stores.tellChange('case', `staff:${ownerId}`);
}
