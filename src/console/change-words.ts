import type { ChangeCause, ChangeKind, ChangeStatus } from '../booking/change-offer.ts';

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

/** A cancellation that the student did not follow up needs nothing of anybody. */
export const sayStatus = (kind: ChangeKind, status: ChangeStatus): string =>
  kind === 'cancel' && status !== 'accepted' ? '已取消，同学可再约' : STATUS_WORDS[status];
