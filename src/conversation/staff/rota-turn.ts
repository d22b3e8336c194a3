import type { Actor } from '../../access/can.ts';
import type { Language } from '../../core/language.ts';
import type { Choice } from '../../core/message.ts';
import { unreachable } from '../../core/result.ts';
import type { Scope } from '../scope.ts';
import { permitsRota } from './change-rota.ts';
import { handOverCase } from './hand-over-case.ts';
import { findByShortId, handOverChoices, nextOnDuty } from './next-on-duty.ts';
import type { RotaCommand } from './rota-words.ts';
import { sayOnCall } from './say-on-call.ts';
import { openOffersTo, sayOffer, settleSwap, swapChoices } from './swap-shifts.ts';
import { sayPeriod, voiceOf } from './tell-voiced.ts';

/** What of a turn the rota needs. */
export type RotaTurn = {
  readonly scope: Scope;
  readonly actor: Extract<Actor, { kind: 'staff' }>;
  readonly language: Language;
  answer(text: string, choices?: readonly Choice[]): Promise<void>;
};

/** A word about the rota. */
export function doRotaCommand(turn: RotaTurn, command: RotaCommand): Promise<void> {
  switch (command.kind) {
    case 'on-call':
      return showOnCall(turn);
    case 'swaps':
      return showOffers(turn);
    case 'hand-over':
      return command.number === null
        ? askHandOver(turn)
        : handOverByNumber(turn, command.number, command.note);
    default:
      return unreachable(command);
  }
}

async function showOnCall(turn: RotaTurn): Promise<void> {
  const { scope, actor } = turn;
  const { texts } = voiceOf(scope, turn.language);
  if (!(await permitsRota(scope, actor, 'rota.see'))) return turn.answer(texts('unknownCommand'));
  await turn.answer(await sayOnCall(scope, voiceOf(scope, turn.language)));
}

async function showOffers(turn: RotaTurn): Promise<void> {
  const voice = voiceOf(turn.scope, turn.language);
  const offers = await openOffersTo(turn.scope, turn.actor.staffId);
  if (offers.length === 0) return turn.answer(voice.texts('swap.none'));
  for (const swap of offers) {
    await turn.answer(await sayOffer(turn.scope, voice, swap), swapChoices(voice, swap.id));
  }
}

/** The buttons under an offer. */
export async function answerSwap(turn: RotaTurn, id: string, accepts: boolean): Promise<void> {
  const voice = voiceOf(turn.scope, turn.language);
  const to = accepts ? 'accepted' : 'declined';
  const settled = await settleSwap(turn.scope, turn.actor, id, to);
  if (!settled.ok) return turn.answer(voice.texts('swap.stale'));
  const period = sayPeriod(voice, settled.value);
  await turn.answer(voice.texts(accepts ? 'swap.youAccepted' : 'swap.youDeclined', { period }));
}

async function askHandOver(turn: RotaTurn): Promise<void> {
  const { scope, actor } = turn;
  const { texts } = voiceOf(scope, turn.language);
  const owned = (await scope.stores.cases.ownedBy(actor.staffId)).filter(
    ({ status }) => status === 'acknowledged',
  );
  if (owned.length === 0) return turn.answer(texts('relay.noCase'));
  const people = await nextOnDuty(scope, actor.staffId);
  if (people.length === 0) return turn.answer(texts('handOver.nobody'));
  await turn.answer(texts('handOver.ask'), handOverChoices(texts, owned, people));
}

async function handOverByNumber(turn: RotaTurn, number: number, note: string): Promise<void> {
  const { scope, actor } = turn;
  const one = await scope.stores.cases.byNumber(number);
  const [first] = await nextOnDuty(scope, actor.staffId);
  const { texts } = voiceOf(scope, turn.language);
  if (one === null || one.ownerId !== actor.staffId)
    return turn.answer(texts('relay.unknownCase', { number }));
  if (first === undefined) return turn.answer(texts('handOver.nobody'));
  await handOver(turn, one.id, first.staffId, note);
}

/** A button that names a case and a person. */
export async function tapHandOver(turn: RotaTurn, caseId: string, shortId: string): Promise<void> {
  const people = await nextOnDuty(turn.scope, turn.actor.staffId);
  const to = findByShortId(people, shortId);
  const { texts } = voiceOf(turn.scope, turn.language);
  if (to === null) return turn.answer(texts('tap.stale'));
  await handOver(turn, caseId, to.staffId, '');
}

async function handOver(turn: RotaTurn, caseId: string, toStaffId: string, note: string): Promise<void> {
  const { texts } = voiceOf(turn.scope, turn.language);
  const handed = await handOverCase(turn.scope, turn.actor, caseId, toStaffId, note);
  if (!handed.ok) return turn.answer(texts(handed.code === 'absent' ? 'relay.noCase' : 'tap.stale'));
  const { number, name } = handed.value;
  await turn.answer(texts('handOver.done', { number, name }));
}
