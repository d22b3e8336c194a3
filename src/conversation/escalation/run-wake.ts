import { goOnCanary } from '../canary/go-on-canary.ts';
import { runDaySheet } from '../changes/day-sheet.ts';
import { runOffer } from '../changes/run-offer.ts';
import { runReminder } from '../changes/run-reminder.ts';
import { runDrill } from '../drill/run-drill.ts';
import type { Scope } from '../scope.ts';
import { runGlassTask } from '../staff/glass/break-glass.ts';
import { expireRequest } from '../staff/tools/ask-colleague.ts';
import { noteClosedPage } from '../student/presence.ts';
import { runOfferRound } from '../waiting-list/offer-round.ts';
import { tellLostWishes } from '../waiting-list/tell-lost-wishes.ts';
import { tellOffer } from '../waiting-list/tell-offer.ts';
import { entryOfWake, offerOfWake, WAITING_WAKE } from '../waiting-list/waiting-wake.ts';
import { escalate } from './escalation.ts';
import { runFollowUp } from './follow-up-round.ts';
import { checkOfWake } from './follow-up-wake.ts';
import { runRotaTask } from './rota-tasks.ts';

/** Does what a wake-up of the kind `escalation` names. */
export function runWake(scope: Scope, wakeId: string): Promise<void> {
  if (wakeId === WAITING_WAKE) return runOfferRound(scope);
  const offerId = offerOfWake(wakeId);
  if (offerId !== null) return tellOffer(scope, offerId);
  const entryId = entryOfWake(wakeId);
  if (entryId !== null) return tellLostWishes(scope, entryId);
  if (wakeId.startsWith('request.')) return expireRequest(scope, wakeId.slice('request.'.length));
  const checkId = checkOfWake(wakeId);
  if (checkId !== null) return runFollowUp(scope, checkId);
  if (wakeId.startsWith('remind.')) return runReminder(scope, wakeId.slice('remind.'.length));
  if (wakeId.startsWith('sheet.')) return runDaySheet(scope, wakeId.slice('sheet.'.length));
  if (wakeId.startsWith('change.')) return runOffer(scope, wakeId.slice('change.'.length));
  if (wakeId.startsWith('canary.')) return goOnCanary(scope, wakeId.slice('canary.'.length));
  if (wakeId.startsWith('drill.')) return runDrill(scope, wakeId.slice('drill.'.length));
  if (wakeId.startsWith('glass.')) return runGlassTask(scope, wakeId.slice('glass.'.length));
  if (wakeId.startsWith('departure.')) return noteClosedPage(scope, wakeId.slice('departure.'.length));
  return wakeId.startsWith('rota.')
    ? runRotaTask(scope, wakeId.slice('rota.'.length))
    : escalate(scope, wakeId);
}
