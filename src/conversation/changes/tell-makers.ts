import { can } from '../../access/can.ts';
import type { ChangeOffer } from '../../booking/change-offer.ts';
import type { Slot } from '../../booking/slot.ts';
import type { Reader } from '../../core/both-times.ts';
import { unreachable } from '../../core/result.ts';
import type { Scope } from '../scope.ts';
import type { ToolTexts } from '../staff/tools/case-work.ts';
import { offerKey } from './offer-rules.ts';
import { oldTime } from './say-offer.ts';
import { linkToChanges, tellDesk, tellStaff } from './tell-staff.ts';

type Expired = 'change.told.expired' | 'change.told.expiredUnheard' | 'change.told.expiredAbsence';
/** What a student took instead. */
type Taken = Pick<Slot, 'staffId' | 'startAt' | 'counsellor'>;
type Told = Expired | 'change.told.declined' | 'change.told.cancelled' | 'change.told.accepted';

/** What nobody answered is over: whether the old time stands, nobody comes to it, or the student has not heard of it at all. */
export const expiredWord = ({ kind, delivery }: Pick<ChangeOffer, 'kind' | 'delivery'>): Expired => {
  if (kind !== 'change') return 'change.told.expiredAbsence';
  return delivery === 'reached' ? 'change.told.expired' : 'change.told.expiredUnheard';
};

/**
 * Whoever offered it, and whose appointment it was and is; who is ill hears nothing that they did not ask for. Where
 * that is nobody, the booking desk, with whom the list is.
 */
export async function tellMakers(
  scope: Scope,
  offer: ChangeOffer,
  what: Told,
  taken: Taken | null = null,
): Promise<void> {
  const old = offer.kind === 'absence' ? [] : [offer.appointment.staffId];
  const told = new Set([offer.madeBy, ...old, ...(taken === null ? [] : [taken.staffId])]);
  const link = linkToChanges(scope);
  let isKnown = false;
  for (const staffId of told) {
    if (!(await seesSingle(scope, staffId, [offer.appointment.staffId, taken?.staffId]))) continue;
    isKnown = true;
    await tellStaff(scope, staffId, `${offerKey(offer.id)}${what}:${staffId}`, (texts, language) =>
      sayTold(texts, what, offer, { taken, link, reader: { language, timeZone: null } }),
    );
  }
  if (isKnown) return;
  await tellDesk(scope, `${offerKey(offer.id)}${what}`, (texts) => texts('change.told.desk', { link }));
}

function sayTold(
  texts: ToolTexts,
  what: Told,
  offer: ChangeOffer,
  { taken, link, reader }: { readonly taken: Taken | null; readonly link: string; readonly reader: Reader },
): string {
  const time = oldTime(offer, reader);
  switch (what) {
    case 'change.told.accepted': {
      const taking =
        taken === null ? '' : `${oldTime({ startsAt: taken.startAt }, reader)} ${taken.counsellor}`;
      return texts(what, { time, taken: taking });
    }
    case 'change.told.declined':
    case 'change.told.cancelled':
      return texts(what, { time });
    case 'change.told.expired':
    case 'change.told.expiredUnheard':
    case 'change.told.expiredAbsence':
      return texts(what, { time, link });
    default:
      return unreachable(what);
  }
}

/** A centre head who closed a day reads how many there are, and of no single one. */
async function seesSingle(
  { stores }: Scope,
  staffId: string,
  counsellorIds: readonly (string | undefined)[],
): Promise<boolean> {
  const member = await stores.staff.byId(staffId);
  if (member === null || member.disabledAt !== null) return false;
  const actor = { kind: 'staff', staffId, roles: member.roles } as const;
  return counsellorIds.some(
    (counsellorId) =>
      counsellorId !== undefined &&
      can(actor, 'appointments.see-changes', { kind: 'appointments', counsellorId }, 'administration'),
  );
}
