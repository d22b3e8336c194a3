import type { AuditEntry } from '../access/audit.ts';
import type { BookingSettings } from '../booking/booking-context.ts';
import type { ReminderSettings } from '../booking/reminder.ts';
import type { Content } from '../content/load-content.ts';
import type { Language } from '../core/language.ts';
import type { Logger } from '../core/log.ts';
import type { BotMessage, Lane } from '../core/message.ts';
import type { flowTexts } from '../flows/texts.ts';
import type { CanaryPolicy } from '../handoff/canary/canary-policy.ts';
import type { FollowUpPolicy } from '../handoff/closing/follow-up-policy.ts';
import type { EscalationPolicy } from '../handoff/policy.ts';
import type { Screener } from '../keywords/rules.ts';
import type { FirstVisitSettings } from '../people/first-visit.ts';
import type { KnownNotifier } from '../people/known-notifier.ts';
import type { ReferralPlaces } from '../sessions/referral-places.ts';
import type { NewOutgoing } from './ports/outgoing-store.ts';
import type { Stores, Transactions } from './ports/stores.ts';
import type { WakeQueue } from './ports/wake-queue.ts';

export type CentreContent = Content<typeof flowTexts>;
export type Contents = Readonly<Record<Language, CentreContent>>;

/** What the centre decided; read anew for every piece of work, since staff may change it at any time. */
export type Centre = {
  readonly contents: Contents;
  readonly screener: Screener;
  readonly escalation: EscalationPolicy;
  readonly followUp: FollowUpPolicy;
  readonly canary: CanaryPolicy;
  readonly booking: BookingSettings;
  /** Where somebody may be referred to. */
  readonly referralPlaces: ReferralPlaces;
  readonly reminders: ReminderSettings;
  readonly firstVisit: FirstVisitSettings;
  /** May the talk with a student go through a counsellor's messenger? */
  readonly relayByMessenger: boolean;
  /** For how long after its end a student gets back to the same case, in days. */
  readonly returnDays: number;
};

export type ConversationParts = {
  readonly transactions: Transactions;
  readonly queue: WakeQueue;
  readonly centre: () => Centre;
  readonly newId: () => string;
  /** A short tag that makes the choices of one message its own. */
  readonly newTag: () => string;
  /** A secret of at least 128 bits, url safe. */
  readonly newSecret: () => string;
  /** One-way notifiers of the centre, whichever process speaks through them. */
  readonly notifiers: readonly KnownNotifier[];
  /** Where the console is, for links to staff. */
  readonly publicUrl: string;
  readonly log: Logger;
};

/** One piece of work inside one transaction, and what is to be woken once it has committed. */
export type Scope = {
  readonly stores: Stores;
  readonly now: Date;
  readonly centre: Centre;
  readonly parts: ConversationParts;
  readonly after: Aftermath;
};

type Aftermath = {
  /** Rows to be sent. Those of a crisis, pages among them, go `ahead` of notices and reminders that wait for a hand. */
  readonly deliveries: { readonly id: string; readonly ahead: boolean }[];
  readonly escalations: { id: string; at: Date }[];
};

/**
 * Runs work in a transaction; only when it has committed is anybody woken. Nobody waits for the waking: a queue that
 * is slow or gone costs the next piece of work nothing, since the sweep finds the same rows.
 */
export async function inScope<T>(parts: ConversationParts, work: (scope: Scope) => Promise<T>): Promise<T> {
  const { answer, after, now, readAt } = await parts.transactions.run(async (stores) => {
    const now = await stores.now();
    const readAt = performance.now();
    const scope: Scope = {
      stores,
      now,
      centre: parts.centre(),
      parts,
      after: { deliveries: [], escalations: [] },
    };
    return { answer: await work(scope), after: scope.after, now, readAt };
  });
  for (const { id, ahead } of after.deliveries) void parts.queue.wake('delivery', id, 0, ahead);
  const present = now.getTime() + performance.now() - readAt;
  for (const { id, at } of after.escalations) {
    void parts.queue.wake('escalation', id, Math.max(0, at.getTime() - present));
  }
  return answer;
}

/** The words in the language of whoever reads at this address. */
export const contentAt = async (scope: Scope, addressId: string): Promise<CentreContent> =>
  scope.centre.contents[await scope.stores.addresses.language(addressId)];

export type Utterance = {
  readonly addressId: string;
  readonly lane: Lane;
  readonly dedupeKey: string;
  readonly message: BotMessage;
  readonly caseId?: string | null;
  readonly authorStaffId?: string | null;
  /** See `NewOutgoing`. */
  readonly staleAt?: Date;
};

/** Queues messages in this order; the same dedupe key twice is one message. */
export async function utter(scope: Scope, utterances: readonly Utterance[]): Promise<void> {
  const rows = toOutgoing(scope, utterances);
  wakeAdded(scope, rows, await scope.stores.outgoing.add(rows, scope.now));
}

/** Has new rows sent once the work has committed; `added` are the ids of those that are new. */
export function wakeAdded({ after }: Scope, rows: readonly NewOutgoing[], added: readonly string[]): void {
  const crises = new Set(rows.filter(({ lane }) => lane === 'crisis').map(({ id }) => id));
  after.deliveries.push(...added.map((id) => ({ id, ahead: crises.has(id) })));
}

/** Has rows sent that may go now and could not before: they have waited long enough. */
export const wakeReleased = ({ after }: Scope, ids: readonly string[]): void => {
  after.deliveries.push(...ids.map((id) => ({ id, ahead: true })));
};

export const toOutgoing = (scope: Scope, utterances: readonly Utterance[]): NewOutgoing[] =>
  utterances.map((one) => ({
    id: scope.parts.newId(),
    addressId: one.addressId,
    lane: one.lane,
    dedupeKey: one.dedupeKey,
    message: one.message,
    notBefore: scope.now,
    caseId: one.caseId ?? null,
    authorStaffId: one.authorStaffId ?? null,
    ...(one.staleAt === undefined ? {} : { staleAt: one.staleAt }),
  }));

export const audit = (scope: Scope, entry: AuditEntry): Promise<void> =>
  scope.stores.audit.record(entry, scope.now);
