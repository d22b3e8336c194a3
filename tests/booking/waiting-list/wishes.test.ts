import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitsWishes, NO_WISHES } from '../../../src/booking/waiting-list/wishes.ts';
import { fitsWish, GENDERS } from '../../../src/booking/wish.ts';
import { ADA, at } from '../sample-slots.ts';

const gender = fc.option(fc.constantFrom(...GENDERS));
const facts = fc.record({ gender, topics: fc.subarray(['睡眠', '人际']), languages: fc.subarray(['粤语']) });
const wish = fc.record({
  gender,
  topic: fc.option(fc.constant('睡眠')),
  language: fc.option(fc.constant('粤语')),
});

it('a wish means the same while booking and while waiting', () => {
  const range = { startAt: at('2026-11-23 09:00'), endAt: at('2026-11-23 10:00') };
  const slot = { ...range, staffId: ADA, roomId: null, mode: 'online' as const };
  fc.assert(
    fc.property(wish, facts, (wished, known) => {
      const counsellor = { ...known, staffId: ADA, counsellor: '甲老师', online: true, introduction: null };
      const books = fitsWish({ ...wished, staffId: null, mode: null }, [counsellor])(slot);
      const waits = fitsWishes({ ...NO_WISHES, ...wished }, { ...slot, ...known, weekday: 1, minute: 540 });
      expect(waits).toBe(books);
    }),
  );
});
