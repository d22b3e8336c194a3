import { type SaidBody, SINK } from '../../core/channel.ts';
import { addMs } from '../../core/clock.ts';
import { LANGUAGES } from '../../core/language.ts';
import type { Choice } from '../../core/message.ts';
import { asksForWords } from '../../flows/registry.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import type { Address } from '../../people/address-store.ts';
import type { NewHeard } from '../ports/heard-store.ts';
import type { NextTurn } from '../ports/incoming-store.ts';
import type { CentreContent, Scope } from '../scope.ts';
import { isArrival } from '../sessions/answer-visit.ts';
import { gravestOf } from './after-fault.ts';
import { takeBesidePerson } from './beside-person.ts';
import { concernCard, menu, namesHotline, noticeCard, unscreenableCard } from './cards.ts';
import { agreesTo } from './consents.ts';
import { moveCases, NOT_ME } from './continue-link.ts';
import { type Picked, pickTapped, pickTyped, readState, withoutAnswered } from './conversation-state.ts';
import { tellStillWaiting } from './crisis-turn.ts';
import { doPicked } from './do-picked.ts';
import { noteUrgency } from './first-visit.ts';
import { asksForPerson, doGlobal, doWord, isFreeChoice, isFreeWord, wordOf } from './global-choices.ts';
import { labelOf } from './label-of.ts';
import { takeLooseIdentity, tellsIdentity } from './loose-identity.ts';
import { correctAnswer } from './newer-answer.ts';
import { takeOfHandOff } from './of-hand-off.ts';
import { keepCode, takeCode } from './open-code.ts';
import { keepReportInformed } from './report-beside.ts';
import { beginFlow, continueFlow } from './run-flow.ts';
import { mediaText, screenBody } from './screen-body.ts';
import { readShownList } from './shown-list.ts';
import { LONGEST_KEPT } from './shown-text.ts';
import { caseOf } from './speaker.ts';
import { categoryOf, change, contentOf, finish, reply, type StudentTurn } from './student-scope.ts';
import { RESUME } from './tell-state.ts';
import { noteWordOfSelf, openForDanger } from './third-party.ts';

/**
 * The second transaction of a message: everything that a student's word brings about. The address is locked.
 * @param callsAtOnce false to leave the calling of staff to the wake of the case
 */
export async function takeStudentTurn(
  scope: Scope,
  incoming: NextTurn,
  body: SaidBody,
  callsAtOnce: boolean,
): Promise<void> {
  const { address } = incoming;
  const state = readState(address.flow);
  const { screening, kept: said, long, earlier } = await screenBody(scope, incoming, body);
  const kept = body.kind === 'choice' ? labelOf(scope, address.language, body.id, state) : said;
  const activeCase = incoming.hasCase ? await followStudent(scope, address) : null;
  const shown = await readShownList(scope, address, body, state, activeCase !== null);
  const inCase = activeCase !== null;
  const picked =
    body.kind === 'choice' ? pickTapped(body.id, state) : typed(scope, body, state, shown, inCase);
  const turn: StudentTurn = {
    scope,
    address,
    incomingId: incoming.id,
    heardId: scope.parts.newId(),
    callsAtOnce,
    callsPerson: false,
    isStaff: incoming.isStaff,
    ...(incoming.inFault === undefined ? {} : { inFault: incoming.inFault }),
    text:
      body.kind === 'edit' && kept.trim() !== ''
        ? scope.centre.contents.zh.staff('relay.editedLine', { text: kept })
        : kept,
    screening,
    before: state,
    shown,
    state: withoutAnswered(state, picked),
    activeCase,
    agreed: incoming.agreed,
    language: address.language,
    timeZone: address.timeZone,
    sayings: [],
  };
  const level = gravestOf(screening.level, incoming.inFault);
  const pressed = picked.kind === 'global' && asksForPerson(picked.id) ? picked.id : null;
  await noteWordOfSelf(turn, said);
  const isDanger = level === 'high' || level === 'imminent';
  if (isDanger && incoming.attempts === 0) await correctAnswer(turn, body);
  if (isDanger) await openForDanger(turn, level, said, screening.level === 'none' ? pressed : null);
  else if (pressed !== null) await callPerson(turn, pressed, said, incoming.attempts > 0);
  else await takeOrdinaryTurn(turn, body, picked, incoming.attempts > 0);
  if (long) {
    const text = contentOf(turn).conversation('tooLong', { longest: LONGEST_KEPT });
    reply(turn, { text, choices: [] });
  }
  await keepReportInformed(turn, activeCase, body);
  await finish(turn, toHeard(turn, body, kept));
  if (earlier.length > 0) await scope.stores.heard.takePart(address.id, earlier, turn.activeCase?.id ?? null);
  await keepBeside(turn, body);
}

/** Nothing beside the call is tried again in a turn that has failed before. */
async function callPerson(
  turn: StudentTurn,
  choice: string,
  said: string,
  failedBefore: boolean,
): Promise<void> {
  await openForDanger(turn, 'high', said, choice);
  if (!failedBefore) await noteUrgency(turn, choice);
}

/** The case of whoever writes. It is answered where they write, and so is every other one of which they tell. */
async function followStudent(scope: Scope, { id, contactId, channel }: Address): Promise<HandoffCase | null> {
  if (channel === SINK) return caseOf(scope.stores, contactId);
  // What they could not hear until now answers nothing of what they say.
  return moveCases(scope, contactId, { addressId: id, channel }, addMs(scope.now, -1));
}

function typed(
  scope: Scope,
  body: SaidBody,
  state: StudentTurn['state'],
  shown: StudentTurn['shown'],
  inCase: boolean,
): Picked {
  if (body.kind !== 'text') return { kind: 'words' };
  const { contents } = scope.centre;
  if (namesHotline(contents, body.text)) return { kind: 'global', id: 'menu.hotlines' };
  const urgent = { id: 'menu.urgent', label: 'urgent' };
  // Whoever reads one language may still type the other.
  const always = [urgent, ...LANGUAGES.flatMap((one) => labelsOf(contents[one]))];
  return pickTyped(body.text, state, always, shown, inCase);
}

const labelsOf = (content: CentreContent): readonly Choice[] => [
  ...menu(content),
  { id: 'notice.accept', label: content.conversation('notice.accept') },
  { id: 'optin', label: content.conversation('optin.label') },
  ...concernCard(content).choices,
  { id: NOT_ME, label: content.conversation('continue.notMe') },
  { id: RESUME, label: content.conversation('return.choice') },
];

async function takeOrdinaryTurn(
  turn: StudentTurn,
  body: SaidBody,
  picked: Picked,
  failedBefore: boolean,
): Promise<void> {
  if (!failedBefore && (await takeOfHandOff(turn, body, picked))) return;
  const one = turn.activeCase;
  if (one !== null && one.status !== 'open') return takeBesidePerson(turn, one, body, picked);
  if (failedBefore)
    return reply(turn, { text: contentOf(turn).conversation('hiccup'), choices: menu(contentOf(turn)) });
  if (body.kind === 'unscreenable') return reply(turn, unscreenableCard(contentOf(turn), body.what));
  if (one !== null) {
    await turn.scope.stores.tellChange('case');
    if (picked.kind !== 'words') return doPicked(turn, picked);
    const word = body.kind === 'text' ? wordOf(body.text) : '';
    if (!isArrival(word) && (await doWord(turn, word))) return;
    return tellStillWaiting(turn, one, false);
  }
  if (turn.screening.level === 'concern') {
    answerConcern(turn);
    return takeAnswerOfConcern(turn, body, picked);
  }
  if (!noticeAccepted(turn)) return beforeNotice(turn, body, picked);
  if (body.kind === 'edit') {
    hideIdentity(turn, body.text);
    return reply(turn, { text: contentOf(turn).conversation('edited'), choices: [] });
  }
  if (picked.kind !== 'words' || body.kind !== 'text') return doPicked(turn, picked);
  if (await takeCode(turn, body.text)) return;
  if (await doWord(turn, wordOf(body.text))) return;
  await takeWords(turn, body.text);
}

/** What was asked is often about what weighs on somebody: it is an answer all the same. */
async function takeAnswerOfConcern(turn: StudentTurn, body: SaidBody, picked: Picked): Promise<void> {
  const { flow } = turn.before;
  if (body.kind !== 'text' || flow === null || !noticeAccepted(turn)) return;
  if (picked.kind === 'local') return doPicked(turn, picked);
  if (picked.kind === 'words' && asksForWords(flow)) await takeWords(turn, body.text);
}

async function takeWords(turn: StudentTurn, text: string): Promise<void> {
  const flow = turn.state.flow;
  hideIdentity(turn, text);
  if (await takeLooseIdentity(turn, text)) return;
  if (flow !== null) return continueFlow(turn, flow, { kind: 'text', text });
  return beginFlow(turn, 'home', { kind: 'text', text });
}

/** Number, name and code are only compared: a mark is kept in their place. Where there is danger the words stay. */
function hideIdentity(turn: StudentTurn, typed: string): void {
  if (turn.screening.level !== 'none' || !tellsIdentity(turn, typed)) return;
  turn.keptAs = turn.scope.centre.contents.zh.staff('line.identity');
}

const noticeAccepted = (turn: StudentTurn): boolean =>
  agreesTo(turn, 'service', contentOf(turn).conversation('notice.version'));

async function beforeNotice(turn: StudentTurn, body: SaidBody, picked: Picked): Promise<void> {
  const allowed = picked.kind === 'global' && (picked.id === 'notice.accept' || isFreeChoice(picked.id));
  if (allowed) return doGlobal(turn, picked.id);
  const word = body.kind === 'text' ? wordOf(body.text) : '';
  if (isFreeWord(word) && (await doWord(turn, word))) return;
  if (body.kind === 'text') keepCode(turn, body.text);
  reply(turn, noticeCard(contentOf(turn), turn.state.noticeShown));
  change(turn, { noticeShown: true });
}

/** Concern opens nothing: it offers a person, and one looks at it within the day. */
function answerConcern(turn: StudentTurn): void {
  reply(turn, concernCard(contentOf(turn), categoryOf(turn)));
}

const toHeard = (
  { scope, heardId, activeCase, screening, inFault, keptAs, callsPerson }: StudentTurn,
  body: SaidBody,
  kept: string,
): NewHeard => ({
  ...(inFault === undefined ? {} : { at: inFault.at }),
  ...('message' in body && body.message !== undefined ? { message: body.message } : {}),
  id: heardId,
  callsPerson,
  caseId: activeCase?.id ?? null,
  kind: body.kind,
  text: body.kind === 'unscreenable' ? mediaText(scope, body.what, kept) : (keptAs ?? kept),
  screening: body.kind === 'unscreenable' || keptAs !== undefined ? { ...screening, matches: [] } : screening,
});

/** What stands beside the words: the file that came with them, and the wish that a person looks at them. */
async function keepBeside(turn: StudentTurn, body: SaidBody): Promise<void> {
  const { scope, address, heardId } = turn;
  if (body.kind === 'unscreenable') await wantFile(turn, body);
  const reason =
    body.kind === 'unscreenable' ? 'unscreenable' : turn.screening.level === 'concern' ? 'concern' : null;
  if (reason === null || turn.activeCase !== null) return;
  await scope.stores.heard.addReview({
    id: scope.parts.newId(),
    heardId,
    addressId: address.id,
    reason,
    now: scope.now,
  });
  await scope.stores.tellChange('review');
}

/** A row first: the file itself is asked of the platform once this turn has committed. */
async function wantFile(turn: StudentTurn, { what, file }: Extract<SaidBody, { kind: 'unscreenable' }>) {
  if (file === null) return;
  const { scope, address, heardId } = turn;
  const id = scope.parts.newId();
  await scope.stores.media.want({ id, heardId, addressId: address.id, what, file, now: scope.now });
}
