import { type ConversationParts, inScope } from '../scope.ts';
import { askEvaluation } from './answer-evaluation.ts';
import { listTimes } from './answer-series.ts';
import { askWhoCame } from './attend-in-bot.ts';
import { tellCounsellor } from './open-session.ts';

const AT_ONCE = 50;

/** What is due around sessions, from the rows alone; harmless when run twice. Each is a round of its own. */
export const askAfterSessions = (parts: ConversationParts): Promise<void> =>
  inScope(parts, async (scope) => {
    for (const session of await scope.stores.sessions.takeUnasked(scope.now, AT_ONCE))
      await askWhoCame(scope, session);
  });

export const askEvaluations = (parts: ConversationParts): Promise<void> =>
  inScope(parts, async (scope) => {
    for (const one of await scope.stores.evaluations.takeDue(scope.now, AT_ONCE))
      await askEvaluation(scope, one);
  });

export async function endOldSeriesOffers(parts: ConversationParts): Promise<void> {
  const overdue = await inScope(parts, ({ stores, now }) => stores.series.overdue(now, AT_ONCE));
  for (const id of overdue) await expireOffer(parts, id);
}

const expireOffer = (parts: ConversationParts, id: string): Promise<void> =>
  inScope(parts, async (scope) => {
    const series = await scope.stores.series.close(id, 'expired', scope.now);
    if (series === null) return;
    await scope.stores.tellChange('appointments');
    await tellCounsellor(scope, series.staffId, `series-expired:${id}`, (texts, language) => ({
      text: texts('session.seriesExpired', {
        times: listTimes(series.times, { language, timeZone: null }, texts),
      }),
    }));
  });
