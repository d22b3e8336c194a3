import type { FlowResult, WaitingRequest, WaitingResult } from '../../src/flows/flow.ts';
import { NOW } from './support.ts';

export const WISH_OPTIONS: WaitingResult['options'] = {
  counsellors: [
    { staffId: 'a', name: '样例甲老师' },
    { staffId: 'b', name: '样例乙老师' },
  ],
  genders: ['female', 'male'],
  languages: ['English'],
  topics: ['睡眠', '人际'],
  online: true,
};

/** Somebody who waits with these wishes, or does not. */
export const waitingOf = (
  place: WaitingResult['place'],
  hasAppointment = false,
  termOver = false,
  nearOnly = false,
): WaitingResult => ({
  of: 'waiting',
  place,
  options: WISH_OPTIONS,
  carried: NO_WISH,
  hasAppointment,
  termOver,
  nearOnly,
});

export const NO_WISH = {
  counsellorId: null,
  gender: null,
  language: null,
  topic: null,
  mode: null,
  weekdays: [],
  dayParts: [],
} as const;

/** A list that is empty but for the one who asks. */
export function answerWaiting(request: WaitingRequest): FlowResult {
  switch (request.ask) {
    case 'accept':
      return { of: 'hold', outcome: 'taken', next: [] };
    case 'waiting':
      return waitingOf(null);
    case 'wait':
      return waitingOf({ number: 7, ahead: 2, wishes: request.wishes, offer: null });
    case 'wait-no-more':
      return { of: 'wait-no-more', waited: true };
  }
}

export const OFFER = {
  id: 'o',
  startAt: new Date(NOW.getTime() + 48 * 3_600_000),
  endAt: new Date(NOW.getTime() + 49 * 3_600_000),
  counsellor: '样例甲老师',
  room: null,
  expiresAt: new Date(NOW.getTime() + 3 * 3_600_000),
};
