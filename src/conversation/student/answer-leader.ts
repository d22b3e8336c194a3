import { ANSWER_KEEP, ANSWER_SHOW } from '../activities/ask-about-leader.ts';
import { hidesSignUp } from './answer-activity.ts';
import { contentOf, reply, type StudentTurn } from './student-scope.ts';
import { readTap } from './tapped-id.ts';

export const LEADER_TAPS = [ANSWER_SHOW, ANSWER_KEEP] as const;

/** Whether somebody who leads a group now may read what was answered to the one before. */
export async function answerLeader(turn: StudentTurn, tapped: string): Promise<void> {
  const tap = readTap(tapped, LEADER_TAPS);
  const { activities, tellChange } = turn.scope.stores;
  const { flows } = contentOf(turn);
  const say = (text: string): void => reply(turn, { text, choices: [] });
  const signUp = tap === null ? null : await activities.bySignUp(tap.id);
  const own = signUp?.contactId === turn.address.contactId ? signUp : null;
  if (tap === null || own === null || (await hidesSignUp(turn, own)))
    return say(flows('activities.leader.over'));
  if (tap.verb === ANSWER_KEEP) return say(flows('activities.leader.kept'));
  if (!(await activities.showAnswer(own.id, tap.number ?? 0))) return say(flows('activities.leader.over'));
  await tellChange('activities');
  say(flows('activities.leader.shown'));
}
