import type { Choice } from '../../core/message.ts';
import { formatWeekday } from '../../core/shanghai-time.ts';
import type { FlowContext } from '../flow.ts';
import type { Draft, Wish } from './waiting-state.ts';

type Wishes = Draft['wishes'];
/** One value that a wish can have, with what it makes of the wishes. */
type Value = { readonly label: string; readonly set: Partial<Wishes> };

const WORK_DAYS = [1, 2, 3, 4, 5];
const WEEKEND = [6, 7];

/** What can be chosen for a wish, “anything” first; that one alone where there is nothing to choose. */
export function valuesOf(wish: Wish, { options }: Draft, { texts, language }: FlowContext): Value[] {
  const any = (set: Partial<Wishes>): Value => ({ label: texts('waiting.wish.any'), set });
  switch (wish) {
    case 'counsellor':
      return [
        any({ counsellorId: null }),
        ...options.counsellors.map(({ staffId, name }) => ({ label: name, set: { counsellorId: staffId } })),
      ];
    case 'gender':
      return [
        any({ gender: null }),
        ...options.genders.map((gender) => ({ label: texts(`waiting.gender.${gender}`), set: { gender } })),
      ];
    case 'mode': {
      const modes = options.online ? (['on-site', 'online'] as const) : [];
      return [
        any({ mode: null }),
        ...modes.map((mode) => ({ label: texts(`waiting.mode.${mode}`), set: { mode } })),
      ];
    }
    case 'weekdays':
      return [
        any({ weekdays: [] }),
        { label: texts('waiting.days.work'), set: { weekdays: WORK_DAYS } },
        { label: texts('waiting.days.weekend'), set: { weekdays: WEEKEND } },
        ...[...WORK_DAYS, ...WEEKEND].map((day) => ({
          label: texts('waiting.day', { day: formatWeekday(day, language) }),
          set: { weekdays: [day] },
        })),
      ];
    case 'dayParts':
      return [
        any({ dayParts: [] }),
        ...(['morning', 'afternoon', 'evening'] as const).map((part) => ({
          label: texts(`waiting.part.${part}`),
          set: { dayParts: [part] },
        })),
      ];
    case 'language':
      return [
        any({ language: null }),
        ...options.languages.map((one) => ({ label: one, set: { language: one } })),
      ];
    case 'topic':
      return [any({ topic: null }), ...options.topics.map((one) => ({ label: one, set: { topic: one } }))];
  }
}

export const SET = 'set:';

export const valueChoices = (values: readonly Value[]): Choice[] =>
  values.map(({ label }, index) => ({ id: `${SET}${index}`, label }));

/** The value that the wishes have now; the first one where what was chosen is offered no more. */
export function valueNow(wish: Wish, draft: Draft, context: FlowContext): string {
  const values = valuesOf(wish, draft, context);
  const now = values.find(({ set }) =>
    Object.entries(set).every(
      ([key, value]) => JSON.stringify(draft.wishes[key as keyof Wishes]) === JSON.stringify(value),
    ),
  );
  return (now ?? values[0])?.label ?? '';
}
