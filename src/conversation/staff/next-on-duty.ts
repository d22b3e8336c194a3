import { addMs, daysMs } from '../../core/clock.ts';
import type { Choice } from '../../core/message.ts';
import type { HandoffCase } from '../../handoff/case.ts';
import { listShiftEnds, whoIsOn } from '../../handoff/rota/coverage.ts';
import { DUTIES } from '../../handoff/rota/rota.ts';
import type { Scope } from '../scope.ts';
import type { StaffTexts } from './relay.ts';
import { shortId } from './short-id.ts';

/** As many people, and as many cases, as one message offers. */
const MOST_PEOPLE = 3;
const MOST_CASES = 5;
/** How far ahead the end of the shift that somebody is on is looked for. */
const AHEAD_DAYS = 2;

export type NextPerson = { readonly staffId: string; readonly name: string };

/**
 * Who can take a case over: whoever comes on when this one goes off, then whoever else is on now. Nobody of the sample
 * centre, and nobody whom nothing can wake.
 */
export async function nextOnDuty(scope: Scope, staffId: string, most = MOST_PEOPLE): Promise<NextPerson[]> {
  const { stores, now } = scope;
  const rota = await stores.rota.read(now);
  const present = (await stores.duty.presence(addMs(now, -CONSOLE_ALIVE_MS))).filter(
    (one) => !one.sample && (one.wakes || one.console) && one.staffId !== staffId,
  );
  // Off duty, the next end is that of a shift which has not begun: whoever follows that one is on neither now nor next.
  const isOn = DUTIES.some((duty) => whoIsOn(rota, duty, now).includes(staffId));
  const ends = isOn ? listShiftEnds(rota, now, addMs(now, daysMs(AHEAD_DAYS))) : [];
  const end = ends.find((one) => one.staffId === staffId);
  const moments = end === undefined ? [now] : [end.endsAt, now];
  const wanted = [
    ...moments.flatMap((at) => DUTIES.flatMap((duty) => whoIsOn(rota, duty, at))),
    ...present.filter(({ besideRota }) => besideRota).map((one) => one.staffId),
  ];
  return [...new Set(wanted)]
    .flatMap((id) => present.find((one) => one.staffId === id) ?? [])
    .slice(0, most)
    .map(({ staffId: id, name }) => ({ staffId: id, name }));
}

/** A console that gave a sign of life within this time can be woken, in ms. */
const CONSOLE_ALIVE_MS = 120_000;

/** Where there are several, all at once first: whoever goes home has no time for a tap each. */
export const handOverChoices = (
  texts: StaffTexts,
  cases: readonly HandoffCase[],
  people: readonly NextPerson[],
): Choice[] => [
  ...(cases.length < 2
    ? []
    : people.map(({ staffId, name }) => ({
        id: `hand-all.${shortId(staffId)}`,
        label: texts('handOver.choiceAll', { count: cases.length, name }),
      }))),
  ...cases.slice(0, MOST_CASES).flatMap(({ id, number }) =>
    people.map(({ staffId, name }) => ({
      id: `hand.${id}.${shortId(staffId)}`,
      label: texts('handOver.choice', { number, name }),
    })),
  ),
];
