import { remindersOn } from '../../booking/reminder.ts';
import { isOfferingTime } from '../../booking/waiting-list/offering-time.ts';
import { addMs, secondsMs } from '../../core/clock.ts';
import { describeError } from '../../core/log.ts';
import { changeWake, reminderWake, sheetWake } from '../changes/change-wakes.ts';
import { sheetDue } from '../changes/day-sheet.ts';
import { drillWake } from '../drill/drill-wake.ts';
import { caseWake, digestWake } from '../escalation/escalation.ts';
import { followUpWake } from '../escalation/follow-up-wake.ts';
import { groupWake } from '../escalation/group-pages.ts';
import { requestWake } from '../escalation/request-wake.ts';
import { rotaWake } from '../escalation/rota-wake.ts';
import type { BotName } from '../ports/outgoing-store.ts';
import type { Stores } from '../ports/stores.ts';
import type { WakeHandlers } from '../ports/wake-queue.ts';
import type { Centre, ConversationParts } from '../scope.ts';
import { glassWake } from '../staff/glass/glass-wake.ts';
import { departureWake } from '../student/presence.ts';
import { offerWake, wishesWake } from '../waiting-list/waiting-wake.ts';

/** Rows handled by one round; what is left is for the next. */
const ROUND = 200;
/** At once, so that one slow send holds nobody else up. */
const AT_ONCE = 8;
/** A row in hand for longer belonged to a process that is gone; longer than the longest send, in seconds. */
const STALE_SECONDS = 20;

/**
 * What makes every job dispensable: it decides from the rows alone and does the work itself, whether or not the
 * queue lives. `graceMs` leaves rows to the queue that have only just become due.
 */
export async function sweep(
  parts: ConversationParts,
  handlers: WakeHandlers,
  graceMs: number,
): Promise<number> {
  const due = await parts.transactions.run(async (stores) => {
    const now = await stores.now();
    const before = addMs(now, -graceMs);
    return {
      turns: await stores.incoming.waitingAddresses(before, ROUND),
      cases: await stores.cases.dueIds(before, ROUND),
      digests: await stores.cases.dueDigests(before, ROUND),
      groups: await stores.notifiers.due(before, ROUND),
      rota: await stores.rotaTasks.due(before),
      requests: await stores.teams.dueIds(before, ROUND),
      followUps: await stores.followUps.dueIds(before, ROUND),
      glasses: await stores.glasses.due(before, ROUND),
      drills: await stores.drills.due(before),
      departures: await stores.returns.dueDepartures(before, ROUND),
    };
  });
  const work = [
    ...due.turns.map((id) => () => handlers.turn(id)),
    ...due.cases.map((id) => () => handlers.escalation(caseWake(id))),
    ...due.digests.map((id) => () => handlers.escalation(digestWake(id))),
    ...due.groups.map((name) => () => handlers.escalation(groupWake(name))),
    ...due.requests.map((id) => () => handlers.escalation(requestWake(id))),
    ...due.rota.map((task) => () => handlers.escalation(rotaWake(task))),
    ...due.followUps.map((id) => () => handlers.escalation(followUpWake(id))),
    ...due.glasses.map((id) => () => handlers.escalation(glassWake(id))),
    ...due.drills.map((id) => () => handlers.escalation(drillWake(id))),
    ...due.departures.map((id) => () => handlers.escalation(departureWake(id))),
  ];
  await runAll(parts, work);
  return work.length;
}

/** The same for appointments, in rounds of its own: nothing that is wrong with them keeps a call waiting. */
export async function sweepAppointments(
  parts: ConversationParts,
  { escalation }: Pick<WakeHandlers, 'escalation'>,
  graceMs: number,
): Promise<number> {
  const due = await parts.transactions.run(async (stores) => {
    const now = await stores.now();
    const around = await dueAround(stores, parts.centre(), now, addMs(now, -graceMs));
    const mayAsk = isOfferingTime(now);
    const offers = await stores.waitingList.untold(ROUND, mayAsk);
    return { ...around, offers, wishes: mayAsk ? await stores.waitingList.untoldWishes(ROUND) : [] };
  });
  const work = [
    ...due.reminders.map((id) => () => escalation(reminderWake(id))),
    ...due.sheets.map((date) => () => escalation(sheetWake(date))),
    ...due.changes.map((id) => () => escalation(changeWake(id))),
    ...due.wishes.map((id) => () => escalation(wishesWake(id))),
    ...due.offers.map((id) => () => escalation(offerWake(id))),
  ];
  await runAll(parts, work);
  return work.length;
}

/** What is due around appointments; reminders that have no row yet get theirs here. */
async function dueAround(stores: Stores, { reminders }: Centre, now: Date, before: Date) {
  await stores.reminders.plan(remindersOn(reminders), now);
  const sheet = sheetDue(reminders.daySheetMinute, before);
  return {
    reminders: await stores.reminders.dueIds(before, ROUND),
    sheets: sheet === null || (await stores.daySheets.wasMade(sheet)) ? [] : [sheet],
    changes: await stores.changeOffers.dueIds(before, ROUND),
  };
}

/** What is to be sent, in rounds of its own: a platform that is slow keeps no turn and no call waiting. */
export async function sweepDeliveries(
  parts: ConversationParts,
  { delivery }: Pick<WakeHandlers, 'delivery'>,
  bots: readonly BotName[],
  graceMs: number,
): Promise<number> {
  const due = await parts.transactions.run(async (stores) => {
    const now = await stores.now();
    await stores.outgoing.recoverStale({ claimedBefore: addMs(now, -secondsMs(STALE_SECONDS)), now });
    return stores.outgoing.duePlaces(addMs(now, -graceMs), bots, ROUND);
  });
  await runAll(
    parts,
    due.map((id) => () => delivery(id)),
  );
  return due.length;
}

async function runAll(parts: ConversationParts, work: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...work];
  const one = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await next().catch((error: unknown) => parts.log.error('sweep.failed', describeError(error)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}
