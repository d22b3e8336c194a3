import { sayBeside } from '../changes/say-beside.ts';
import { type ConversationParts, inScope } from '../scope.ts';
import { nameFor } from './tell-activity.ts';

/** Under the question whether a new leader may read an answer; the sign-up and the version at which it is asked follow. */
export const ANSWER_SHOW = 'answer.show';
export const ANSWER_KEEP = 'answer.keep';

const AT_ONCE = 200;

/**
 * Where another leads, whoever answered the one before says whether the answer is shown. Each in a transaction of their own,
 * which locks their address first, as their turn does; decided from rows, so that a round may be doubled or missed.
 */
export async function askAboutLeaders(parts: ConversationParts): Promise<void> {
  const unasked = await inScope(parts, ({ stores }) => stores.activities.unasked(AT_ONCE));
  for (const { id, activityId, addressId } of unasked)
    await inScope(parts, async (scope) => {
      const { activities, addresses } = scope.stores;
      await addresses.lock(addressId);
      const version = await activities.claimUnasked(id);
      const activity = version === null ? null : await activities.byId(activityId);
      if (activity === null) return;
      const named = `${id}.${version}`;
      await sayBeside(scope, addressId, `activity-leader:${named}`, (content, language) => ({
        text: content.flows('activities.told.leader', { what: nameFor(activity, language, content) }),
        choices: [
          { id: `${ANSWER_SHOW}.${named}`, label: content.flows('activities.leader.show') },
          { id: `${ANSWER_KEEP}.${named}`, label: content.flows('activities.leader.keep') },
        ],
      }));
    });
}
