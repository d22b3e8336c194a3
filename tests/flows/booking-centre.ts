import { ANY } from '../../src/booking/wish.ts';
import type { FlowRequest, FlowResult, OfferedSlot } from '../../src/flows/flow.ts';
import { type Answer, book, makeSlot, NOW, Student } from './support.ts';
import { answerWaiting } from './waiting-answers.ts';

export const TWO = '2026-11-23T06:00:00Z';
export const THREE = '2026-11-23T07:00:00Z';
export const slots = [
  makeSlot('b3', THREE, '样例乙老师', '二号室'),
  makeSlot('a2', TWO),
  makeSlot('b2', TWO, '样例乙老师', '二号室'),
];

export const NO_CHOICES = { counsellors: [], genders: [], topics: [], languages: [], modes: [] };

type Asks = { [Ask in FlowRequest['ask']]?: (request: Extract<FlowRequest, { ask: Ask }>) => FlowResult };

export const NOTHING_NEEDED = {
  of: 'first-visit-needs',
  consent: false,
  identity: 'no',
  mail: false,
  form: null,
  formBegun: false,
} as const;

/** A centre with these slots where everything succeeds, except for what a test changes. */
export function centre(changes: Asks = {}, free: readonly OfferedSlot[] = slots): Answer {
  const find = (id: string) => {
    const slot = free.find((one) => one.id === id || `booked-${one.id}` === id);
    if (!slot) throw new Error(`no slot ${id}`);
    return book(slot);
  };
  return (request) => {
    const changed = changes[request.ask] as ((asked: FlowRequest) => FlowResult) | undefined;
    if (changed) return changed(request);
    switch (request.ask) {
      case 'days':
        return {
          of: 'days',
          freedom: 'free',
          wished: false,
          days: [
            { date: '2026-11-23', free: free.length },
            { date: '2026-11-24', free: 0 },
          ],
        };
      case 'times':
        return { of: 'times', date: request.date, slots: free };
      case 'hold':
        return {
          of: 'hold',
          outcome: 'held',
          appointment: find(request.slotId),
          heldUntil: new Date(NOW.getTime() + 5 * 60_000),
        };
      case 'confirm':
        return { of: 'confirm', outcome: 'booked', appointment: find(request.appointmentId) };
      case 'release':
        return { of: 'release' };
      case 'appointments':
        return { of: 'appointments', appointments: [] };
      case 'cancel':
        return { of: 'cancel', outcome: 'cancelled', freedom: 'free', next: [] };
      case 'move':
        return { of: 'move', outcome: 'moved', appointment: find(request.holdId) };
      case 'wishes':
        return { of: 'wishes', wish: ANY, choices: NO_CHOICES, own: null };
      case 'wish':
        return { of: 'wish' };
      case 'zone':
        return { of: 'zone' };
      case 'consent':
        return { of: 'consent' };
      case 'evaluation-words':
        return { of: 'evaluation-words' };
      case 'first-visit-needs':
        return NOTHING_NEEDED;
      case 'identity':
        return { of: 'identity', outcome: 'noted' };
      case 'identity-code':
        return { of: 'identity-code', outcome: 'bound' };
      case 'form-answer':
        return { of: 'form-answer', next: null };
      case 'accept':
      case 'waiting':
      case 'wait':
      case 'wait-no-more':
        return answerWaiting(request);
      default:
        throw new Error(`booking does not ask ${request.ask}`);
    }
  };
}

export const DAY = '11月23日 周一（还有 3 个）';

export function toConfirm(answer: Answer = centre()): Student {
  const student = new Student('booking', answer);
  student.tap(DAY);
  student.tap('14:00–14:50');
  student.tap('样例乙老师（二号室）');
  return student;
}
