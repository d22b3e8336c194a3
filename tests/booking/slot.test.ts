import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSlotId, slotId } from '../../src/booking/slot.ts';

const staffId = '0c9c6a3e-8f3b-4a52-9d3f-2f6d2f1f9a01';
const roomId = 'f2b7a3c4-1111-4222-8333-444455556666';
const startAt = new Date('2026-11-23T01:00:00Z');

describe('slot id', () => {
  it('is short, url safe and tells counsellor, room and start', () => {
    const id = slotId({ staffId, roomId, startAt });
    expect(id).toMatch(/^[A-Za-z0-9_-]{48}$/);
    expect(parseSlotId(id)).toEqual({ staffId, roomId, startAt });
  });

  it('names every slot without loss', () => {
    const key = fc.record({
      staffId: fc.uuid(),
      roomId: fc.option(fc.uuid({ version: 4 })),
      startAt: fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((minute) => new Date(minute * 60_000)),
    });
    fc.assert(
      fc.property(key, (slot) => {
        expect(parseSlotId(slotId(slot))).toEqual(slot);
      }),
    );
  });

  it.each([
    '',
    'x',
    'A'.repeat(47),
    'A'.repeat(49),
    `${'A'.repeat(47)}=`,
    `${'A'.repeat(47)} `,
    '预约'.repeat(24),
  ])('is not %j', (id) => expect(parseSlotId(id)).toBeNull());

  it('refuses what it cannot name without loss', () => {
    expect(() => slotId({ staffId: 'me', roomId, startAt })).toThrow(RangeError);
    expect(() => slotId({ staffId, roomId, startAt: new Date(startAt.getTime() + 1) })).toThrow(RangeError);
  });
});
