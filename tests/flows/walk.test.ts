import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY } from '../../src/booking/wish.ts';
import { pickChoice, plainWord } from '../../src/core/choices.ts';
import type { FlowName, FlowRequest, FlowResult } from '../../src/flows/flow.ts';
import { isFlowName, startFlow, stepFlow } from '../../src/flows/registry.ts';
import { groupActivity, lectureActivity, ownSignUp as own } from '../groups/samples.ts';
import { NO_CHOICES } from './booking-centre.ts';
import { book, finish, makeContext, makeSlot, NOW, type Told } from './support.ts';
import { answerWaiting, NO_WISH, OFFER, waitingOf } from './waiting-answers.ts';

const LONGEST = 4_096;
const group = groupActivity(NOW);
const lecture = lectureActivity(NOW);
const MARKER = '只有我知道的话';

const slotArbitrary = fc
  .record({
    id: fc.stringMatching(/^[a-z0-9-]{1,12}$/),
    hours: fc.integer({ min: 1, max: 300 }),
    counsellor: fc.constantFrom('样例甲老师', '样例乙老师', '样例（丙）老师'),
  })
  .map(({ id, hours, counsellor }) =>
    makeSlot(id, new Date(NOW.getTime() + hours * 3_600_000).toISOString(), counsellor),
  );

const worldArbitrary = fc.record({
  slots: fc.uniqueArray(slotArbitrary, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
  pick: fc.array(fc.constantFrom(0, 0, 0, 1, 2), { minLength: 10, maxLength: 20 }),
});

type World = { readonly slots: readonly ReturnType<typeof makeSlot>[]; readonly pick: readonly number[] };

/** Answers of the right kind with outcomes in an order of the test's choosing. */
function answerWith({ slots, pick }: World): (request: FlowRequest) => FlowResult {
  let asked = 0;
  const choose = <T>(...options: readonly [T, ...T[]]): T => {
    const index = (pick[asked % pick.length] ?? 0) % options.length;
    asked += 1;
    return options[index] ?? options[0];
  };
  const appointment = book(slots[0] ?? makeSlot('only', '2026-11-23T06:00:00Z'));
  return (request) => {
    switch (request.ask) {
      case 'days':
        return {
          of: 'days',
          freedom: 'free',
          wished: false,
          days: choose([{ date: '2026-11-23', free: 3 }], [{ date: '2026-11-30', free: 0 }], []),
        };
      case 'times':
        return { of: 'times', date: request.date, slots: choose(slots, slots.slice(1), []) };
      case 'hold': {
        const outcome = choose('held', 'taken', 'limit');
        if (outcome !== 'held') return { of: 'hold', outcome, next: choose(slots, []) };
        const heldUntil = new Date(NOW.getTime() + choose(5, -5) * 60_000);
        return { of: 'hold', outcome, appointment, heldUntil };
      }
      case 'confirm': {
        const outcome = choose('booked', 'expired', 'limit');
        if (outcome !== 'booked') return { of: 'confirm', outcome, next: choose(slots, []) };
        return { of: 'confirm', outcome, appointment };
      }
      case 'release':
        return { of: 'release' };
      case 'appointments':
        return { of: 'appointments', appointments: choose(slots.slice(0, 2).map(book), []) };
      case 'cancel':
        return choose<FlowResult>(
          { of: 'cancel', outcome: 'cancelled', freedom: 'free', next: slots },
          { of: 'cancel', outcome: 'too-late' },
          { of: 'cancel', outcome: 'unknown' },
        );
      case 'move':
        return choose<FlowResult>(
          { of: 'move', outcome: 'moved', appointment },
          { of: 'move', outcome: 'expired', next: slots },
          { of: 'move', outcome: 'late' },
        );
      case 'wishes':
        return {
          of: 'wishes',
          wish: ANY,
          choices: { ...NO_CHOICES, genders: ['female', 'male'], topics: ['睡眠'] },
          own: choose(null, { staffId: 'someone', counsellor: '样例甲老师' }),
        };
      case 'wish':
        return { of: 'wish' };
      case 'zone':
        return { of: 'zone' };
      case 'consent':
        return { of: 'consent' };
      case 'evaluation-words':
        return { of: 'evaluation-words' };
      case 'waiting':
        return choose(
          waitingOf({ number: 7, ahead: choose(0, 3), wishes: NO_WISH, offer: choose(null, OFFER) }),
          waitingOf(null),
          waitingOf(null, true),
        );
      case 'first-visit-needs':
        return {
          of: 'first-visit-needs',
          consent: choose(false, true),
          identity: choose('no', 'skip', 'must'),
          mail: choose(true, false),
          form: choose(null, 'urgency', 'reason'),
          formBegun: choose(false, true),
        };
      case 'identity':
        return { of: 'identity', outcome: choose('noted', 'limit') };
      case 'identity-code':
        return { of: 'identity-code', outcome: choose('wrong', 'bound', 'asked') };
      case 'form-answer':
        return { of: 'form-answer', next: choose('since', 'contact', null) };
      case 'activities':
        return {
          of: 'activities',
          open: choose([group, lecture], [lecture], []),
          own: choose([], [own(group)]),
        };
      case 'activity':
        return {
          of: 'activity',
          activity: choose(group, lecture, null),
          own: choose(null, own(group).signedUp),
          waiting: choose(0, 3),
        };
      case 'sign-up':
        if (choose(true, true, false)) {
          return { of: 'sign-up', activity: group, own: own(group).signedUp, isNew: choose(true, false) };
        }
        return { of: 'sign-up', activity: null, why: choose('barred', 'elsewhere') };
      case 'sign-off':
        return { of: 'sign-off', done: choose(true, false) };
      case 'name-sign-up':
        return { of: 'name-sign-up', done: choose(true, false) };
      case 'check-in': {
        const outcome = choose(
          'attended',
          'not-signed-up',
          'no-place',
          'wrong-code',
          'too-late',
          'code-changed',
        );
        return { of: 'check-in', outcome, title: '样例讲座' };
      }
      default:
        return answerWaiting(request);
    }
  };
}

const eventArbitrary = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('tap' as const), index: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'text' as const, text: MARKER }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('choice' as const), id: fc.string({ unit: 'binary' }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('choice' as const),
      id: fc.constantFrom(
        'back',
        'leave',
        'confirm',
        'day:',
        'day:2026-13-01',
        'time:x',
        'slot:',
        'slot:gone',
        'cancel:x',
        'activity:',
        'off:',
        'sign-up',
        'yes',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'start' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'result' as const, result: { of: 'release' } as const }) },
);

function expectSound(told: Told): void {
  expect(told.texts.length).toBeGreaterThan(0);
  for (const text of told.texts) {
    expect(text.trim()).not.toBe('');
    expect(text.length).toBeLessThanOrEqual(LONGEST);
    expect(text).not.toMatch(/[{}]|undefined|NaN|Invalid/);
  }
  expect(told.choices.length).toBeGreaterThan(0);
  expect(new Set(told.choices.map(({ id }) => id)).size).toBe(told.choices.length);
  expect(new Set(told.choices.map(({ label }) => plainWord(label))).size).toBe(told.choices.length);
  for (const choice of told.choices) expect(pickChoice(choice.label, told.choices)).toEqual(choice);
  // An answer to the form goes to where it is kept, and stays nowhere else.
  const asked = told.asked.filter(({ ask }) => ask !== 'form-answer');
  expect(JSON.stringify({ ...told, asked })).not.toContain(MARKER);
}

const placeOf = (told: Told): unknown => (told.next?.state as { at?: unknown } | undefined)?.at;

describe('any walk through any flow', () => {
  it('never throws, always says something and always leaves a way on', () => {
    const reached = new Set<unknown>();
    fc.assert(
      fc.property(
        fc.constantFrom<FlowName>(
          'home',
          'selfhelp',
          'booking',
          'booking',
          'booking',
          'booking',
          'booking',
          'booking',
          'appointments',
          'waiting-list',
          'waiting-list',
          'first-visit',
          'activities',
          'activities',
        ),
        worldArbitrary,
        fc.constantFrom(true, true, true, false),
        fc.array(eventArbitrary, { minLength: 10, maxLength: 40, size: 'max' }),
        (flow, world, healthData, events) => {
          const context = makeContext({ consented: { healthData } });
          const answer = answerWith(world);
          let told = finish(startFlow(flow, context), context, answer);
          expectSound(told);
          reached.add(placeOf(told));
          for (const event of events) {
            if (told.next === null) told = finish(startFlow(flow, context), context, answer);
            if (told.next === null) return;
            const given =
              event.kind === 'tap'
                ? { kind: 'choice' as const, id: told.choices[event.index % told.choices.length]?.id ?? '' }
                : event;
            told = finish(stepFlow(told.next, given, context), context, answer);
            expectSound(told);
            reached.add(placeOf(told));
          }
        },
      ),
      { numRuns: 900, seed: 20261121 },
    );
    const places = [
      'topics',
      'tip',
      'consent',
      'days',
      'times',
      'counsellors',
      'next',
      'confirm',
      'list',
      'sure',
      'first-visit',
      'identity',
      'form',
      'one',
      'question',
      'name',
    ];
    expect(places.filter((place) => !reached.has(place))).toEqual([]);
  });

  it('takes any stored value for state without throwing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<FlowName>(
          'home',
          'selfhelp',
          'booking',
          'appointments',
          'first-visit',
          'waiting-list',
          'activities',
        ),
        fc.oneof(
          fc.jsonValue(),
          fc.record({ at: fc.constantFrom('days', 'times', 'confirm', 'tip', 'sure') }),
        ),
        fc.nat(3),
        worldArbitrary,
        (flow, state, version, world) => {
          const context = makeContext();
          const taken = stepFlow({ flow, version, state }, { kind: 'choice', id: 'back' }, context);
          expectSound(finish(taken, context, answerWith(world)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('knows its flows by name', () => {
    expect(isFlowName('booking')).toBe(true);
    expect(isFlowName('toString')).toBe(false);
  });
});
