import type { SaidBody } from '../../core/channel.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { readOfHandOff } from '../../handoff/waiting/said-of-hand-off.ts';
import { takeBesidePerson } from './beside-person.ts';
import { takeBesideAnswer } from './beside-questions.ts';
import { continueLink, moveCode } from './continue-link.ts';
import type { Picked } from './conversation-state.ts';
import { takeFarewell } from './farewell.ts';
import { closedLately, comeBack, isAskedWhose, noteLeaving, takeWhose } from './leave-and-return.ts';
import { correctAnswer, takePlace } from './newer-answer.ts';
import { isReport } from './speaker.ts';
import { change, contentOf, reply, type StudentTurn } from './student-scope.ts';
import { hasJustSpoken, RESUME, RESUME_OF, tellClosed, tellState } from './tell-state.ts';
import { goOn, takeAnswer, takeFittingAnswer, tapAnswer } from './waiting-questions.ts';

/** What can be tapped here, and what the words mean that are typed. */
export const HAND_OFF_CHOICES = [RESUME, 'ask'] as const;
export const HAND_OFF_WORDS = ['还有人吗', '先这样', '回到求助', '换到网页'] as const;

/** What is said about the hand-off itself, and answers to what is asked while waiting; answers whether it was that. */
export async function takeOfHandOff(turn: StudentTurn, body: SaidBody, picked: Picked): Promise<boolean> {
  const one = turn.activeCase;
  const { askedWhoseAtMs } = turn.state;
  // What they answer next is the answer to it, and nothing after that.
  if (askedWhoseAtMs !== 0 && body.kind !== 'unscreenable') change(turn, { askedWhoseAtMs: 0 });
  // What is typed to a person is theirs, though an old list has a line of that number or name.
  const isAsked = isAskedWhose(turn, askedWhoseAtMs);
  const isTyped = body.kind !== 'choice' && one !== null && one.status !== 'open' && !isAsked;
  if (picked.kind === 'global' && !isTyped) {
    if (picked.id === RESUME) return comeBack(turn, true);
    if (picked.id === RESUME_OF.own) return comeBack(turn, true, 'own');
    if (picked.id === RESUME_OF.reported) return comeBack(turn, true, 'reported');
    if (await tapAnswer(turn, picked.id)) return true;
  }
  if (body.kind === 'unscreenable' && body.what === 'location' && one !== null) {
    await takePlace(turn, one, body);
    // Whoever has the case sees it beside the talk, as anything that no rule can screen.
    return one.status === 'open';
  }
  if (body.kind === 'edit' && (await correctAnswer(turn, body)) && one?.status === 'open') {
    await goOn(turn, one, 'ask.noted');
    return true;
  }
  if (body.kind !== 'text') return false;
  const isWords = picked.kind === 'words' || picked.kind === 'no-such-number';
  if (isWords && one !== null && (await takeWhose(turn, body.text, askedWhoseAtMs))) return true;
  const asking = one?.status === 'open' && isWords ? one : null;
  if (asking !== null && (await takeFittingAnswer(turn, asking, body.text))) return true;
  if (await takeWordsOfIt(turn, body, picked)) return true;
  if (isWords && (await takeWhose(turn, body.text, askedWhoseAtMs))) return true;
  if (asking !== null && (await takeAnswer(turn, asking, body.text))) return true;
  return one === null ? false : takeBesideAnswer(turn, one, body, picked);
}

async function takeWordsOfIt(
  turn: StudentTurn,
  body: Extract<SaidBody, { kind: 'text' }>,
  picked: Picked,
): Promise<boolean> {
  const one = turn.activeCase;
  const said = readOfHandOff(body.text);
  switch (said) {
    case 'call':
    case 'state': {
      if (one === null) {
        const closed = await closedLately(turn);
        if (closed?.closedAt != null) tellClosed(turn, closed.closedAt);
        return closed !== null;
      }
      // Whoever has just spoken answers for themselves.
      if (said === 'call' && one.status !== 'open' && (await hasJustSpoken(turn, one))) return false;
      // The person hears it too; the program only says what is true.
      if (one.status !== 'open') await takeBesidePerson(turn, one, body, picked);
      await tellState(turn, one);
      return true;
    }
    case 'parting':
    case 'sleepy':
      // Whoever has swallowed something falls asleep of it.
      if (one?.level === 'imminent' && !(await isReport(turn.scope.stores, one.id)))
        return takeFarewell(turn, one);
      return said === 'parting' && takeLeave(turn, one, body, picked);
    case 'leave':
      return takeLeave(turn, one, body, picked);
    case 'farewell':
      return one === null ? false : takeFarewell(turn, one);
    case 'return':
      if (one !== null && one.status !== 'open') {
        if (await hasJustSpoken(turn, one)) return false;
        await takeBesidePerson(turn, one, body, picked);
      }
      return comeBack(turn, false);
    case 'to-web':
      await goToWeb(turn);
      return true;
    case null:
      return false;
  }
}

/** Whoever has the case hears it as they said it, and that it is a leave-taking. */
async function takeLeave(
  turn: StudentTurn,
  one: HandoffCase | null,
  body: Extract<SaidBody, { kind: 'text' }>,
  picked: Picked,
): Promise<boolean> {
  if (one === null) return false;
  if (one.status !== 'open') await takeBesidePerson(turn, one, body, picked);
  await noteLeaving(turn, one);
  return true;
}

/** The same person and the same case in a browser, and back by writing where they wrote before. */
async function goToWeb(turn: StudentTurn): Promise<void> {
  const texts = contentOf(turn).conversation;
  const code = await moveCode(turn.scope, turn.address.id);
  if (turn.address.channel === 'web') return reply(turn, { text: texts('toWeb.here', code), choices: [] });
  const link = await continueLink(turn.scope, turn.address.id);
  reply(turn, { text: texts('toWeb.link', { link, ...code }), choices: [] });
}
