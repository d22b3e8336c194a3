import { can } from '../../access/can.ts';
import type { SaidBody } from '../../core/channel.ts';
import type { Language } from '../../core/language.ts';
import { type Choice, say } from '../../core/message.ts';
import { isHoldKind } from '../../handoff/case.ts';
import type { Address } from '../../people/address-store.ts';
import type { StaffMember } from '../../people/staff.ts';
import { sayToday } from '../changes/day-sheet.ts';
import { sayInDrill, tapDrill, tapDrillWords } from '../drill/drill-turn.ts';
import type { StoredIncoming } from '../ports/incoming-store.ts';
import { type Scope, utter } from '../scope.ts';
import { listForAttendance, tapAttendance } from '../sessions/attend-in-bot.ts';
import { stepClosing } from './closing/ask-closing.ts';
import { askOutcome, chooseCaseToClose } from './closing/choose-case.ts';
import { askHandNote, leaveNoNote } from './hand-note.ts';
import { askForShift, listOwnShifts, pickOwnShift, takeBackOffer } from './offer-own-shift.ts';
import { pickListed } from './pick-listed.ts';
import { relayEdit } from './relay-edit.ts';
import { askForLate, relayPicture, relayWords, sendUnsent } from './relay-words.ts';
import { answerSwap, doRotaCommand, type RotaTurn, tapHandOver, tapHandOverAll } from './rota-turn.ts';
import { readStaffCommand, readStaffTap } from './staff-commands.ts';
import { takeByWord, takeCase } from './take-case.ts';
import { keepState } from './tools/staff-work.ts';
import { doToolTap, dropOtherWork, takeAwaited } from './tools/tap-tool.ts';
import { doToolCommand, type ToolTurn, tapAsked } from './tools/tool-turn.ts';
import { takeBackRequest } from './tools/turn-colleagues.ts';
import { doWatchCommand, tapArrived, tapHold, tapUnarrived } from './watch-turn.ts';

/** One turn of a staff member in a messenger. */
type StaffTurn = {
  readonly scope: Scope;
  readonly address: Address;
  readonly staff: StaffMember;
  readonly actor: { readonly kind: 'staff'; readonly staffId: string; readonly roles: StaffMember['roles'] };
  readonly incoming: StoredIncoming;
  readonly message: string | null;
  /** They spoke as a student until now, and are told so with the first answer. */
  readonly turned: boolean;
  said: number;
};

export async function takeStaffTurn(
  scope: Scope,
  address: Address,
  staff: StaffMember,
  incoming: StoredIncoming,
  body: SaidBody,
  turned: boolean,
): Promise<void> {
  const actor = { kind: 'staff' as const, staffId: staff.id, roles: staff.roles };
  const message = ('message' in body ? body.message : undefined) ?? null;
  const turn: StaffTurn = { scope, address, staff, actor, incoming, message, turned, said: 0 };
  switch (body.kind) {
    case 'choice':
      return doChoice(turn, body.id);
    case 'text':
      return doText(turn, body.text);
    case 'edit':
      return relayEdit(toolTurn(turn), body.text);
    case 'unscreenable':
      return body.what === 'picture' && body.file !== null
        ? relayPicture(toolTurn(turn), body.caption, body.file)
        : answer(turn, texts(turn)('relay.onlyText'));
  }
}

const texts = (turn: StaffTurn) => turn.scope.centre.contents[turn.address.language].staff;

async function answer(turn: StaffTurn, text: string, choices: readonly Choice[] = []): Promise<void> {
  const whole = turn.turned && turn.said === 0 ? `${text}\n${texts(turn)('mode.turned')}` : text;
  await utter(turn.scope, [
    {
      addressId: turn.address.id,
      lane: 'crisis',
      dedupeKey: `turn:${turn.incoming.id}:${turn.said}`,
      message: say(whole, choices),
    },
  ]);
  turn.said += 1;
}

async function doChoice(turn: StaffTurn, id: string): Promise<void> {
  const { kind, caseId, detail } = readStaffTap(id);
  const tool = toolTurn(turn);
  await dropOtherWork(tool, caseId, detail);
  switch (kind) {
    case 'take':
      return takeCase(tool, await turn.scope.stores.cases.byId(caseId));
    case 'to':
      return sendUnsent(tool, caseId, detail);
    case 'close':
      return detail === '' ? askOutcome(tool, caseId) : stepClosing(rotaTurn(turn), caseId, detail);
    case 'keep': {
      const one = await turn.scope.stores.cases.byId(caseId);
      return answer(
        turn,
        one === null ? texts(turn)('tap.stale') : texts(turn)('close.kept', { number: one.number }),
      );
    }
    case 'hand':
      return tapHandOver(rotaTurn(turn), caseId, detail);
    case 'hand-all':
      return tapHandOverAll(rotaTurn(turn), caseId);
    case 'hand-note':
      return askHandNote(tool, caseId);
    case 'hand-no':
      return leaveNoNote(tool);
    case 'swap-yes':
    case 'swap-no':
      return answerSwap(rotaTurn(turn), caseId, kind === 'swap-yes');
    case 'swap-me':
      return pickOwnShift(rotaTurn(turn), caseId);
    case 'swap-to':
      return askForShift(rotaTurn(turn), caseId, detail);
    case 'swap-mine':
      return listOwnShifts(rotaTurn(turn));
    case 'swap-back':
      return takeBackOffer(rotaTurn(turn), caseId);
    case 'hold':
      return isHoldKind(detail)
        ? tapHold(rotaTurn(turn), caseId, detail)
        : answer(turn, texts(turn)('tap.stale'));
    case 'arrived':
      return tapArrived(rotaTurn(turn), caseId);
    case 'unarrived':
      return tapUnarrived(rotaTurn(turn), caseId);
    case 'tool':
      return doToolTap(tool, caseId, detail);
    case 'ask-yes':
    case 'ask-no':
      return tapAsked(tool, caseId, kind === 'ask-yes');
    case 'ask-back':
      return takeBackRequest(tool, caseId);
    case 'drill-take':
      return tapDrill(rotaTurn(turn), caseId);
    case 'drill-say':
      return tapDrillWords(rotaTurn(turn), caseId);
    case 'came':
    case 'no-show':
      return tapAttendance(rotaTurn(turn), caseId, kind === 'came' ? 'attended' : 'no-show');
    case 'unknown':
      return answer(turn, texts(turn)('tap.stale'));
  }
}

const rotaTurn = (turn: StaffTurn): RotaTurn => ({
  scope: turn.scope,
  actor: turn.actor,
  language: turn.address.language,
  answer: (text, choices) => answer(turn, text, choices),
});

const toolTurn = (turn: StaffTurn): ToolTurn => ({
  ...rotaTurn(turn),
  address: turn.address,
  incomingId: turn.incoming.id,
  message: turn.message,
});

async function doText(turn: StaffTurn, text: string): Promise<void> {
  const picked = await pickListed(turn.scope, turn.address, text);
  if (picked === 'no-such-line') return answer(turn, texts(turn)('tap.stale'));
  if (picked !== null) return doChoice(turn, picked.id);
  const command = readStaffCommand(text);
  switch (command.kind) {
    case 'take':
      return takeByWord(toolTurn(turn), command.number);
    case 'close':
      return chooseCaseToClose(toolTurn(turn), command.number);
    case 'sessions':
      return listForAttendance(rotaTurn(turn));
    case 'student':
      await turn.scope.stores.addresses.setSpeaksAs(turn.address.id, 'student');
      return answer(turn, texts(turn)('mode.student'));
    case 'staff':
      return answer(turn, texts(turn)('mode.staff'));
    case 'help':
      return answer(turn, texts(turn)('help'));
    case 'english':
      return speak(turn, 'en');
    case 'chinese':
      return speak(turn, 'zh');
    case 'today':
      return showToday(turn);
    case 'away':
      return showLeave(turn);
    case 'unknown':
      return answer(turn, texts(turn)('unknownCommand'));
    case 'on-call':
    case 'swaps':
    case 'hand-over':
      return doRotaCommand(rotaTurn(turn), command);
    case 'hold':
    case 'arrived':
      return doWatchCommand(rotaTurn(turn), command);
    case 'tool':
      return doToolCommand(toolTurn(turn), command);
    case 'unclear-case':
      return answer(turn, texts(turn)('relay.noNumber'));
    case 'words':
      return takeWords(turn, command.number, command.text);
  }
}

/** Whoever sees no appointments hears what they would hear of any word that is none. */
const mayLook = ({ actor }: StaffTurn, action: 'appointments.list' | 'appointments.changes'): boolean =>
  can(actor, action, { kind: 'appointments' }, 'administration');

async function showToday(turn: StaffTurn): Promise<void> {
  if (!mayLook(turn, 'appointments.list')) return answer(turn, texts(turn)('unknownCommand'));
  const { scope, address, staff } = turn;
  const { tools } = scope.centre.contents[address.language];
  await answer(turn, await sayToday(scope, tools, address.language, staff.id));
}

async function showLeave(turn: StaffTurn): Promise<void> {
  if (!mayLook(turn, 'appointments.changes')) return answer(turn, texts(turn)('unknownCommand'));
  const { tools } = turn.scope.centre.contents[turn.address.language];
  const link = `${turn.scope.parts.publicUrl}/console/appointments/absence`;
  await answer(turn, tools('sheet.leave', { link }));
}

async function takeWords(turn: StaffTurn, number: number | null, text: string): Promise<void> {
  const tool = toolTurn(turn);
  if (number === null) {
    const awaited = await takeAwaited(tool, text);
    if (awaited === 'taken') return keepState(tool, { noted: turn.message });
    if (awaited === 'lapsed') return askForLate(tool, text);
    if (await sayInDrill(rotaTurn(turn))) return;
  }
  return relayWords(tool, number, text);
}

/** Pages, too, come in this language at this account. */
async function speak(turn: StaffTurn, language: Language): Promise<void> {
  await turn.scope.stores.addresses.setLanguage(turn.address.id, language);
  await answer(turn, turn.scope.centre.contents[language].conversation('language.chosen'));
}
