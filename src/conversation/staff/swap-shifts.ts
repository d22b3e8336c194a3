import type { Actor } from '../../access/can.ts';
import { can } from '../../access/can.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { listStints } from '../../handoff/rota/list-stints.ts';
import type { Duty, Swap, SwapStatus } from '../../handoff/rota/rota.ts';
import type { Scope } from '../scope.ts';
import { byOf, changingRota, permitsRota } from './change-rota.ts';
import type { StaffTexts } from './relay.ts';
import { type Notice, tellOrNotify } from './tell-or-notify.ts';
import { sayDuty, sayPeriod, type Voice } from './tell-voiced.ts';

export type SwapOffer = {
  readonly id: string;
  readonly duty: Duty;
  readonly fromStaffId: string;
  readonly toStaffId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

export type OfferRefusal =
  | 'forbidden'
  /** There is nobody of this id, or they have left. */
  | 'unknown-person'
  | 'same-person'
  | 'order'
  | 'past'
  /** Whoever offers it is not on at any moment of it. */
  | 'not-on-then';

/** `told`: something takes the question to them now. */
export type Offered = { readonly told: boolean };

/** One's own shift, or anybody's for whoever runs the rota. Nothing changes until the other one accepts. */
export async function offerSwap(
  scope: Scope,
  actor: Actor,
  offer: SwapOffer,
): Promise<Result<Offered, OfferRefusal>> {
  const { stores, now } = scope;
  if (!(await permitsRota(scope, actor, 'rota.offer', offer.id))) return fail('forbidden');
  const own = actor.kind === 'staff' && actor.staffId === offer.fromStaffId;
  if (!own && !(await permitsRota(scope, actor, 'rota.change', offer.id))) return fail('forbidden');
  if (offer.fromStaffId === offer.toStaffId) return fail('same-person');
  const to = await stores.staff.byId(offer.toStaffId);
  if (to === null || to.disabledAt !== null) return fail('unknown-person');
  if (offer.startsAt >= offer.endsAt) return fail('order');
  if (offer.startsAt <= now) return fail('past');
  if (!(await isTheirs(scope, offer))) return fail('not-on-then');
  const offered = await changingRota(scope, () => stores.rota.offer(offer, byOf(actor), now));
  // The same offer once more is told nobody anew; whether it reaches them is answered all the same.
  if (!offered && (await stores.rota.swap(offer.id))?.status !== 'offered') return ok({ told: true });
  const name = await nameOf(scope, offer.fromStaffId);
  const told = await tellSwap(
    scope,
    offer.toStaffId,
    `swap:${offer.id}:offered`,
    'notice.swapAsked',
    (voice) => ({
      text: voice.texts('swap.offered', { name, ...figures(voice, offer) }),
      choices: swapChoices(voice, offer.id),
    }),
  );
  return ok({ told });
}

type SwapNotice = 'notice.swapAsked' | 'notice.swapSettled' | 'notice.swapExpired';

/** Where no messenger reaches them, a mailbox or a phone learns that there is something about a shift, and no name. */
function tellSwap(
  scope: Scope,
  staffId: string,
  key: string,
  about: SwapNotice,
  compose: Parameters<typeof tellOrNotify>[4],
): Promise<boolean> {
  const notice: Notice = { count: 1, what: (texts: StaffTexts) => texts(about) };
  return tellOrNotify(scope, staffId, key, notice, compose);
}

/** Whoever offers it is on at some moment of it. */
async function isTheirs(
  { stores, now }: Scope,
  { duty, fromStaffId, startsAt, endsAt }: Omit<SwapOffer, 'id'>,
): Promise<boolean> {
  const stints = listStints(await stores.rota.read(now), duty, startsAt, endsAt);
  return stints.some(({ staffId }) => staffId === fromStaffId);
}

export const swapChoices = ({ texts }: Voice, id: string) => [
  { id: `swap-yes.${id}`, label: texts('swap.accept') },
  { id: `swap-no.${id}`, label: texts('swap.decline') },
];

const figures = (voice: Voice, swap: Pick<Swap, 'startsAt' | 'endsAt' | 'duty'>) => ({
  period: sayPeriod(voice, swap),
  duty: sayDuty(voice, swap.duty),
});

const nameOf = async ({ stores }: Scope, staffId: string): Promise<string> =>
  (await stores.staff.byId(staffId))?.name ?? '';

type Settled = Exclude<SwapStatus, 'offered' | 'expired'>;

/**
 * Accepted or declined by whoever was asked, withdrawn by whoever asked or runs the rota. `stale`: it was settled before,
 * its time has begun, or the shift is no more that of whoever offered it. The same answer twice is no mistake.
 */
export async function settleSwap(
  scope: Scope,
  actor: Actor,
  id: string,
  to: Settled,
): Promise<Result<Swap, 'absent' | 'stale'>> {
  const { stores, now } = scope;
  const swap = await stores.rota.swap(id);
  const may = await permitsRota(scope, actor, to === 'withdrawn' ? 'rota.offer' : 'rota.answer', id);
  if (swap === null || !may || actor.kind !== 'staff' || !mayBe(actor, swap, to)) return fail('absent');
  if (swap.status === to) return ok(swap);
  const settled = await changingRota(scope, async () =>
    // The shift may have gone to somebody else since it was offered: then there is nothing to take.
    to === 'accepted' && !(await isTheirs(scope, swap)) ? null : stores.rota.settle(id, to, byOf(actor), now),
  );
  if (settled === null) return fail('stale');
  await tellSettled(scope, actor.staffId, settled, to);
  return ok(settled);
}

function mayBe(actor: Extract<Actor, { kind: 'staff' }>, swap: Swap, to: Settled): boolean {
  if (to !== 'withdrawn') return swap.toStaffId === actor.staffId;
  return swap.fromStaffId === actor.staffId || can(actor, 'rota.change', { kind: 'rota' }, 'administration');
}

/** @param byId whoever settled it, who knows */
async function tellSettled(scope: Scope, byId: string, swap: Swap, to: Settled): Promise<void> {
  const from = await nameOf(scope, swap.fromStaffId);
  const name = await nameOf(scope, swap.toStaffId);
  const tell = async (staffId: string, compose: (voice: Voice) => string): Promise<void> => {
    const key = `swap:${swap.id}:${to}`;
    await tellSwap(scope, staffId, key, 'notice.swapSettled', (voice) => ({ text: compose(voice) }));
  };
  switch (to) {
    case 'accepted':
      return tell(swap.fromStaffId, (voice) =>
        voice.texts('swap.accepted', { name, ...figures(voice, swap) }),
      );
    case 'declined':
      return tell(swap.fromStaffId, (voice) =>
        voice.texts('swap.declined', { name, ...figures(voice, swap) }),
      );
    case 'withdrawn': {
      await tell(swap.toStaffId, (voice) =>
        voice.texts('swap.withdrawn', { name: from, ...figures(voice, swap) }),
      );
      if (byId === swap.fromStaffId) return;
      const by = await nameOf(scope, byId);
      return tell(swap.fromStaffId, (voice) =>
        voice.texts('swap.withdrawnFor', { by, name, ...figures(voice, swap) }),
      );
    }
  }
}

/** Ends offers whose time has begun, and says so to whoever is on after all. Answers when to look again. */
export async function tellExpired(scope: Scope): Promise<Date | null> {
  const { rota } = scope.stores;
  for (const swap of await rota.expire(scope.now)) {
    await tellSwap(scope, swap.fromStaffId, `swap:${swap.id}:expired`, 'notice.swapExpired', (voice) => ({
      text: voice.texts('swap.expired', figures(voice, swap)),
    }));
  }
  const offered = (await rota.swaps(scope.now)).filter(({ status }) => status === 'offered');
  return offered.map(({ startsAt }) => startsAt).sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/** What a staff member has been asked and has not answered. */
export const openOffersTo = async ({ stores, now }: Scope, staffId: string): Promise<Swap[]> =>
  (await stores.rota.swaps(now)).filter(
    (swap) => swap.status === 'offered' && swap.toStaffId === staffId && swap.startsAt > now,
  );

export async function sayOffer(scope: Scope, voice: Voice, swap: Swap): Promise<string> {
  const name = await nameOf(scope, swap.fromStaffId);
  return voice.texts('swap.offered', { name, ...figures(voice, swap) });
}
