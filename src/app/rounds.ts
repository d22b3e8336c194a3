import { askAboutLeaders } from '../conversation/activities/ask-about-leader.ts';
import { remindActivities } from '../conversation/activities/remind-activities.ts';
import { advanceCampaigns } from '../conversation/delivery/campaign-round.ts';
import { sweep, sweepAppointments, sweepDeliveries } from '../conversation/delivery/sweep.ts';
import type { OfficeParts } from '../conversation/desks/people/staff-office.ts';
import { sendIdentityCodes } from '../conversation/identity-round.ts';
import type { WakeHandlers } from '../conversation/ports/wake-queue.ts';
import {
  askAfterSessions,
  askEvaluations,
  endOldSeriesOffers,
} from '../conversation/sessions/session-round.ts';
import { endOldSlotOffers } from '../conversation/staff/tools/lapsed-slot.ts';
import { WAITING_WAKE } from '../conversation/waiting-list/waiting-wake.ts';
import type { OpenStore } from '../storage/open-store.ts';
import { tidy } from '../storage/tidy.ts';
import type { Bots } from './bots.ts';
import type { CrisisPath } from './crisis-path/keep-crisis-path.ts';
import type { Endings } from './endings.ts';
import { every } from './every.ts';
import { startMediaRounds } from './media-rounds.ts';

/** A sweep every second decides from the rows; what has only just become due is left to the queue, in ms. */
const SWEEP_MS = 1_000;
const SWEEP_GRACE_MS = 300;
const HEARTBEAT_MS = 5_000;
const ALARMS_MS = 5_000;
const TIDY_MS = 3_600_000;
/** Long terms are looked at as often as short ones, so that a process that is restarted every day gets to them. */
const RETENTION_MS = 3_600_000;
const AUDIT_MS = 1_000;
const CAMPAIGNS_MS = 1_000;
/** How soon a freed time is offered to whoever waits. */
const OFFERS_MS = 2_000;
const IDENTITY_MS = 1_000;
const ACTIVITIES_MS = 1_000;
/** Audit entries linked in one round. */
const AUDIT_ROUND = 1_000;

export type Rounds = {
  /** True once the first sweep is done: from then on nothing that is stored can be forgotten. */
  swept(): boolean;
};

/** Everything that is done again and again as long as the process lives. */
export function startRounds(
  office: OfficeParts,
  store: OpenStore,
  handlers: WakeHandlers,
  bots: Bots,
  tellStates: () => Promise<void>,
  alarm: () => Promise<void>,
  crisisPath: CrisisPath | null,
  endings: Endings,
): Rounds {
  const { log } = office;
  let swept = false;
  const rounds = [
    every(SWEEP_MS, 'sweep', log, async () => {
      await sweep(office, handlers, SWEEP_GRACE_MS);
      swept = true;
      // Begun by what it relies on: a sweep that hangs begins none, and the file of the last one goes old.
      await crisisPath?.look();
    }),
    every(SWEEP_MS, 'deliveries', log, () => sweepDeliveries(office, handlers, bots.names, SWEEP_GRACE_MS)),
    every(CAMPAIGNS_MS, 'campaigns', log, () => advanceCampaigns(office)),
    // One after another, so that they take one connection; what fails in one keeps none of the others.
    every(SWEEP_MS, 'appointments', log, async () => {
      const works = [askAfterSessions, askEvaluations, endOldSeriesOffers, endOldSlotOffers];
      const failed: unknown[] = [];
      const note = (error: unknown): void => void failed.push(error);
      await sweepAppointments(office, handlers, SWEEP_GRACE_MS).catch(note);
      for (const work of works) await work(office).catch(note);
      if (failed.length > 0) throw failed[0];
    }),
    every(OFFERS_MS, 'offers', log, () => handlers.escalation(WAITING_WAKE)),
    every(IDENTITY_MS, 'identity', log, () => sendIdentityCodes(office)),
    every(ACTIVITIES_MS, 'activities', log, async () => {
      await remindActivities(office);
      await askAboutLeaders(office);
    }),
    every(TIDY_MS, 'tidy', log, () => tidy(store.db)),
    every(RETENTION_MS, 'retention', log, () => store.retention.carryOut()),
    every(AUDIT_MS, 'audit', log, () => store.auditChain.extend(AUDIT_ROUND)),
    every(HEARTBEAT_MS, 'parts', log, tellStates),
    every(ALARMS_MS, 'alarms', log, alarm),
    ...(crisisPath === null ? [] : [every(ALARMS_MS, 'crisis-path', log, crisisPath.watch)]),
    ...startMediaRounds(office, bots),
  ];
  for (const round of rounds) endings.add(() => round.stop());
  return { swept: () => swept };
}
