import { formatTime } from '../../core/shanghai-time.ts';
import type { HandoffCase, HoldKind } from '../../handoff/case.ts';
import { holdCase, noteArrival, withdrawArrival } from './hold-case.ts';
import { arrivalChoice, holdChoices, unarriveChoice } from './hold-choices.ts';
import type { RotaTurn } from './rota-turn.ts';
import { voiceOf } from './tell-voiced.ts';
import type { WatchCommand } from './watch-words.ts';

/** What a turn of a staff member lends to what they say about themselves. */
type WatchTurn = RotaTurn;

/** A word about where the owner is, or who is with the student. */
export async function doWatchCommand(turn: WatchTurn, command: WatchCommand): Promise<void> {
  const { texts } = voiceOf(turn.scope, turn.language);
  const owned = (await turn.scope.stores.cases.ownedBy(turn.actor.staffId)).filter(
    ({ status }) => status === 'acknowledged',
  );
  const { number } = command;
  const named = number === null ? owned : owned.filter((one) => one.number === number);
  const [only] = named;
  if (only === undefined)
    return turn.answer(number === null ? texts('relay.noCase') : texts('relay.unknownCase', { number }));
  if (named.length === 1) return act(turn, only.id, command);
  await turn.answer(
    texts('watch.which'),
    named.map((one) => ({
      id: tapOf(one, command),
      label: texts('relay.whichCase', { number: one.number }),
    })),
  );
}

const tapOf = ({ id }: HandoffCase, command: WatchCommand): string =>
  command.kind === 'hold' ? `hold.${id}.${command.hold}` : `arrived.${id}`;

const act = (turn: WatchTurn, caseId: string, command: WatchCommand): Promise<void> =>
  command.kind === 'hold' ? tapHold(turn, caseId, command.hold) : tapArrived(turn, caseId);

/** The button 通话中 or 在路上. */
export async function tapHold(turn: WatchTurn, caseId: string, kind: HoldKind): Promise<void> {
  const { texts } = voiceOf(turn.scope, turn.language);
  const held = await holdCase(turn.scope, turn.actor, caseId, kind);
  if (!held.ok || held.value.hold === null) return turn.answer(texts('tap.stale'));
  const { number, hold } = held.value;
  const time = formatTime(hold.until);
  await turn.answer(texts('watch.held', { number, kind: texts(`watch.${kind}`), time }));
}

/** The button 有人到场. */
export async function tapArrived(turn: WatchTurn, caseId: string): Promise<void> {
  const { texts } = voiceOf(turn.scope, turn.language);
  const noted = await noteArrival(turn.scope, turn.actor, caseId);
  if (!noted.ok) return turn.answer(texts('tap.stale'));
  const { number } = noted.value;
  await turn.answer(texts('watch.arrivedNoted', { number }), [unarriveChoice(texts, noted.value)]);
}

/** The button that takes 有人到场 back. */
export async function tapUnarrived(turn: WatchTurn, caseId: string): Promise<void> {
  const { texts } = voiceOf(turn.scope, turn.language);
  const withdrawn = await withdrawArrival(turn.scope, turn.actor, caseId);
  if (!withdrawn.ok) return turn.answer(texts('tap.stale'));
  const { number, id } = withdrawn.value;
  const choices = [...holdChoices(texts, id), ...arrivalChoice(texts, withdrawn.value)];
  await turn.answer(texts('watch.unarrived', { number }), choices);
}
