import { addMs, hoursMs } from '../../core/clock.ts';
import { REMIND_HOURS } from '../../groups/activity.ts';
import { type ConversationParts, inScope } from '../scope.ts';
import { tellReminder } from './tell-activity.ts';

/** Reminds those who have a place, once for each date; decided from rows, so that a round may be doubled or missed. */
export const remindActivities = (parts: ConversationParts): Promise<void> =>
  inScope(parts, async (scope) => {
    const { activities } = scope.stores;
    const due = await activities.claimReminders(scope.now, addMs(scope.now, hoursMs(REMIND_HOURS)));
    for (const { activityId, dateId } of due) {
      const activity = await activities.byId(activityId);
      if (activity !== null) await tellReminder(scope, activity, dateId);
    }
  });
