import type { Actor } from '../../../access/can.ts';
import { addMs, minutesMs } from '../../../core/clock.ts';
import type { Language } from '../../../core/language.ts';
import type { Choice } from '../../../core/message.ts';
import { formatDay, formatTime } from '../../../core/shanghai-time.ts';
import { type HandoffCase, isOutcome } from '../../../handoff/case.ts';
import {
  type Closing,
  type ClosingProblem,
  entersRegister,
  GROUNDS,
  type Informed,
} from '../../../handoff/closing/closing.ts';
import {
  AGO_MINUTES,
  BUTTON_PARTIES,
  type ClosingStep,
  encodeStep,
  firstStep,
  MOST_BY_BUTTON,
  minuteOf,
  momentOf,
  readStep,
  SHORT_ID,
} from '../../../handoff/closing/closing-code.ts';
import { datesBeside, planDates } from '../../../handoff/closing/follow-up-policy.ts';
import type { Sight } from '../../../handoff/closing/sight.ts';
import { localDateOf } from '../../../handoff/rota/local-day.ts';
import type { Scope } from '../../scope.ts';
import type { StaffTexts } from '../relay.ts';
import { nameOfStaff } from '../tools/case-work.ts';
import { closeCase, readFollowers } from './close-case.ts';
import { type Followed, readFollowed } from './follow-owner.ts';

/** What of a turn the ending of a case needs. */
type ClosingTurn = {
  readonly scope: Scope;
  readonly actor: Extract<Actor, { kind: 'staff' }>;
  readonly language: Language;
  answer(text: string, choices?: readonly Choice[]): Promise<void>;
};

const MOST_OWNERS = 8;

/** One step of /结案: what the button said, then what is asked next. Nothing is written before the last one. */
export async function stepClosing(turn: ClosingTurn, caseId: string, code: string): Promise<void> {
  const texts = turn.scope.centre.contents[turn.language].staff;
  const one = await turn.scope.stores.cases.byId(caseId);
  // Buttons that were sent by an earlier version name the class alone.
  const step = isOutcome(code) ? firstStep(code) : readStep(code);
  if (one === null || step === null) return turn.answer(texts('tap.stale'));
  const { number } = one;
  if (one.ownerId !== turn.actor.staffId) return turn.answer(texts('close.notYours', { number }));
  if (one.status === 'closed') return turn.answer(texts('close.already', { number }));
  if (step.partial !== null) return askAboutParty(turn, texts, one, step, step.partial);
  if (!step.toldAll) return askInformed(turn, texts, one, step);
  if (entersRegister(step.outcome) && step.owner === '') return askOwner(turn, texts, one, step);
  return step.confirmed === null
    ? confirm(turn, texts, one, step)
    : close(turn, texts, one, step, step.confirmed);
}

const choice = (one: HandoffCase, step: ClosingStep, label: string): Choice => ({
  id: `close.${one.id}.${encodeStep(step)}`,
  label,
});

const keep = (texts: StaffTexts, one: HandoffCase): Choice => ({
  id: `keep.${one.id}`,
  label: texts('close.keep'),
});

async function askInformed(turn: ClosingTurn, texts: StaffTexts, one: HandoffCase, step: ClosingStep) {
  const { number } = one;
  const noted = await turn.scope.stores.closings.noted(one.id);
  const none = step.informed.length === 0 && noted.length === 0;
  const more = step.informed.length < MOST_BY_BUTTON ? BUTTON_PARTIES : [];
  const choices = [
    choice(one, { ...step, toldAll: true }, texts(none ? 'close.informed.none' : 'close.informed.noMore')),
    ...more
      .filter((party) => !step.informed.some((row) => row.party === party))
      .map((party) =>
        choice(one, { ...step, partial: { party, ground: null } }, texts(`close.party.${party}`)),
      ),
    keep(texts, one),
  ];
  const link = `${turn.scope.parts.publicUrl}/console/cases/${one.id}/close`;
  const asked =
    step.informed.length === 0
      ? texts('close.informed.ask', { number, link })
      : texts('close.informed.more', { number });
  await turn.answer([...sayInformed(turn, texts, noted), asked].join('\n'), choices);
}

function askAboutParty(
  turn: ClosingTurn,
  texts: StaffTexts,
  one: HandoffCase,
  step: ClosingStep,
  partial: NonNullable<ClosingStep['partial']>,
): Promise<void> {
  const party = texts(`close.party.${partial.party}`);
  const { ground } = partial;
  if (ground === null) {
    const grounds = GROUNDS.map((why) =>
      choice(one, { ...step, partial: { ...partial, ground: why } }, texts(`close.ground.${why}`)),
    );
    return turn.answer(texts('close.ground.ask', { party }), grounds);
  }
  const times = AGO_MINUTES.map((agoMinutes) => {
    const at = addMs(turn.scope.now, -minutesMs(agoMinutes));
    const informed = [...step.informed, { party: partial.party, ground, minute: minuteOf(at) }];
    return choice(one, { ...step, informed, partial: null }, sayAgo(texts, agoMinutes, at));
  });
  return turn.answer(texts('close.when.ask', { party }), times);
}

/** With the time of the clock, which is what is kept however late the button is pressed. */
export function sayAgo(texts: StaffTexts, minutes: number, at: Date): string {
  const time = formatTime(at);
  return minutes === 0 ? texts('close.when.now', { time }) : texts('close.when.ago', { minutes, time });
}

async function askOwner(turn: ClosingTurn, texts: StaffTexts, one: HandoffCase, step: ClosingStep) {
  const followed = await readFollowed(turn.scope, one);
  const first = [followed?.entry.ownerId, turn.actor.staffId];
  const rank = (id: string): number => (first.includes(id) ? first.indexOf(id) : first.length);
  const people = await readFollowers(turn.scope, turn.actor.staffId, one);
  const inOrder = [...people].sort((a, b) => rank(a.id) - rank(b.id));
  const choices = inOrder.slice(0, MOST_OWNERS).map(({ id, name }) => {
    const label = id === turn.actor.staffId ? texts('close.owner.me') : name;
    return choice(one, { ...step, owner: id.slice(0, SHORT_ID) }, label);
  });
  const asked = texts('close.owner.ask', { number: one.number });
  const text = [...(await sayFollowed(turn, texts, followed)), asked].join('\n');
  await turn.answer(text, [...choices, keep(texts, one)]);
}

/** Who looks after them already, and what stands beside the new days. */
async function sayFollowed(
  { scope, language }: ClosingTurn,
  texts: StaffTexts,
  followed: Followed | null,
): Promise<string[]> {
  if (followed === null) return [];
  const { entry, owed } = followed;
  const owner = entry.ownerId === null ? texts('followUp.nobody') : await nameOfStaff(scope, entry.ownerId);
  if (owed.length === 0) return [texts('close.followedNoDay', { owner })];
  const dates = owed.map((date) => formatDay(date, language)).join(texts('oncall.comma'));
  return [texts('close.followed', { owner, dates })];
}

/** Null where the chosen one may not any more. */
async function toClosing(turn: ClosingTurn, one: HandoffCase, step: ClosingStep): Promise<Closing | null> {
  const { scope, actor } = turn;
  const informed = step.informed.map(({ party, ground, minute }) => {
    const at = momentOf(minute, scope.now);
    return { party, ground, at, staffId: actor.staffId, detail: '' };
  });
  const { outcome } = step;
  if (!entersRegister(outcome)) return { outcome, note: '', informed, plan: null };
  const people = await readFollowers(scope, actor.staffId, one);
  const owner = people.find(({ id }) => id.slice(0, SHORT_ID) === step.owner);
  if (owner === undefined) return null;
  const dates = planDates(scope.centre.followUp, outcome, localDateOf(scope.now));
  return { outcome, note: '', informed, plan: { ownerId: owner.id, dates } };
}

export const sayInformed = (
  { language }: Pick<ClosingTurn, 'language'>,
  texts: StaffTexts,
  informed: readonly Pick<Informed, 'party' | 'at' | 'ground'>[],
): string[] =>
  informed.map(({ party, at, ground }) =>
    texts('close.informed.line', {
      when: `${formatDay(at, language)} ${formatTime(at)}`,
      party: texts(`close.party.${party}`),
      ground: texts(`close.ground.${ground}`),
    }),
  );

async function confirm(turn: ClosingTurn, texts: StaffTexts, one: HandoffCase, step: ClosingStep) {
  // Read first: what is said from here on was not seen.
  const dangers = await turn.scope.stores.cases.dangersHeard(one.id);
  const closing = await toClosing(turn, one, step);
  if (closing === null) return turn.answer(texts('tap.stale'));
  const names = new Map((await turn.scope.stores.staff.list()).map(({ id, name }) => [id, name]));
  const noted = await turn.scope.stores.closings.noted(one.id);
  const informed = sayInformed(turn, texts, [...noted, ...closing.informed]);
  const summary = {
    number: one.number,
    outcome: texts(`close.outcome.${step.outcome}`),
    informed: informed.length === 0 ? texts('close.informed.none') : informed.join('\n'),
  };
  const followed = closing.plan === null ? null : await readFollowed(turn.scope, one);
  const fresh = datesBeside(closing.plan?.dates ?? [], followed?.owed ?? [], localDateOf(turn.scope.now));
  const dates = [...fresh, ...(followed?.owed ?? [])].sort().map((date) => formatDay(date, turn.language));
  const text =
    closing.plan === null
      ? texts('close.confirmNoList', summary)
      : [
          ...(await sayFollowed(turn, texts, followed)),
          texts('close.confirm', {
            ...summary,
            owner: names.get(closing.plan.ownerId) ?? '',
            dates: dates.join(texts('oncall.comma')),
          }),
        ].join('\n');
  const wordOwed = one.unansweredSince !== null;
  const confirmed = { dangers, wordOwed };
  const yes = choice(one, { ...step, confirmed }, texts(wordOwed ? 'close.yesOwing' : 'close.yes'));
  await turn.answer(wordOwed ? `${text}\n${sayOwed(texts, one)}` : text, [yes, keep(texts, one)]);
}

const sayOwed = (texts: StaffTexts, { contactedAt }: HandoffCase): string =>
  texts(contactedAt === null ? 'close.owedFirst' : 'close.owed');

async function close(turn: ClosingTurn, texts: StaffTexts, one: HandoffCase, step: ClosingStep, seen: Sight) {
  const closing = await toClosing(turn, one, step);
  if (closing === null) return turn.answer(texts('tap.stale'));
  const { number } = one;
  const done = await closeCase(turn.scope, turn.actor, one.id, closing, seen);
  switch (done.outcome) {
    case 'closed':
      return turn.answer(texts('close.done', { number, outcome: texts(`close.outcome.${step.outcome}`) }));
    case 'already':
      return turn.answer(texts('close.already', { number }));
    case 'absent':
      return turn.answer(texts('close.notYours', { number }));
    case 'incomplete':
      return sayRefused(turn, texts, one, step, done.problems);
  }
}

/** What they have not seen comes before the ending; then it is shown once more, with how the case stands by then. */
function sayRefused(
  turn: ClosingTurn,
  texts: StaffTexts,
  one: HandoffCase,
  step: ClosingStep,
  problems: readonly ClosingProblem[],
): Promise<void> {
  const { number, id } = one;
  const unseen = problems.find((problem) => problem === 'new-danger' || problem === 'word-owed');
  if (unseen === undefined) return turn.answer(texts('tap.stale'));
  const link = `${turn.scope.parts.publicUrl}/console/cases/${id}`;
  const again = choice(one, { ...step, confirmed: null }, texts('close.again'));
  // A second press on the same place must not end it: the harmless choice stands first.
  return turn.answer(
    texts(unseen === 'new-danger' ? 'close.newDanger' : 'close.refusedOwed', { number, link }),
    [keep(texts, one), again],
  );
}
