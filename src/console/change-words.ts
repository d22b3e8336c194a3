import {
  type ChangeCause,
  type ChangeKind,
  type ChangeOffer,
  type ChangeStatus,
  type Delivery,
  isSettledByBooking,
} from '../booking/change-offer.ts';

/** What staff choose from; the student reads it in words of its own. */
export const CAUSE_WORDS: Readonly<Record<ChangeCause, string>> = {
  'counsellor-away': '老师那时来不了',
  room: '房间不能用',
  schedule: '中心安排有变动',
  campus: '学校有统一安排',
  other: '其他（同学看到“中心临时有情况”）',
};

export const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  change: '提议改期',
  absence: '老师来不了',
  cancel: '中心取消',
};

export const STATUS_WORDS: Readonly<Record<ChangeStatus, string>> = {
  open: '等同学回复',
  accepted: '已改到别的时间',
  declined: '同学保持原时间',
  cancelled: '同学取消了',
  expired: '没有回复',
  withdrawn: '已作废',
  phoned: '已电话联系',
};

/** What became of the message to the student. */
export const DELIVERY_WORDS: Readonly<Record<Delivery, string>> = {
  waiting: '正在告诉同学',
  held: '还没送到：同学再写点什么，微信才让发',
  failed: '还没送到：没有发出去',
  unsure: '不确定有没有送到',
  page: '还没看到：在网页上，同学还没打开',
  reached: '已告诉同学',
};

/** A cancellation that the student did not follow up needs nothing of anybody, nor leave of whoever booked otherwise. */
export function sayStatus(row: Pick<ChangeOffer, 'kind' | 'status' | 'rebooked' | 'delivery'>): string {
  const { kind, status } = row;
  if (isSettledByBooking(row) && (status === 'open' || status === 'expired')) return '已另约';
  return kind === 'cancel' && status !== 'accepted' && status !== 'phoned'
    ? '已取消，同学可再约'
    : STATUS_WORDS[status];
}
