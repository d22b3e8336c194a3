import type { Actor } from '../../access/can.ts';
import type { Language } from '../../core/language.ts';
import type { Choice } from '../../core/message.ts';
import { unreachable } from '../../core/result.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import type { Scope } from '../scope.ts';
import { permitsRota } from './change-rota.ts';
import { EVERYBODY, type HandedOver, handOverCase } from './hand-over-case.ts';
import { sayNumbers } from './hand-over-shift.ts';
import { handOverChoices, type NextPerson, nextOnDuty } from './next-on-duty.ts';
import { listOwnShifts } from './offer-own-shift.ts';
import type { RotaCommand } from './rota-words.ts';
import { sayOnCall } from './say-on-call.ts';
import { findByShortId } from './short-id.ts';
import { openOffersTo, sayOffer, settleSwap, swapChoices } from './swap-shifts.ts';
import { sayPeriod, voiceOf } from './tell-voiced.ts';

/** As many notes as are offered after everything was handed over at once. */
const MOST_NOTES = 8;
/** As many people as are offered for one case. */
const MOST_OFFERED = 3;

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
      if (command.number === null) return askHandOver(turn);
      return command.number === 'all'
        ? handOverAllTo(turn, command.note)
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
  if (offers.length === 0) return listOwnShifts(turn, 'nothing-waits');
  for (const [index, swap] of offers.entries()) {
    const mine = index < offers.length - 1 ? [] : [{ id: 'swap-mine', label: voice.texts('swap.mine') }];
    await turn.answer(await sayOffer(turn.scope, voice, swap), [...swapChoices(voice, swap.id), ...mine]);
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

/** Those that somebody talks in: others have owners for weeks and are no matter of a shift. */
const talkingOf = async ({ scope, actor }: RotaTurn): Promise<readonly HandoffCase[]> =>
  (await scope.stores.cases.ownedBy(actor.staffId))
    .filter(({ status }) => status === 'acknowledged')
    .sort((a, b) => a.number - b.number);

async function askHandOver(turn: RotaTurn): Promise<void> {
  const { scope, actor } = turn;
  const { texts } = voiceOf(scope, turn.language);
  const owned = await talkingOf(turn);
  if (owned.length === 0) return turn.answer(texts('relay.noCase'));
  const people = await nextOnDuty(scope, actor.staffId);
  if (people.length === 0) return turn.answer(texts('handOver.nobody'));
  await turn.answer(texts('handOver.ask'), handOverChoices(texts, owned, people));
}

async function handOverByNumber(turn: RotaTurn, number: number, note: string): Promise<void> {
  const { scope, actor } = turn;
  const one = await scope.stores.cases.byNumber(number);
  const people = await nextOnDuty(scope, actor.staffId, EVERYBODY);
  const { texts } = voiceOf(scope, turn.language);
  if (one === null || one.ownerId !== actor.staffId)
    return turn.answer(texts('relay.unknownCase', { number }));
  const named = readNamed(people, note);
  if (named === null) return turn.answer(texts('handOver.nobody'));
  if (named.note === note && note !== '') {
    const meant = await colleagueNamedBy(turn, note);
    if (meant !== null) return askWhomInstead(turn, one, meant, people);
  }
  await handOver(turn, one.id, named.to.staffId, named.note);
}

/** Whom the words in front name, and what is left as the note; without a name the first one. */
function readNamed(
  people: readonly NextPerson[],
  typed: string,
): { readonly to: NextPerson; readonly note: string } | null {
  const [first] = people;
  if (first === undefined) return null;
  // The longest name first: 王芳 is no 王芳芳.
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
  for (const to of byLength) {
    if (!typed.startsWith(to.name)) continue;
    const rest = typed.slice(to.name.length);
    if (rest === '' || /^[\s,，:：、。]/u.test(rest))
      return { to, note: rest.replace(/^[\s,，:：、。]+/u, '') };
  }
  return { to: first, note: typed };
}

/** The colleague whose name the words begin with, though they are not meant as the name of anybody who could take it. */
async function colleagueNamedBy({ scope, actor }: RotaTurn, typed: string): Promise<string | null> {
  const names = (await scope.stores.staff.list())
    .filter(({ id, disabledAt }) => disabledAt === null && id !== actor.staffId)
    .map(({ name }) => name)
    .sort((a, b) => b.length - a.length);
  return names.find((name) => typed.startsWith(name)) ?? null;
}

/** Nothing is handed over: their name as a note to somebody else is not what they wanted. */
async function askWhomInstead(
  turn: RotaTurn,
  one: HandoffCase,
  name: string,
  people: readonly NextPerson[],
): Promise<void> {
  const { texts } = voiceOf(turn.scope, turn.language);
  const isHere = people.some((person) => person.name === name);
  const told = isHere ? texts('handOver.ask') : texts('handOver.notOn', { name, number: one.number });
  await turn.answer(told, handOverChoices(texts, [one], people.slice(0, MOST_OFFERED)));
}

/** A button that names a case and a person; whoever was offered stays good, though others stand before them by now. */
export async function tapHandOver(turn: RotaTurn, caseId: string, shortId: string): Promise<void> {
  const people = await nextOnDuty(turn.scope, turn.actor.staffId, EVERYBODY);
  const to = findByShortId(people, shortId);
  const { texts } = voiceOf(turn.scope, turn.language);
  if (to === null) return turn.answer(texts('tap.stale'));
  await handOver(turn, caseId, to.staffId, '');
}

async function handOver(turn: RotaTurn, caseId: string, toStaffId: string, note: string): Promise<void> {
  const { texts } = voiceOf(turn.scope, turn.language);
  const handed = await handOverCase(turn.scope, turn.actor, caseId, toStaffId, note);
  if (!handed.ok) return turn.answer(texts(handed.code === 'absent' ? 'relay.noCase' : 'tap.stale'));
  const { id, number, name } = handed.value;
  if (note !== '') return turn.answer(texts('handOver.done', { number, name }));
  // It is theirs already: whoever goes home now without another tap has handed it over.
  await turn.answer(texts('handOver.doneAsk', { number, name }), [
    { id: `hand-note.${id}`, label: texts('handOver.leaveNote') },
    { id: `hand-no.${id}`, label: texts('handOver.noNote') },
  ]);
}

/** `/交班 全部`: to whom the words in front name, with what is left as the note of each. */
async function handOverAllTo(turn: RotaTurn, typed: string): Promise<void> {
  const people = await nextOnDuty(turn.scope, turn.actor.staffId, EVERYBODY);
  const named = readNamed(people, typed);
  if (named === null) return turn.answer(voiceOf(turn.scope, turn.language).texts('handOver.nobody'));
  // It may be the name of somebody who is not on: all cases at once go to nobody by mistake.
  if (typed !== '' && named.note === typed) return askHandOver(turn);
  await handOverAll(turn, named.to.staffId, named.note);
}

/** A button that names a person alone. */
export async function tapHandOverAll(turn: RotaTurn, shortId: string): Promise<void> {
  const to = findByShortId(await nextOnDuty(turn.scope, turn.actor.staffId, EVERYBODY), shortId);
  if (to === null) return turn.answer(voiceOf(turn.scope, turn.language).texts('tap.stale'));
  await handOverAll(turn, to.staffId, '');
}

async function handOverAll(turn: RotaTurn, toStaffId: string, note: string): Promise<void> {
  const { texts } = voiceOf(turn.scope, turn.language);
  const owned = await talkingOf(turn);
  const handed: HandedOver[] = [];
  for (const { id } of owned) {
    const done = await handOverCase(turn.scope, turn.actor, id, toStaffId, note);
    if (done.ok) handed.push(done.value);
  }
  const [first] = handed;
  if (first === undefined) return turn.answer(texts(owned.length === 0 ? 'relay.noCase' : 'tap.stale'));
  const left = owned.filter(({ number }) => !handed.some((one) => one.number === number));
  const lines = [
    texts('handOver.doneAll', { cases: sayNumbers(handed), name: first.name }),
    ...(left.length === 0 ? [] : [texts('handOver.left', { cases: sayNumbers(left) })]),
    ...(note === '' ? [texts('handOver.notesBelow')] : []),
  ];
  const notes = handed.slice(0, MOST_NOTES).map(({ id, number }) => ({
    id: `hand-note.${id}`,
    label: texts('handOver.leaveNoteFor', { number }),
  }));
  await turn.answer(lines.join('\n'), note === '' ? notes : []);
}
