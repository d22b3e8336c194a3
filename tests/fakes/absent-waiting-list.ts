import type { CalendarFeedDesk } from '../../src/conversation/desks/booking/calendar-feed-desk.ts';
import type { WaitingListDesk } from '../../src/conversation/desks/booking/waiting-list-desk.ts';

/** Desks that show nobody anything; what they do is tested on the running program. */
export const absentWaitingList: WaitingListDesk = {
  view: async () => null,
  setUrgent: async () => 'absent',
  remove: async () => 'absent',
};

export const absentCalendarFeeds: CalendarFeedDesk = {
  own: async () => null,
  make: async () => null,
  revoke: async () => 'absent',
  read: async () => null,
};
