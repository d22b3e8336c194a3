import type { OfferOutcome, SlotOffer } from '../../../booking/waiting-list/waiting-list-store.ts';
import type { DayPart, Wishes } from '../../../booking/waiting-list/wishes.ts';
import { sayMoment } from '../../times.ts';

export const GENDER_NAMES: Readonly<Record<NonNullable<Wishes['gender']>, string>> = {
  female: '女老师',
  male: '男老师',
};

export const MODE_NAMES: Readonly<Record<NonNullable<Wishes['mode']>, string>> = {
  'on-site': '到中心',
  online: '线上',
};

export const DAY_PART_NAMES: Readonly<Record<DayPart, string>> = {
  morning: '上午',
  afternoon: '下午',
  evening: '晚上',
};

const OUTCOMES: Readonly<Record<OfferOutcome, string>> = {
  accepted: '已接受',
  declined: '没有要',
  expired: '没有回复，已让给下一位',
  withdrawn: '已收回',
};

export const sayOfferState = (offer: SlotOffer, now: Date): string => {
  if (offer.outcome !== null) return OUTCOMES[offer.outcome];
  const until = sayMoment(offer.expiresAt, now);
  return offer.taken ? `正在确认，留到 ${until}` : `等回复，留到 ${until}`;
};
