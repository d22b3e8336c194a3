import type { StaffRole } from '../../access/roles.ts';
import { addMs, daysMs } from '../../core/clock.ts';
import type { Choice } from '../../core/message.ts';
import { listWholeStints } from '../../handoff/rota/list-stints.ts';
import { DUTIES, type Stint, type Swap } from '../../handoff/rota/rota.ts';
import type { Scope } from '../scope.ts';
import type { RotaTurn } from './rota-turn.ts';
import { findByShortId, shortId } from './short-id.ts';
import { offerSwap, settleSwap } from './swap-shifts.ts';
import { sayDuty, sayPeriod, type Voice, voiceOf } from './tell-voiced.ts';

/** How far ahead somebody offers a shift of theirs from a messenger; the console knows no such bound. */
const AHEAD_DAYS = 14;
/** As many shifts, and as many people, as one message offers. */
const MOST_SHIFTS = 10;
const MOST_PEOPLE = 15;

const TAKES_SHIFTS: readonly StaffRole[] = ['counsellor', 'supervisor', 'centre-head'];

/** Names a shift in a button: what it is and when, since a rota has no row for each shift. */
const nameShift = ({ duty, startsAt, endsAt }: Stint): string =>
  [duty, startsAt.getTime().toString(36), endsAt.getTime().toString(36)].join('-');

/** One's own shifts that have not begun, soonest first. */
async function ownShifts({ stores, now }: Scope, staffId: string): Promise<Stint[]> {
  const rota = await stores.rota.read(now);
  return DUTIES.flatMap((duty) => listWholeStints(rota, duty, now, addMs(now, daysMs(AHEAD_DAYS))))
    .filter((stint) => stint.staffId === staffId && stint.startsAt > now)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

const sayShift = (voice: Voice, shift: Stint) => ({
  period: sayPeriod(voice, shift),
  duty: sayDuty(voice, shift.duty),
});

/** Shifts for which they may want somebody, and whom they have asked already. */
export async function listOwnShifts(turn: RotaTurn, waits: 'nothing-waits' | null = null): Promise<void> {
  const { scope, actor } = turn;
  const voice = voiceOf(scope, turn.language);
  const shifts = await ownShifts(scope, actor.staffId);
  const link = `${scope.parts.publicUrl}/console/duty`;
  const told = shifts.length === 0 ? voice.texts('swap.noShift') : voice.texts('swap.whichShift', { link });
  const none = shifts.length === 0 ? voice.texts('swap.none') : voice.texts('swap.noneWhichShift', { link });
  await turn.answer(waits === null ? told : none, [
    ...shifts.slice(0, MOST_SHIFTS).map((shift) => ({
      id: `swap-me.${nameShift(shift)}`,
      label: voice.texts('swap.shift', sayShift(voice, shift)),
    })),
    ...(await offersBack(turn, voice)),
  ]);
}

/** What they asked and nobody has answered yet, each to be taken back. */
async function offersBack({ scope, actor }: RotaTurn, voice: Voice): Promise<Choice[]> {
  const open = (await scope.stores.rota.swaps(scope.now)).filter(
    ({ status, fromStaffId, startsAt }) =>
      status === 'offered' && fromStaffId === actor.staffId && startsAt > scope.now,
  );
  const choices: Choice[] = [];
  for (const swap of open.slice(0, MOST_SHIFTS)) {
    const name = (await scope.stores.staff.byId(swap.toStaffId))?.name ?? '';
    const label = voice.texts('swap.takeBackOf', { name, period: sayPeriod(voice, swap) });
    choices.push({ id: `swap-back.${swap.id}`, label });
  }
  return choices;
}

/** The button under a question that they asked; a second tap says the same. */
export async function takeBackOffer(turn: RotaTurn, id: string): Promise<void> {
  const { scope, actor } = turn;
  const voice = voiceOf(scope, turn.language);
  const settled = await settleSwap(scope, actor, id, 'withdrawn');
  if (!settled.ok) return turn.answer(voice.texts('swap.stale'));
  const swap = settled.value;
  const name = (await scope.stores.staff.byId(swap.toStaffId))?.name ?? '';
  const told = { name, period: sayPeriod(voice, swap), duty: sayDuty(voice, swap.duty) };
  await turn.answer(voice.texts('swap.youTookBack', told));
}

export async function pickOwnShift(turn: RotaTurn, named: string): Promise<void> {
  const voice = voiceOf(turn.scope, turn.language);
  const shift = await findShift(turn, named);
  if (shift === null) return turn.answer(voice.texts('swap.shiftGone'));
  const people = await listOthers(turn);
  if (people.length === 0) return turn.answer(voice.texts('swap.nobody'));
  await turn.answer(
    voice.texts('swap.whom', sayShift(voice, shift)),
    people.slice(0, MOST_PEOPLE).map(({ staffId, name }) => ({
      id: `swap-to.${named}.${shortId(staffId)}`,
      label: name,
    })),
  );
}

/** Asks the one who was picked; a second tap asks nobody twice. */
export async function askForShift(turn: RotaTurn, named: string, short: string): Promise<void> {
  const { scope, actor } = turn;
  const voice = voiceOf(scope, turn.language);
  const shift = await findShift(turn, named);
  const to = findByShortId(await listOthers(turn), short);
  if (shift === null || to === null) return turn.answer(voice.texts('swap.shiftGone'));
  const { duty, startsAt, endsAt } = shift;
  const told = { name: to.name, ...sayShift(voice, shift) };
  const offer = { duty, startsAt, endsAt, fromStaffId: actor.staffId, toStaffId: to.staffId };
  const id = (await askedBefore(scope, offer))?.id ?? scope.parts.newId();
  const offered = await offerSwap(scope, actor, { id, ...offer });
  if (offered.ok)
    return turn.answer(voice.texts(offered.value.told ? 'swap.sent' : 'swap.sentUnheard', told), [
      { id: `swap-back.${id}`, label: voice.texts('swap.takeBack') },
    ]);
  await turn.answer(voice.texts(offered.code === 'forbidden' ? 'unknownCommand' : 'swap.shiftGone'));
}

/** As the rota says now: a shift that was changed meanwhile is not the one that was shown. */
const findShift = async (turn: RotaTurn, named: string): Promise<Stint | null> =>
  (await ownShifts(turn.scope, turn.actor.staffId)).find((shift) => nameShift(shift) === named) ?? null;

/** Whoever talks with students, and nobody of the sample centre; the console lets others be asked too. */
async function listOthers({ scope, actor }: RotaTurn) {
  const presence = await scope.stores.duty.presence(scope.now);
  return presence
    .filter(
      ({ sample, staffId, roles }) =>
        !sample && staffId !== actor.staffId && TAKES_SHIFTS.some((role) => roles.includes(role)),
    )
    .sort((a, b) => a.name.localeCompare(b.name, 'zh'));
}

type Asked = Pick<Stint, 'duty' | 'startsAt' | 'endsAt'> & {
  readonly fromStaffId: string;
  readonly toStaffId: string;
};

const askedBefore = async ({ stores, now }: Scope, asked: Asked): Promise<Swap | undefined> =>
  (await stores.rota.swaps(now)).find(
    (swap) =>
      swap.status === 'offered' &&
      swap.duty === asked.duty &&
      swap.fromStaffId === asked.fromStaffId &&
      swap.toStaffId === asked.toStaffId &&
      swap.startsAt.getTime() === asked.startsAt.getTime() &&
      swap.endsAt.getTime() === asked.endsAt.getTime(),
  );
