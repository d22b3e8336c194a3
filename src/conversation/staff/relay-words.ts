import type { HandoffCase } from '../../handoff/case.ts';
import { readState, type UnsentLine } from '../student/conversation-state.ts';
import { answerCase, permits } from './case-actions.ts';
import { passOnPicture } from './pass-on-picture.ts';
import { keepSaid } from './relay-edit.ts';
import { readStaffCommand } from './staff-commands.ts';
import { keepState } from './tools/staff-work.ts';
import { talkingCases } from './tools/team.ts';
import { consoleLink, type ToolTurn } from './tools/tool-turn.ts';

/** A line that nobody has asked for in this time, in ms, is forgotten. */
const KEPT_MS = 12 * 3_600_000;
/** Stands for a case in the choice that sends a line to nobody. */
const NOBODY = 'none';

const textsOf = ({ scope, language }: ToolTurn) => scope.centre.contents[language].staff;

/** Words go to the case they name, else to the only one; with several the responder is asked. */
export async function relayWords(turn: ToolTurn, number: number | null, text: string): Promise<void> {
  const texts = textsOf(turn);
  const cases = await talkingCases(turn.scope, turn.actor.staffId);
  if (number !== null) {
    const named = cases.find((one) => one.number === number);
    return named ? send(turn, named, text) : turn.answer(texts('relay.unknownCase', { number }));
  }
  const [only] = cases;
  if (only === undefined) return turn.answer(texts('relay.noCase'));
  if (cases.length === 1) return send(turn, only, text);
  await ask(turn, cases, await keepLine(turn, text), texts('relay.which'));
}

/**
 * A picture goes where words would go, by the number in front of what stands under it. Beside a step that waits for
 * words it may be meant for that step, so it goes to nobody.
 */
export async function relayPicture(turn: ToolTurn, caption: string, file: string): Promise<void> {
  const texts = textsOf(turn);
  const { scope, address, actor } = turn;
  const command = readStaffCommand(caption.trim() === '' ? '…' : caption);
  if (readState(address.flow).work !== null) return turn.answer(texts('relay.onlyText'));
  if (command.kind !== 'words') return turn.answer(texts('relay.noNumber'));
  const cases = await talkingCases(scope, actor.staffId);
  const named = command.number === null ? cases : cases.filter((one) => one.number === command.number);
  const [only] = named;
  if (only === undefined)
    return turn.answer(
      command.number === null
        ? texts('relay.noCase')
        : texts('relay.unknownCase', { number: command.number }),
    );
  if (!scope.centre.relayByMessenger)
    return turn.answer(texts('relay.off', { link: consoleLink(turn, only.id) }));
  const text = caption.trim() === '' ? '' : command.text;
  const id = scope.parts.newId();
  const { staffId } = actor;
  const wanted = { id, addressId: address.id, staffId, caption: text, file, now: scope.now };
  await scope.stores.media.wantOfStaff({ ...wanted, caseId: null });
  if (named.length === 1) return givePicture(turn, only, id);
  await ask(turn, cases, await keepLine(turn, text, id), texts('relay.which'));
}

/** It leaves once it is here; when it is here already, now. */
async function givePicture(turn: ToolTurn, one: HandoffCase, id: string): Promise<void> {
  const { scope, actor } = turn;
  const texts = textsOf(turn);
  if (one.status === 'closed') return turn.answer(texts('close.already', { number: one.number }));
  if (!(await permits(scope, actor, 'case.answer', one))) return turn.answer(texts('relay.noCase'));
  await scope.stores.media.giveTo(id, one.id);
  await passOnPicture(scope, id, false);
}

/** Words that came too late for what they were meant for: nobody hears them unasked. */
export async function askForLate(turn: ToolTurn, text: string): Promise<void> {
  const texts = textsOf(turn);
  const cases = await talkingCases(turn.scope, turn.actor.staffId);
  if (cases.length === 0) return turn.answer(texts('relay.noCase'));
  await ask(turn, cases, await keepLine(turn, text), texts('relay.lapsed'));
}

/** An answer to the question for whom a line is: it holds for that line alone. What else was not sent is asked for. */
export async function sendUnsent(turn: ToolTurn, caseId: string, tag: string): Promise<void> {
  const texts = textsOf(turn);
  const unsent = unsentOf(turn);
  const line = unsent.find((one) => one.tag === tag);
  if (line === undefined) return turn.answer(texts('tap.stale'));
  const one = caseId === NOBODY ? null : await turn.scope.stores.cases.byId(caseId);
  if (one === null && caseId !== NOBODY) return turn.answer(texts('tap.stale'));
  const rest = unsent.filter((other) => other !== line);
  await keepState(turn, { unsent: rest });
  if (one === null) await turn.answer(texts('relay.dropped'));
  else if (line.picture !== undefined) await givePicture(turn, one, line.picture);
  else await send(turn, one, line.text);
  const [next] = rest;
  const cases = await talkingCases(turn.scope, turn.actor.staffId);
  if (next !== undefined && cases.length > 0)
    await ask(turn, cases, next.tag, texts('relay.stillUnsent', { count: rest.length }));
}

const unsentOf = ({ scope, address }: ToolTurn): UnsentLine[] =>
  readState(address.flow).unsent.filter(({ atMs }) => scope.now.getTime() - atMs < KEPT_MS);

/** Beside those before it: what was typed first must neither be lost nor take the answer that was meant for this one. */
async function keepLine(turn: ToolTurn, text: string, picture?: string): Promise<string> {
  const tag = turn.scope.parts.newTag();
  const line = { tag, text, atMs: turn.scope.now.getTime(), ...(picture === undefined ? {} : { picture }) };
  await keepState(turn, { unsent: [...unsentOf(turn), line] });
  return tag;
}

function ask(turn: ToolTurn, cases: readonly HandoffCase[], tag: string, text: string): Promise<void> {
  const texts = textsOf(turn);
  return turn.answer(text, [
    ...cases.map(({ id, number }) => ({
      id: `to.${id}.${tag}`,
      label: texts('relay.whichCase', { number }),
    })),
    { id: `to.${NOBODY}.${tag}`, label: texts('relay.drop') },
  ]);
}

async function send(turn: ToolTurn, one: HandoffCase, text: string): Promise<void> {
  const texts = textsOf(turn);
  if (!turn.scope.centre.relayByMessenger) {
    return turn.answer(texts('relay.off', { link: consoleLink(turn, one.id) }));
  }
  const outcome = await answerCase(turn.scope, turn.actor, one.id, text, turn.incomingId);
  if (outcome === 'closed') return turn.answer(texts('close.already', { number: one.number }));
  if (outcome !== 'sent') return turn.answer(texts('relay.noCase'));
  await keepSaid(turn, one.id);
}
